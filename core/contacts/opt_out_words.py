"""Which texts mean stop, start or "wrong number": the whole text, folded, against a fixed list.

Twilio's and the FCC's words, what other carriers require, and the Spanish and everyday forms that people use.
Source: 47 CFR 64.1200(a)(10) and Twilio's "Advanced Opt-Out" guide.
"""

import re
import unicodedata

STOP_WORDS = (
    "stop", "stop all", "stopp", "stop please", "please stop", "quit", "end", "revoke", "opt out", "cancel",
    "unsubscribe", "unsub", "remove", "remove me", "take me off", "no more", "delete me", "td",
    "arret", "arrete", "alto", "parar", "cancelar", "no mas",
)  # fmt: skip
START_WORDS = ("start", "unstop")
WRONG_NUMBER_WORDS = ("wrong number", "numero equivocado")

_NOT_A_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return a text without case, accents, punctuation and spaces: "Opt-Out!" and "opt out" are one."""
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.category(char).startswith("M")
    )
    return _NOT_A_LETTER.sub("", bare.casefold())


def is_stop(text: str) -> bool:
    """Whether the whole text asks to be left alone."""
    return fold(text) in _STOP


def is_start(text: str) -> bool:
    """Whether the whole text asks to come back. "Yes" does not: it is the commonest answer in canvassing."""
    return fold(text) in _START


def is_wrong_number(text: str) -> bool:
    """Whether the whole text says that somebody else has this phone."""
    return fold(text) in _WRONG_NUMBER


_STOP, _START, _WRONG_NUMBER = (
    frozenset(map(fold, words)) for words in (STOP_WORDS, START_WORDS, WRONG_NUMBER_WORDS)
)
