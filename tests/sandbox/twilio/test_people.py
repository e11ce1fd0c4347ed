"""People who answer by themselves: each in their own way, a little later, and never for ever."""

from collections import Counter

import pytest

from sandbox.twilio import TwilioStandIn
from sandbox.twilio.people import LATEST, SOONEST, TEMPERS, answer_of, temper_of
from tests.sandbox.twilio.kit import NotingApp, standin, text

CROWD = [f"+1{area}55501{line:02}" for area in (212, 213, 312, 419, 614, 740) for line in range(100)]


def someone(temper: str) -> str:
    return next(number for number in CROWD if temper_of(number).name == temper)


@pytest.fixture
def twilio(app: NotingApp) -> TwilioStandIn:
    twilio = standin(app)
    twilio.people.answering = True
    return twilio


def bodies(app: NotingApp) -> list[str]:
    return [form["Body"] for form in app.heard if "Body" in form]


def test_a_crowd_has_every_kind_and_most_keep_quiet() -> None:
    kinds = Counter(temper_of(number).name for number in CROWD)

    assert set(kinds) == {temper.name for temper in TEMPERS}
    assert kinds.most_common(2)[0][0] == "silence"
    assert sum(temper.share for temper in TEMPERS) == 100


def test_a_person_stays_the_same() -> None:
    assert [answer_of(number, 0) for number in CROWD] == [answer_of(number, 0) for number in CROWD]


def test_an_answer_takes_its_time(twilio: TwilioStandIn, app: NotingApp) -> None:
    text(twilio, someone("yes"))
    twilio.advance(1.0 + SOONEST)
    assert bodies(app) == []

    twilio.advance(LATEST)
    assert bodies(app) == [answer_of(someone("yes"), 0)]


def test_nobody_answers_more_than_twice(twilio: TwilioStandIn, app: NotingApp) -> None:
    for _ in range(5):
        text(twilio, someone("yes"))
        twilio.deliver_all()

    assert len(bodies(app)) == 2


def test_after_a_long_pause_a_new_conversation_begins(twilio: TwilioStandIn, app: NotingApp) -> None:
    text(twilio, someone("emoji"))
    twilio.deliver_all()
    twilio.advance(7 * 3600)
    text(twilio, someone("emoji"))
    twilio.deliver_all()

    assert bodies(app) == [answer_of(someone("emoji"), 0)] * 2


def test_a_silent_person_says_nothing(twilio: TwilioStandIn, app: NotingApp) -> None:
    text(twilio, someone("silence"))
    twilio.deliver_all()

    assert bodies(app) == []


@pytest.mark.parametrize(
    "body", ["482913 is your Textbank code", "482 913 is your Textbank code.", "Your code: 482913"]
)
def test_a_sign_in_code_is_not_answered(twilio: TwilioStandIn, app: NotingApp, body: str) -> None:
    text(twilio, someone("yes"), body)
    twilio.deliver_all()

    assert bodies(app) == []


def test_the_switch_keeps_everybody_quiet_even_those_about_to_answer(
    twilio: TwilioStandIn, app: NotingApp
) -> None:
    text(twilio, someone("yes"))
    twilio.advance(1.8)
    twilio.people.answering = False
    twilio.deliver_all()

    assert bodies(app) == []
