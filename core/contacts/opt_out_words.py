"""Which texts mean stop, start, help or "wrong number": the whole text, folded, against a fixed list.

Twilio's and the FCC's words, what other carriers require, and the Spanish, French and everyday forms that
people use. What asks for it inside a longer text is `core.contacts.opt_out_phrases`.
Source: 47 CFR 64.1200(a)(10), Twilio's "Advanced Opt-Out" guide, and AWS's list of required keywords.
"""

import re
import unicodedata

# Twilio acts on these by itself, and confirms: the whole text, in any case, but in no other dress.
CARRIERS_OWN = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})

STOP_WORDS = (
    "stop", "stop all", "stopp", "stop please", "please stop", "stop it", "stop now", "quit", "end", "revoke",
    "opt out", "opt me out", "cancel", "unsubscribe", "unsubscribe me", "please unsubscribe", "unsub",
    "remove", "remove me", "please remove me", "remove me please", "take me off", "take me off your list",
    "no more", "delete me", "td",
    "arret", "arrete", "arretez", "desabonner", "desinscrire",
    "alto", "parar", "pare", "paren", "cancelar", "no mas", "baja", "dar de baja",
)  # fmt: skip
START_WORDS = ("start", "unstop")
HELP_WORDS = ("help", "info", "ayuda", "aide")
WRONG_NUMBER_WORDS = ("wrong number", "numero equivocado")

_NOT_A_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return a text without case, accents, punctuation and spaces: "Opt-Out!" and "opt out" are one."""
    return _NOT_A_LETTER.sub("", unaccented(text.casefold()))


def unaccented(text: str) -> str:
    """Return a text without accents and with one kind of letter for wide, circled and joined ones."""
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in parts if not unicodedata.category(char).startswith("M"))
    return bare.casefold()  # letters that come apart may be capitals: K for the Kelvin sign


def is_stop(text: str) -> bool:
    """Whether the whole text asks to be left alone."""
    return fold(text) in _STOP


def is_start(text: str) -> bool:
    """Whether the whole text asks to come back. "Yes" does not: it is the commonest answer in canvassing."""
    return fold(text) in _START


def is_help(text: str) -> bool:
    """Whether the whole text asks who this is; Twilio answers, so it is no answer to a volunteer."""
    return fold(text) in _HELP


def is_wrong_number(text: str) -> bool:
    """Whether the whole text says that somebody else has this phone."""
    return fold(text) in _WRONG_NUMBER


def is_a_word(text: str) -> bool:
    """Whether the whole text is any of the above."""
    return fold(text) in _ANY


def is_confirmed_by_carrier(text: str) -> bool:
    """Whether Twilio takes this text for a stop by itself, and so has confirmed it already."""
    return text.strip().upper() in CARRIERS_OWN


_STOP, _START, _HELP, _WRONG_NUMBER = (
    frozenset(map(fold, words)) for words in (STOP_WORDS, START_WORDS, HELP_WORDS, WRONG_NUMBER_WORDS)
)
_ANY = _STOP | _START | _HELP | _WRONG_NUMBER
