"""Numbers with their nouns, as a sentence needs them."""


def conversations(count: int) -> str:
    return "1 conversation" if count == 1 else f"{count:,} conversations"


def contacts(count: int) -> str:
    return "1 contact" if count == 1 else f"{count:,} contacts"


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def segments(count: int) -> str:
    return "1 segment" if count == 1 else f"{count:,} segments"


def texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count:,} texts"


def volunteers(count: int) -> str:
    return "1 volunteer" if count == 1 else f"{count:,} volunteers"
