"""Joining and signing in: a phone is proven by a texted code, used once, guessed at most five times."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import Invalid, NotFound
from core.models import Action, Audience, Campaign, SignInCode, User
from core.people import joining, signing_in
from core.people.codes import TooManyCodes
from core.people.signing_in import Deactivated
from tests.factories import NOON

PHONE = "+12125550177"


def ask(session: Session, now: datetime = NOON, **given: str) -> str:
    form = {"first_name": "Ana", "last_name": "Cruz", "phone": "(212) 555-0177"} | given
    return joining.ask_to_join(session, "river1", **form, now=now)


def texted(session: Session) -> str:
    session.flush()
    code = session.scalars(select(SignInCode).order_by(SignInCode.id.desc()).limit(1)).one().code
    assert code is not None
    return code


def prove(session: Session, code: str, now: datetime = NOON, phone: str = PHONE) -> User | None:
    session.flush()
    return signing_in.prove(session, phone, code, now=now)


def test_somebody_new_joins_with_the_texted_code(session: Session, campaign: Campaign) -> None:
    assert ask(session) == PHONE

    user = prove(session, texted(session))

    assert user is not None
    assert ("Ana Cruz", "volunteer", PHONE) == (user.name, user.role, user.phone)
    assert NOON == user.joined_at


def test_who_joins_after_publication_gets_the_running_actions(session: Session, action: Action) -> None:
    ask(session)

    user = prove(session, texted(session))

    assert user is not None
    assert action.id == session.scalars(select(Audience.action_id).filter_by(user_id=user.id)).one()


def test_joining_again_finds_the_same_person(session: Session, campaign: Campaign, jo: User) -> None:
    ask(session, phone="212-555-0101", first_name="Somebody", last_name="Else")

    assert jo == prove(session, texted(session), phone="+12125550101")
    assert "Jo Park" == jo.name


def test_an_unknown_join_code_is_not_there(session: Session, campaign: Campaign) -> None:
    with pytest.raises(NotFound):
        joining.ask_to_join(session, "nope", first_name="A", last_name="B", phone=PHONE, now=NOON)


@pytest.mark.parametrize(
    ("field", "value"), [("first_name", "  "), ("last_name", "x" * 3000), ("phone", "12"), ("phone", "\0")]
)
def test_a_bad_answer_is_refused_beside_its_field(
    session: Session, campaign: Campaign, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(session, NOON, **{field: value})

    assert field == refusal.value.field


def test_a_code_works_once_and_for_ten_minutes(session: Session, campaign: Campaign) -> None:
    ask(session)
    code = texted(session)

    assert prove(session, code, NOON + timedelta(minutes=10)) is None
    assert prove(session, f" {code[:3]}-{code[3:]} ") is not None
    assert prove(session, code) is None


def test_five_wrong_guesses_spoil_a_code(session: Session, campaign: Campaign) -> None:
    ask(session)
    code = texted(session)

    for _ in range(5):
        assert prove(session, "x") is None

    assert prove(session, code) is None


def test_only_the_newest_code_counts(session: Session, campaign: Campaign) -> None:
    ask(session)
    first = texted(session)
    ask(session)
    second = texted(session)

    assert first == second or prove(session, first) is None
    assert prove(session, second) is not None


def test_five_codes_an_hour_are_enough(session: Session, campaign: Campaign) -> None:
    for _ in range(5):
        ask(session)

    with pytest.raises(TooManyCodes):
        ask(session)
    ask(session, NOON + timedelta(hours=1))


def test_signing_in_says_the_same_to_strangers_but_texts_them_nothing(
    session: Session, campaign: Campaign, jo: User
) -> None:
    for phone in ("212 555 0101", "212 555 0199"):
        for _ in range(7):
            assert signing_in.ask_for_code(session, phone, now=NOON)
    session.flush()

    assert [("+12125550101", 5)] == [
        tuple(row)
        for row in session.execute(select(SignInCode.phone, func.count()).group_by(SignInCode.phone))
    ]


def test_a_returning_person_is_signed_in(session: Session, campaign: Campaign, jo: User) -> None:
    phone = signing_in.ask_for_code(session, "2125550101", now=NOON)

    assert jo == prove(session, texted(session), phone=phone)


def test_a_closed_account_stays_closed(session: Session, campaign: Campaign, jo: User) -> None:
    jo.deactivated_at = NOON
    ask(session, phone="212-555-0101")

    with pytest.raises(Deactivated):
        prove(session, texted(session), phone="+12125550101")


def test_the_code_is_not_kept_in_the_clear_beyond_its_use(session: Session, campaign: Campaign) -> None:
    ask(session)
    code = texted(session)
    prove(session, code)

    row = session.scalars(select(SignInCode)).one()

    assert row.code is None
    assert code not in row.code_hash
