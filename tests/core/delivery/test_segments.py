"""Segments are counted as Twilio counts them; the table holds the answers of Twilio's own calculator."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.segments import BASIC, EXTENSION, Segments, clean, count

# Each line: what the text is made of (a piece, how many times), its encoding and its segments. The answers
# are those of npm's sms-segments-calculator 1.3.0, Twilio's own, with smart encoding off.
TABLE = json.loads(Path(__file__).with_name("segments_by_twilio.json").read_text(encoding="utf-8"))
KNOWN = [("".join(piece * times for piece, times in parts), *answer) for parts, *answer in TABLE]

gsm = st.text(st.sampled_from(sorted(BASIC | EXTENSION)), max_size=400)
# what people type: words, what looks like them, accents, emoji that belong together
typed = st.text(
    st.sampled_from("aé áçñ€^\r\n“”‘’…½–—•\u00a0\u200b\u2028\u0301\u200d🙂👩👧🇺🇸🏽")
    | st.characters(exclude_characters="\0"),
    max_size=300,
)


@pytest.mark.parametrize(("text", "encoding", "segments"), KNOWN, ids=range(len(KNOWN)))
def test_segments_are_counted_as_twilio_counts_them(text: str, encoding: str, segments: int) -> None:
    counted = count(text)

    assert (encoding, segments) == (counted.encoding, counted.count)


def test_the_character_that_forced_it_is_named() -> None:
    assert Segments("UCS-2", 1, "á") == count("Ya está listo ✓")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("“Hi” – it’s me…", '"Hi" - it\'s me...'),
        ("a\u00a0b\tc\u200bd", "a b cd"),
        ("`code`", "'code'"),
        ("nul\0", "nul"),
        ("½ ＂", '1/2 "'),
        ("José, mañana está 🙂", "José, mañana está 🙂"),
    ],
)
def test_look_alikes_become_gsm_and_names_stay(typed: str, sent: str) -> None:
    assert sent == clean(typed)


@given(typed)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(text) == clean(clean(text))


@given(gsm)
def test_gsm_texts_stay_as_they_are(text: str) -> None:
    assert text == clean(text)
    assert "GSM-7" == count(text).encoding


@given(typed | gsm, typed | gsm)
def test_more_text_is_never_fewer_segments(text: str, more: str) -> None:
    assert count(text).count <= count(text + more).count


@given(typed)
def test_cleaning_never_costs_a_segment(text: str) -> None:
    assert count(clean(text)).count <= count(text).count


@given(typed)
def test_cleaning_leaves_every_letter(text: str) -> None:
    assert _letters(text) == _letters(clean(text))


@pytest.mark.parametrize("text", ["á…" * 35, "…" * 70, "á½" * 35])
def test_longer_look_alikes_stay_where_they_would_cost_more(text: str) -> None:
    assert text == clean(text)
    assert 1 == count(text).count


@given(st.text(max_size=300))
def test_the_count_lies_between_plain_division_and_twice_that(text: str) -> None:
    units = len(text.encode("utf-16-be", "surrogatepass")) // 2

    assert count(text).count <= max(1, units * 2)
    assert (count(text).forced_by is None) == (count(text).encoding == "GSM-7")


def _letters(text: str) -> list[str]:
    return [char for char in text if unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lo"}]
