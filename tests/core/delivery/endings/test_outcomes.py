"""Both tables are complete: every code has a bucket, every safeguard its words, every state a rank."""

import re

import pytest

from core.delivery import states
from core.delivery.endings.outcomes import BUCKETS, TABLE, UNKNOWN_CODE, Outcome, outcome
from core.delivery.safeguards import SAFEGUARDS, Safeguard


@pytest.mark.parametrize(("code", "line"), [*TABLE.items(), ("99999", UNKNOWN_CODE)])
def test_every_code_has_a_bucket_and_a_sentence(code: str, line: Outcome) -> None:
    assert line.bucket in BUCKETS
    assert re.fullmatch(r"[A-Z].*\.", line.words)


@pytest.mark.parametrize("kind", SAFEGUARDS.values())
def test_every_safeguard_is_in_the_table_and_says_whether_to_try_later(kind: type[Safeguard]) -> None:
    line = TABLE[kind.code]

    assert ("safeguard", "later" if kind.passes else "never") == (line.bucket, line.retry)


def test_only_safeguards_are_in_the_bucket_of_safeguards() -> None:
    assert set(SAFEGUARDS) == {code for code, line in TABLE.items() if line.bucket == "safeguard"}


@pytest.mark.parametrize(
    ("code", "bucket"),
    [
        ("30007", "carrier_filter"),
        ("30034", "registration"),
        ("21610", "wish"),
        ("30006", "number"),
        ("30500", "twilio_error"),
        ("31999", "twilio_error"),
        (None, "twilio_error"),
    ],
)
def test_codes_that_campaigners_ask_about(code: str | None, bucket: str) -> None:
    assert bucket == outcome(code).bucket


def test_a_stop_at_the_carrier_is_a_stop_here() -> None:
    assert ("never", "opt_out") == (outcome("21610").retry, outcome("21610").effect)


def test_twilios_queue_is_never_taken_for_ours() -> None:
    assert states.UNFINISHED.isdisjoint(state.name for state in states.OF_TWILIO.values())


def test_ours_rank_below_twilios_first_word() -> None:
    first = min(state.rank for state in states.OF_TWILIO.values())

    assert all(state.rank < first or state.is_final for state in states.OURS)


def test_final_is_final() -> None:
    final = {state.name for state in (*states.OURS, *states.OF_TWILIO.values()) if state.is_final}

    assert {"refused", "delivered", "undelivered", "failed", "canceled"} == final
