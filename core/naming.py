"""What people call things: cleaned, and refused with one sentence when it cannot be kept."""

from unicodedata import category

from core.errors import Invalid

NAME_LIMIT = 80
_JOINERS = "\u200c\u200d"  # Persian words and families of emoji are written with them
_BREAKING = {"Cc", "Cs", "Zl", "Zp"}  # control characters, halves of characters, ends of lines


def named(words: str, *, field: str, what: str = "name", limit: int = NAME_LIMIT) -> str:
    """Return a name on one line, without control characters and doubled blanks.

    Args:
        field: the input that shows the sentence.
        what: how the sentence calls it, such as "tag name".
        limit: characters, at most.

    Raises:
        Invalid: nothing is left, or it is too long.
    """
    name = " ".join("".join(map(_kept, words)).split())
    if not name.strip(_JOINERS):
        raise Invalid(field, f"Give it a {what}.")
    if len(name) > limit:
        raise Invalid(field, f"A {what} has at most {limit} characters; this one has {len(name):,}.")
    return name


def worded(words: str, *, field: str, what: str, limit: int) -> str:
    """Return a longer text with its line breaks, without NUL bytes and outer blanks; it may be empty.

    Raises:
        Invalid: it is too long.
    """
    text = words.replace("\0", "").replace("\r\n", "\n").strip()
    if len(text) > limit:
        raise Invalid(field, f"The {what} has at most {limit:,} characters; this one has {len(text):,}.")
    return text


def _kept(sign: str) -> str:
    # Emoji newer than this Python are unknown to it, but no less printable.
    kind = category(sign)
    turns_text_about = kind == "Cf" and sign not in _JOINERS and not "\U000e0020" <= sign <= "\U000e007f"
    return " " if kind in _BREAKING or turns_text_about else sign
