"""Numbers with their nouns, as a sentence needs them."""


def conversations(count: int) -> str:
    return "1 conversation" if count == 1 else f"{count:,} conversations"


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count:,} texts"
