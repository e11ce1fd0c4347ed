"""What an admin should know about a script's wording before it goes to thousands: pure, over filled-in texts.

Sources: CTIA's Messaging Principles and the carriers' rules for political texts (first text names who it is
and how to stop, in standard words); Twilio on public link shorteners and on text length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.actions.scripts.stop_sentence import says_how_to_stop
from core.delivery import segments
from core.delivery.safeguards import LONGEST_TEXT
from core.delivery.segments import Segments

Kind = Literal["no_opt_out", "no_organisation", "short_link", "unicode", "long", "gone"]

SHORTENERS = (
    "bit.ly",
    "buff.ly",
    "cutt.ly",
    "goo.gl",
    "is.gd",
    "lnkd.in",
    "ow.ly",
    "rb.gy",
    "rebrand.ly",
    "shorturl.at",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "v.gd",
)
_SHORT_LINK = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, SHORTENERS))})(?=/)", re.IGNORECASE)

ADVISED = 320  # characters; Twilio advises no more


@dataclass(frozen=True)
class Filled:
    """A script filled in for a contact, as it would leave.

    Attributes:
        name: the contact's.
        text: after look-alike characters were made plain.
    """

    name: str
    text: str
    billed: Segments


@dataclass(frozen=True)
class Concern:
    """Something to look at again before publishing; it forbids nothing."""

    kind: Kind
    sentence: str


def filled(name: str, text: str) -> Filled:
    """Return a filled-in text as it would leave, counted."""
    cleaned = segments.clean(text)
    return Filled(name, cleaned, segments.count(cleaned))


def worst(texts: Sequence[Filled]) -> Filled:
    """Return the text that costs most; of equals the longest."""
    return max(texts, key=lambda each: (each.billed.count, len(each.text)))


def concerns(
    texts: Sequence[Filled], *, organisation: str, is_initial: bool, most: int, has_picture: bool = False
) -> list[Concern]:
    """Return what to look at again in one script, filled in for several contacts.

    Args:
        organisation: who the text should say it is from.
        is_initial: a first text must name the sender and say how to stop; later ones need not.
        most: the segments that may be sent.
        has_picture: whether it is billed as one picture message, whatever its words hold.
    """
    found = [_short_link(texts), None if has_picture else _unicode(texts)]
    found.append(_too_long(texts, most) or (None if has_picture else _long(texts)))
    if is_initial:
        found = [_no_opt_out(texts), _no_organisation(texts, organisation), *found]
    return [concern for concern in found if concern]


def _no_opt_out(texts: Sequence[Filled]) -> Concern | None:
    if all(says_how_to_stop(each.text) for each in texts):
        return None
    return Concern("no_opt_out", "It does not say how to stop. Add words such as “Stop to opt out”.")


def _no_organisation(texts: Sequence[Filled], organisation: str) -> Concern | None:
    wanted = segments.clean(organisation).casefold()
    if all(wanted in each.text.casefold() for each in texts):
        return None
    return Concern(
        "no_organisation",
        f"It does not say who it is from. Name {organisation}, or write {{{{ organisation }}}}.",
    )


def _short_link(texts: Sequence[Filled]) -> Concern | None:
    link = next((found for each in texts if (found := _SHORT_LINK.search(each.text))), None)
    if link is None:
        return None
    return Concern(
        "short_link",
        f"Carriers filter public short links such as {link.group().lower()}. Use your own domain.",
    )


def _unicode(texts: Sequence[Filled]) -> Concern | None:
    forced = [each for each in texts if each.billed.forced_by]
    if not forced:
        return None
    sentence = f"“{forced[0].billed.forced_by}” {_where(forced, len(texts))} needs UCS-2"
    return Concern("unicode", f"{sentence}: a segment then holds 70 characters instead of 160.")


def _where(forced: Sequence[Filled], sampled: int) -> str:
    if len(forced) == sampled:
        return "in every text"
    others = f" and {len(forced) - 1:,} more of {sampled:,} sampled" if len(forced) > 1 else ""
    return f"for {forced[0].name or 'one contact'}{others}"


def _too_long(texts: Sequence[Filled], most: int) -> Concern | None:
    if _longest(texts) <= LONGEST_TEXT and worst(texts).billed.count <= most:
        return None
    limits = f"{LONGEST_TEXT:,} characters and {most} segments"
    return Concern("long", f"{_size(texts)}; no more than {limits} can be sent.")


def _long(texts: Sequence[Filled]) -> Concern | None:
    return Concern("long", f"{_size(texts)}, and each is billed.") if _longest(texts) > ADVISED else None


def _size(texts: Sequence[Filled]) -> str:
    return f"It has up to {_longest(texts):,} characters, {worst(texts).billed.count} segments"


def _longest(texts: Sequence[Filled]) -> int:
    return max(len(each.text) for each in texts)
