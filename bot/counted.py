"""Numbers with their nouns, as a sentence needs them."""


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 contact", "2 contacts", "1,200 people".

    Args:
        many: the plural of `one`; its own with an s when it is left out.
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def people(count: int) -> str:
    return counted(count, "person", "people")


def replies(count: int) -> str:
    return counted(count, "reply", "replies")
