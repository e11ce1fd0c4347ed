"""Refusals, named for the fact. Each can say itself in one friendly sentence; none knows HTTP or Slack."""


class CoreError(Exception):
    """Something a person asked for that cannot be done, and why, in words for that person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WrongSetting(CoreError):
    """An environment variable holds what cannot be used."""

    def __init__(self, name: str, *, given: str, expected: str) -> None:
        super().__init__(f"{name} is {given!r}; expected {expected}.")
        self.name = name


class NotFound(CoreError):
    """It is not there, or not this person's: the two are one answer."""

    def __init__(self, what: str = "That") -> None:
        super().__init__(f"{what} was not found.")


class NotAllowed(CoreError):
    """This person lacks the right; says who can help."""


class Invalid(CoreError):
    """A value that cannot be kept. `field` names the input so that a form can show the sentence beside it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Stale(CoreError):
    """The thing changed since the person looked at it."""
