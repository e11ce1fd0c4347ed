"""Who gives and takes which role, what follows from it, and that somebody always owns the campaign."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import CoreError, Invalid, NotAllowed, NotFound
from core.models import Audience, Campaign, Event, Notice, User
from core.people.rights import Right, may
from core.people.roles.granting import ChangedMeanwhile, LastOwner, add, change, find, take_away
from core.people.roles.grants import NONE, Grant
from core.people.roles.keeping import Newcomer
from tests import factories
from tests.core.actions.test_publishing_races import at_once
from tests.factories import NOON

ADMIN, STAFF, OWNER = Grant("admin"), Grant("staff"), Grant("owner")
NAT = Newcomer("U0NAT", "Nat de la Cruz")


@pytest.fixture
def ada(session: Session, campaign: Campaign) -> User:
    """Ada, an admin."""
    return factories.user(session, campaign, "Ada Admin", role="admin", slack_id="U0ADA")


def told(session: Session) -> list[tuple[str, str]]:
    return [(each.channel, each.data["role"]) for each in session.scalars(select(Notice))]


def test_an_owner_adds_somebody_unknown(session: Session, maya: User) -> None:
    (nat,) = add(session, [NAT], Grant("staff", ("export",)), by=maya, now=NOON).given

    assert ("Nat", "de la Cruz", "U0NAT") == (nat.first_name, nat.last_name, nat.slack_id)
    assert may(nat, Right.EXPORT)
    assert NOON == nat.joined_at
    assert [("U0NAT", "staff")] == told(session)


def test_what_was_and_what_is_stands_in_the_trail(session: Session, maya: User, abe: User) -> None:
    change(session, abe.id, Grant("staff", ("settings",)), by=maya, seen=STAFF, now=NOON)

    event = session.scalars(select(Event)).one()
    assert ("role_given", maya.id, abe.id) == (event.name, event.by_id, event.subject_id)
    assert ("staff", [], "staff", ["settings"]) == tuple(
        event.particulars[each] for each in ("old_role", "old_rights", "role", "rights")
    )


def test_a_known_volunteer_gains_a_role_and_keeps_their_name(session: Session, maya: User, jo: User) -> None:
    jo.slack_id = "U0JO"

    add(session, [Newcomer("U0JO", "Somebody Else")], ADMIN, by=maya, now=NOON)

    assert ("admin", "Jo Park") == (jo.role, jo.name)


def test_whoever_has_a_role_already_is_left_alone(session: Session, maya: User, abe: User) -> None:
    added = add(session, [Newcomer("U0ABE", "Abe"), NAT], ADMIN, by=maya, now=NOON)

    assert [abe] == added.already
    assert ["U0NAT"] == [each.slack_id for each in added.given]
    assert "staff" == abe.role


def test_a_closed_account_reopens(session: Session, maya: User, abe: User) -> None:
    take_away(session, abe.id, by=maya, now=NOON)
    add(session, [Newcomer("U0ABE", "Abe")], STAFF, by=maya, now=NOON)

    assert ("staff", None) == (abe.role, abe.deactivated_at)


def test_somebody_of_slack_who_never_texted_loses_their_account(
    session: Session, maya: User, abe: User
) -> None:
    take_away(session, abe.id, by=maya, now=NOON)

    assert ("volunteer", NOON) == (abe.role, abe.deactivated_at)
    assert [("U0ABE", "volunteer")] == told(session)


@pytest.mark.parametrize("how", ["phone", "texted"])
def test_whoever_texts_stays_a_volunteer(session: Session, maya: User, abe: User, how: str) -> None:
    if how == "phone":
        abe.phone = "+12125550109"
    else:
        of = factories.contact_list(session, session.get_one(Campaign, abe.campaign_id), "Voters")
        action = factories.action(session, of, audience=[abe])
        session.scalars(select(Audience).filter_by(action_id=action.id)).one().started_at = NOON
    session.flush()
    take_away(session, abe.id, by=maya, now=NOON)

    assert ("volunteer", None) == (abe.role, abe.deactivated_at)


def test_taking_away_twice_is_once(session: Session, maya: User, abe: User) -> None:
    for _ in range(2):
        take_away(session, abe.id, by=maya, now=NOON)

    assert ["role_taken"] == list(session.scalars(select(Event.name)))


def test_saving_what_is_so_already_changes_nothing(session: Session, maya: User, abe: User) -> None:
    change(session, abe.id, STAFF, by=maya, seen=STAFF, now=NOON)

    assert [] == list(session.scalars(select(Event)))


def test_admins_give_and_take_the_roles_of_admins_and_staff(session: Session, ada: User, abe: User) -> None:
    change(session, abe.id, ADMIN, by=ada, seen=STAFF, now=NOON)
    take_away(session, abe.id, by=ada, now=NOON)

    assert "volunteer" == abe.role


@pytest.mark.parametrize("wanted", [OWNER, ADMIN])
def test_admins_leave_owners_and_the_role_of_owner_alone(
    session: Session, maya: User, ada: User, abe: User, wanted: Grant
) -> None:
    target = abe if wanted == OWNER else maya

    with pytest.raises(NotAllowed, match=r"Only an owner .* Maya Torres can help\."):
        change(session, target.id, wanted, by=ada, seen=Grant.of(target), now=NOON)
    with pytest.raises(NotAllowed, match="Only an owner"):
        add(session, [NAT], OWNER, by=ada, now=NOON)
    with pytest.raises(NotAllowed, match="Only an owner"):
        find(session, maya.id, by=ada)


def test_admins_do_not_change_their_own_role(session: Session, maya: User, ada: User) -> None:
    with pytest.raises(NotAllowed, match=r"their own role\. Maya Torres can help\."):
        take_away(session, ada.id, by=ada, now=NOON)


def test_staff_manage_nobodys_role(session: Session, maya: User, abe: User, ada: User) -> None:
    abe.rights = ["people", "settings"]
    session.flush()

    for refused in (
        lambda: add(session, [NAT], STAFF, by=abe, now=NOON),
        lambda: change(session, ada.id, STAFF, by=abe, seen=ADMIN, now=NOON),
        lambda: take_away(session, ada.id, by=abe, now=NOON),
        lambda: find(session, ada.id, by=abe),
    ):
        with pytest.raises(NotAllowed, match="Maya Torres can help"):
            refused()
    assert "admin" == ada.role


def test_an_owner_may_give_up_their_role_while_another_stays(session: Session, maya: User, ada: User) -> None:
    change(session, ada.id, OWNER, by=maya, seen=ADMIN, now=NOON)
    change(session, maya.id, STAFF, by=maya, seen=OWNER, now=NOON)

    assert ("staff", "owner") == (maya.role, ada.role)


def test_nobody_is_told_what_they_did_themselves(session: Session, maya: User, ada: User) -> None:
    change(session, ada.id, OWNER, by=maya, seen=ADMIN, now=NOON)
    take_away(session, maya.id, by=maya, now=NOON)

    assert [("U0ADA", "owner")] == told(session)


@pytest.mark.parametrize("other", [None, "without Slack", "closed"])
def test_the_last_owner_stays(session: Session, campaign: Campaign, maya: User, other: str | None) -> None:
    if other:
        more = {"slack_id": None} if other == "without Slack" else {"slack_id": "U1", "deactivated_at": NOON}
        factories.user(session, campaign, "Other Owner", role="owner", **more)

    with pytest.raises(LastOwner, match=r"the only owner.*Make somebody else an owner first"):
        take_away(session, maya.id, by=maya, now=NOON)
    with pytest.raises(LastOwner):
        change(session, maya.id, STAFF, by=maya, seen=OWNER, now=NOON)


def test_of_two_who_have_the_form_open_the_second_is_told(session: Session, maya: User, abe: User) -> None:
    change(session, abe.id, ADMIN, by=maya, seen=STAFF, now=NOON)

    with pytest.raises(ChangedMeanwhile, match="Somebody changed the role of Abe Lindqvist"):
        change(session, abe.id, OWNER, by=maya, seen=STAFF, now=NOON)


def test_somebody_of_another_campaign_is_not_found(session: Session, maya: User) -> None:
    other = factories.campaign(session, slack_team_id="T2", join_code="other1", service="MG" + "2" * 32)
    stranger = factories.user(session, other, "Olga Other", role="staff", slack_id="U0OLGA")

    with pytest.raises(NotFound):
        take_away(session, stranger.id, by=maya, now=NOON)


@pytest.mark.parametrize("role", [None, "", "king", "volunteer"])
def test_a_role_that_is_none_is_refused(role: str | None) -> None:
    with pytest.raises(Invalid, match="Choose a role"):
        Grant.read(role, [])


def test_rights_beyond_the_role_are_for_staff(session: Session) -> None:
    assert Grant("admin") == Grant.read("admin", ["export"])
    assert Grant("staff", ("export", "people")) == Grant.read("staff", ["people", "nonsense", "export"])
    assert NONE == Grant.of(User(role="volunteer", rights=["export"]))


@dataclass(frozen=True)
class Pair:
    """Two owners, committed."""

    one: User
    two: User


@pytest.fixture
def owners(own_database: Database) -> Pair:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        one, two = (
            factories.user(session, campaign, name, role="owner", slack_id=f"U0{name}") for name in "AB"
        )
    return Pair(one, two)


def test_of_two_owners_who_dismiss_each_other_at_once_one_stays(own_database: Database, owners: Pair) -> None:
    turns = [(owners.one, owners.two), (owners.two, owners.one)]

    came = at_once(own_database, lambda session: _dismiss(session, *turns.pop()), times=2)

    assert 1 == sum(isinstance(each, CoreError) for each in came)
    with own_database.readers() as session:
        assert 1 == len(session.scalars(select(User).filter_by(role="owner")).all())


def test_somebody_added_by_two_at_once_has_one_account(own_database: Database, owners: Pair) -> None:
    came = at_once(
        own_database, lambda session: len(add(session, [NAT], STAFF, by=owners.one, now=NOON).given), times=3
    )

    assert [0, 0, 1] == sorted(came)
    with own_database.readers() as session:
        assert 1 == len(session.scalars(select(User).filter_by(slack_id="U0NAT")).all())


def _dismiss(session: Session, by: User, other: User) -> User:
    return take_away(session, other.id, by=by, now=NOON)
