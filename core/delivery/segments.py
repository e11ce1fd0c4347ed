"""How many segments a text is billed as, which character made it costly, and how to make it cheaper.

One character outside GSM-7 turns the whole text into UCS-2, where a segment holds less than half. Source of
the rules: Twilio's own open calculator (`sms-segments-calculator`), with which this agrees.
"""

from dataclasses import dataclass
from typing import Literal

import regex

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")

# What looks the same in GSM-7. Accented letters are never touched: a name is its owner's.
_LOOK_ALIKES = {
    "'": "‘’‚‛′‵`´ʹʻʼˈ＇",
    '"': "“”„‟″‶〝〞＂«»",
    "-": "‐‑‒–—―−﹘﹣－",
    "...": "…",
    " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "\n": "\u2028\u2029\u0085\v",
    "": "\0\u200b\u200c\u2060\ufeff\u00ad",
    "*": "•∙",
    "1/4": "¼",
    "1/2": "½",
    "3/4": "¾",
    "/": "⁄∕",
}
_CLEAN = str.maketrans({odd: plain for plain, odds in _LOOK_ALIKES.items() for odd in odds})
_NO_LONGER = {odd: plain for odd, plain in _CLEAN.items() if len(str(plain)) <= 1}


@dataclass(frozen=True)
class Segments:
    """What a text is billed as.

    Attributes:
        forced_by: the first character that is outside GSM-7, None when the text is GSM-7.
    """

    encoding: Literal["GSM-7", "UCS-2"]
    count: int
    forced_by: str | None


def count(text: str) -> Segments:
    """Return the segments of a text as it stands; fill it in and `clean` it first."""
    forced_by = next((char for char in text if char not in BASIC and char not in EXTENSION), None)
    if forced_by is None:
        widths = [2 if char in EXTENSION else 1 for char in text]
        return Segments("GSM-7", _fill(widths, one=160, many=153), None)
    widths = [
        len(cluster.encode("utf-16-be", "surrogatepass")) // 2 for cluster in regex.findall(r"\X", text)
    ]
    return Segments("UCS-2", _fill(widths, one=70, many=67), forced_by)


def billed(text: str, *, with_picture: bool) -> int:
    """Return as how many a text is billed, and counts for rate and daily limit.

    With a picture it is one picture message (MMS), however long its words are. Source: T-Mobile's daily limit
    as Twilio explains it counts “SMS segments and MMS messages”.
    """
    return 1 if with_picture else count(text).count


def clean(text: str) -> str:
    """Return the text with punctuation and spaces that only look like GSM-7 put into GSM-7.

    Where that would cost a segment, as `...` for `…` can in a text that needs UCS-2 anyhow, it is left out.
    """
    plain = text.translate(_CLEAN)
    if plain == text:
        return text
    text = text.replace("\0", "")  # no database keeps it
    costs = count(text).count
    return next(each for each in (plain, text.translate(_NO_LONGER), text) if count(each).count <= costs)


def _fill(widths: list[int], *, one: int, many: int) -> int:
    """Fill segments one after another: what a reader sees as one character is never cut in two."""
    if sum(widths) <= one:
        return 1
    segments, used = 1, 0
    for width in widths:
        if used + width > many:
            segments, used = segments + 1, 0
        used += width
    return segments
