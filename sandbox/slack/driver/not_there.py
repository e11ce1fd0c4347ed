"""What the driver raises when a person cannot see what a test talks about."""


class NotThere(LookupError):
    """Nothing of that kind and name; says what there is instead."""

    def __init__(self, kind: str, name: str = "", there: object = None) -> None:
        super().__init__(f"There is no {kind} {name!r}. There is: {there or 'nothing'}.")


class SeveralThere(LookupError):
    """Several things of that name."""

    def __init__(self, kind: str, name: str, count: int) -> None:
        super().__init__(f"There are {count} of {kind} {name!r}: say which with `beside`.")
