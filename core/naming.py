"""What people call things: cleaned, and refused with one sentence when it cannot be kept."""

from core.errors import Invalid

NAME_LIMIT = 80


def named(words: str, *, field: str, what: str = "name", limit: int = NAME_LIMIT) -> str:
    """Return a name on one line, without control characters and doubled blanks.

    Args:
        field: the input that shows the sentence.
        what: how the sentence calls it, such as "tag name".
        limit: characters, at most.

    Raises:
        Invalid: nothing is left, or it is too long.
    """
    name = " ".join("".join(each if each.isprintable() else " " for each in words).split())
    if not name:
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
