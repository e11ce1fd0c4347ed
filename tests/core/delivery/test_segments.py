"""Segments are counted as Twilio counts them; the table holds the answers of Twilio's own calculator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.segments import BASIC, EXTENSION, Segments, clean, count

FAMILY = "👨‍👩‍👧‍👦"  # one character to the eye, eleven units

KNOWN = [
    ("", "GSM-7", 1),
    ("a" * 160, "GSM-7", 1),
    ("a" * 161, "GSM-7", 2),
    ("a" * 306, "GSM-7", 2),
    ("a" * 307, "GSM-7", 3),
    ("€" * 80, "GSM-7", 1),
    ("€" * 81, "GSM-7", 2),
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
    ("a" * 158 + "€", "GSM-7", 1),
    ("mañana, ¿qué tal? ¡Ü!", "GSM-7", 1),
    ("Ç", "GSM-7", 1),
    ("ç", "UCS-2", 1),
    ("está", "UCS-2", 1),
    ("`", "UCS-2", 1),
    ("á" * 70, "UCS-2", 1),
    ("á" * 71, "UCS-2", 2),
    ("á" * 134, "UCS-2", 2),
    ("á" * 135, "UCS-2", 3),
    ("🙂" * 35, "UCS-2", 1),
    ("🙂" * 36, "UCS-2", 2),
    ("á" * 66 + "🙂" + "á" * 66, "UCS-2", 3),
    ("á" * 60 + FAMILY, "UCS-2", 2),
    (FAMILY * 6, "UCS-2", 1),
    (FAMILY * 7, "UCS-2", 2),
    (FAMILY * 13, "UCS-2", 3),
]

gsm = st.text(st.sampled_from(sorted(BASIC | EXTENSION)), max_size=400)


@pytest.mark.parametrize(("text", "encoding", "segments"), KNOWN)
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


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(text) == clean(clean(text))


@given(gsm)
def test_gsm_texts_stay_as_they_are(text: str) -> None:
    assert text == clean(text)
    assert "GSM-7" == count(text).encoding


@given(gsm, gsm)
def test_more_text_is_never_fewer_segments(text: str, more: str) -> None:
    assert count(text).count <= count(text + more).count


@given(st.text(max_size=300))
def test_the_count_lies_between_plain_division_and_twice_that(text: str) -> None:
    units = len(text.encode("utf-16-be", "surrogatepass")) // 2

    assert count(text).count <= max(1, units * 2)
    assert (count(text).forced_by is None) == (count(text).encoding == "GSM-7")
