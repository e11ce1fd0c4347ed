"""A Slack account is linked to a phone that is proven; who is known by phone is never told before that."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.models import Action, Audience, Campaign, Event, SignInCode, User
from core.people import linking, signing_in
from core.people.codes import TooManyCodes
from core.people.linking import LinkedElsewhere
from core.people.signing_in import Deactivated
from tests import factories
from tests.factories import NOON

NAT, JOS = "U0NAT", "(212) 555-0101"


def ask(session: Session, campaign: Campaign, slack_id: str = NAT, **given: str) -> str:
    form = {"phone": JOS, "first_name": "Nat", "last_name": "Stranger"} | given
    return linking.ask_for_code(session, campaign, slack_id, now=NOON, **form)


def texted(session: Session) -> str:
    session.flush()
    return session.scalars(select(SignInCode.code).order_by(SignInCode.id.desc()).limit(1)).one() or ""


def link(session: Session, campaign: Campaign, slack_id: str = NAT, phone: str = JOS) -> User | None:
    number = ask(session, campaign, slack_id, phone=phone)
    return linking.prove(session, campaign, slack_id, phone=number, code=texted(session), now=NOON)


def test_a_volunteers_account_is_linked(session: Session, campaign: Campaign, jo: User) -> None:
    assert jo == link(session, campaign)
    assert (NAT, "Jo Park") == (jo.slack_id, jo.name)
    assert ["slack_linked"] == list(session.scalars(select(Event.name)))
    assert jo == link(session, campaign)
    assert 1 == len(session.scalars(select(Event)).all())


def test_somebody_new_joins_with_the_running_actions(
    session: Session, campaign: Campaign, action: Action
) -> None:
    user = link(session, campaign, phone="212 555 0199")

    assert user is not None
    assert ("Nat Stranger", NAT, "volunteer", NOON) == (user.name, user.slack_id, user.role, user.joined_at)
    assert action.id == session.scalars(select(Audience.action_id).filter_by(user_id=user.id)).one()


def test_an_admin_gains_the_phone_and_can_text(
    session: Session, campaign: Campaign, action: Action, maya: User
) -> None:
    assert maya == link(session, campaign, "U0MAYA", phone="212 555 0198")
    assert ("+12125550198", "owner") == (maya.phone, maya.role)
    assert action.id == session.scalars(select(Audience.action_id).filter_by(user_id=maya.id)).one()


def test_two_accounts_of_one_person_become_one(
    session: Session, campaign: Campaign, abe: User, jo: User
) -> None:
    abe.rights = ["people"]

    assert jo == link(session, campaign, "U0ABE")

    assert ("U0ABE", "staff", ["people"]) == (jo.slack_id, jo.role, jo.rights)
    assert (None, "volunteer", [], NOON) == (abe.slack_id, abe.role, abe.rights, abe.deactivated_at)
    merged = session.scalars(select(Event).filter_by(name="user_merged")).one()
    assert (abe.id, {"into_id": jo.id}) == (merged.subject_id, merged.particulars)


def test_a_phone_of_another_slack_account_is_refused(
    session: Session, campaign: Campaign, maya: User, jo: User
) -> None:
    jo.slack_id = "U0JO"

    with pytest.raises(LinkedElsewhere, match=r"linked to another Slack account already. Maya Torres can"):
        link(session, campaign)
    assert "U0JO" == jo.slack_id


def test_a_slack_account_with_another_phone_is_refused(
    session: Session, campaign: Campaign, maya: User, jo: User
) -> None:
    jo.slack_id = NAT

    with pytest.raises(LinkedElsewhere, match=r"the number ending in 0101. Maya Torres can help"):
        link(session, campaign, phone="212 555 0199")


def test_a_closed_account_is_not_opened(session: Session, campaign: Campaign, jo: User) -> None:
    jo.deactivated_at = NOON

    with pytest.raises(Deactivated):
        link(session, campaign)


def test_a_wrong_code_is_counted_and_five_spoil_it(session: Session, campaign: Campaign, jo: User) -> None:
    number = ask(session, campaign)
    right = texted(session)

    for _ in range(5):
        assert linking.prove(session, campaign, NAT, phone=number, code="x", now=NOON) is None

    assert linking.prove(session, campaign, NAT, phone=number, code=right, now=NOON) is None
    assert jo.slack_id is None


def test_a_code_is_good_for_ten_minutes_and_once(session: Session, campaign: Campaign, jo: User) -> None:
    number, code = ask(session, campaign), texted(session)
    late = NOON + timedelta(minutes=11)

    assert linking.prove(session, campaign, NAT, phone=number, code=code, now=late) is None
    assert jo == linking.prove(session, campaign, NAT, phone=number, code=code, now=NOON)
    assert linking.prove(session, campaign, NAT, phone=number, code=code, now=NOON) is None


def test_nobody_links_with_what_another_asked_for(session: Session, campaign: Campaign, jo: User) -> None:
    number, code = ask(session, campaign), texted(session)
    signing_in.ask_for_code(session, JOS, now=NOON)

    assert linking.prove(session, campaign, "U0EVE", phone=number, code=code, now=NOON) is None
    assert linking.prove(session, campaign, "U0EVE", phone=number, code=texted(session), now=NOON) is None


def test_no_workspace_links_with_a_code_of_another(session: Session, campaign: Campaign, jo: User) -> None:
    other = factories.campaign(session, service="MG1", slack_team_id="T2", join_code="other1")
    number = ask(session, campaign)

    assert linking.prove(session, other, NAT, phone=number, code=texted(session), now=NOON) is None


def test_one_person_does_not_have_many_phones_texted(session: Session, campaign: Campaign) -> None:
    for number in range(5):
        ask(session, campaign, phone=f"212 555 017{number}")
        session.flush()

    with pytest.raises(TooManyCodes, match="You asked for 5 codes"):
        ask(session, campaign, phone="212 555 0179")


@pytest.mark.parametrize(("field", "words"), [("phone", "12"), ("first_name", " "), ("last_name", "x" * 99)])
def test_what_cannot_be_used_is_said_beside_the_field(
    session: Session, campaign: Campaign, field: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(session, campaign, **{field: words})

    assert field == refused.value.field
