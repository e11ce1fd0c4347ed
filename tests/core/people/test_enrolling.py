"""People are invited from a file: counted first, matched by phone or e-mail, made once whatever happens."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.importing import starting
from core.db import Database
from core.errors import Invalid, NotAllowed, Stale
from core.models import Campaign, Event, Import, Notice, SignInCode, StoredFile, User, UserListMember
from core.people import enrolling, joining, signing_in, user_lists
from core.people.enrolling import Counts, Draft
from core.people.roster import Entry, read
from tests import factories
from tests.factories import NOON

FILE = b"""First name,Last name,Phone,E-mail
Ana,Cruz,212 555 0177,
Jo,Park,(212) 555-0101,jo@example.org
Kim,Lee,,Kim@Example.org
Kim,Lee,,kim@example.org
No,Body,,
Bad,Phone,12,
Bad,Mail,,nobody
"""


def keep(session: Session, by: User, content: bytes = FILE) -> Draft:
    draft = enrolling.keep(session, starting.look("people.csv", content), by=by, now=NOON)
    session.commit()
    return draft


def enrol(database: Database, draft: Draft, by: User, **more: Any) -> Counts | None:
    return enrolling.enrol(database, draft.import_id, **{"list_id": None, "by": by, "now": NOON} | more)


def named(session: Session) -> list[tuple[str, str | None, str | None]]:
    session.expire_all()
    people = session.scalars(select(User).filter_by(joined_at=None).order_by(User.first_name))
    return [(user.name, user.phone, user.email) for user in people]


def test_the_counts_are_known_before_anybody_is_invited(session: Session, maya: User, jo: User) -> None:
    draft = keep(session, maya)

    assert Counts(rows=7, new=2, known=1, duplicates=1, refused=3) == draft.counts
    assert [] == named(session)


def test_who_is_missing_is_made_and_all_go_into_the_list(
    session: Session, database: Database, maya: User, jo: User
) -> None:
    into = user_lists.make(session, "Evening", by=maya, now=NOON)
    draft = keep(session, maya)

    assert draft.counts == enrol(database, draft, maya, list_id=into.id)

    assert [("Ana Cruz", "+12125550177", None), ("Kim Lee", None, "kim@example.org")] == named(session)
    members = session.scalars(select(UserListMember.user_id).filter_by(user_list_id=into.id)).all()
    assert jo.id in members
    assert 3 == len(members)


def test_the_refused_rows_come_with_their_reasons(
    session: Session, database: Database, maya: User, jo: User
) -> None:
    enrol(database, keep(session, maya), maya)

    notice = session.scalars(select(Notice)).one()
    assert ("U0MAYA", "users_imported") == (notice.channel, notice.kind)
    (kept,) = session.scalars(select(StoredFile)).all()
    assert [kept.id] == notice.data["file_ids"]
    assert b"Neither a phone number nor an e-mail address" in kept.content
    assert b"Not an e-mail address" in kept.content


def test_a_second_press_invites_nobody_twice(
    session: Session, database: Database, maya: User, jo: User
) -> None:
    draft = keep(session, maya)
    enrol(database, draft, maya)

    assert enrol(database, draft, maya) is None
    assert 2 == len(named(session))
    assert 1 == len(session.scalars(select(Event).filter_by(name="users_imported")).all())


def test_after_a_crash_the_rest_is_invited(
    session: Session, database: Database, maya: User, campaign: Campaign
) -> None:
    draft = keep(session, maya)
    factories.user(session, campaign, "Ana Cruz", phone="+12125550177", joined_at=None)
    session.commit()

    counts = enrol(database, draft, maya)

    assert counts is not None
    assert (2, 1) == (counts.new, counts.known)  # Jo is missing in this campaign, Ana was made before
    assert 3 == len(named(session))


def test_whoever_was_invited_joins_with_the_running_actions(
    session: Session, database: Database, maya: User, campaign: Campaign, action: object
) -> None:
    enrol(database, keep(session, maya), maya)
    phone = joining.ask_to_join(
        session, "river1", first_name="Anna", last_name="Cruz", phone="212 555 0177", now=NOON
    )
    session.flush()
    code = session.scalar(select(SignInCode.code)) or ""

    user = signing_in.prove(session, phone, code, now=NOON)

    assert user is not None
    assert ("Ana Cruz", NOON) == (user.name, user.joined_at)


def test_whoever_was_invited_may_come_by_the_sign_in_page(
    session: Session, database: Database, maya: User
) -> None:
    enrol(database, keep(session, maya), maya)
    phone = signing_in.ask_for_code(session, "212 555 0177", now=NOON)
    session.flush()
    code = session.scalar(select(SignInCode.code)) or ""

    user = signing_in.prove(session, phone, code, now=NOON)

    assert user is not None
    assert NOON == user.joined_at


def test_a_file_of_something_else_is_refused(session: Session, maya: User) -> None:
    with pytest.raises(Invalid, match="No column holds phone numbers or e-mail addresses"):
        keep(session, maya, b"colour,size\nred,4\n")


def test_too_many_rows_are_refused(campaign: Campaign) -> None:
    upload = starting.look("people.csv", b"phone\n" + b"2125550101\n" * 10_001)

    with pytest.raises(Invalid, match="10,001 rows; 10,000 are the most"):
        read(upload, ["US"])


def test_a_full_name_is_parted_and_names_are_bounded() -> None:
    upload = starting.look(
        "people.csv", f"name,phone\nAna Cruz,2125550177\n{'x' * 101},2125550178\n".encode()
    )

    roster = read(upload, ["US"])

    assert [Entry("Ana", "Cruz", "+12125550177", None)] == roster.entries
    assert ["A name is far too long"] == [reason for _, reason in roster.refused]


def test_a_file_that_is_gone_and_rights_that_are(
    session: Session, database: Database, maya: User, abe: User
) -> None:
    draft = keep(session, maya)
    with pytest.raises(NotAllowed):
        enrol(database, draft, abe)
    with pytest.raises(NotAllowed):
        keep(session, abe)

    session.get_one(Import, draft.import_id).file_id = None
    session.commit()

    with pytest.raises(Stale):
        enrol(database, draft, maya)
