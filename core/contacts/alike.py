"""Names as people type them: "munoz" finds Muñoz, whatever is small, capital or accented.

A column that keeps each name folded would slow every import; so each letter typed becomes the choice of all
that are written like it, and the database compares with that.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from unicodedata import combining, normalize

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute, Session

Begins = Callable[[InstrumentedAttribute[str], str], ColumnElement[bool]]

_LATIN = (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00))
_UNLIKE = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t"}  # letters of their own to Unicode


def begins(session: Session) -> Begins:
    """Return the condition that a column begins with a word, in the way of this session's database."""
    return _by_regex if session.get_bind().dialect.name == "postgresql" else _by_glob


def folded(word: str) -> str:
    """Return a word small and without accents: "Muñoz" → "munoz"."""
    plain = "".join(sign for sign in normalize("NFKD", word.lower()) if not combining(sign))
    return "".join(_UNLIKE.get(sign, sign) for sign in plain)


def _by_regex(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    pattern = "".join(_any_of(sign) or "." for sign in folded(word))
    return column.regexp_match(f"^{pattern}")


def _by_glob(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    pattern = "".join(_any_of(sign) or "?" for sign in folded(word))
    return func.glob(f"{pattern}*", column)


def _any_of(sign: str) -> str:
    """Return the choice of letters written like this one; nothing for an apostrophe, a hyphen or a blank."""
    return f"[{_written_like(sign)}]" if sign.isalnum() else ""


def _written_like(sign: str) -> str:
    return "".join(sorted({sign, *sign.upper()[:1], *_families().get(sign, ())}))


@cache
def _families() -> dict[str, set[str]]:
    """Return plain small letter → the Latin letters that are folded to it."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in _LATIN:
        if len(plain := folded(chr(code))) == 1:
            found[plain].add(chr(code))
    return found
