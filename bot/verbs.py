"""The verbs behind `/textbank`: one table that commands, App Home and help all read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from bot.request import Request
from core.models import User

Handler = Callable[[Request], None]


@dataclass(frozen=True)
class Verb:
    """One verb.

    Attributes:
        name: what is typed after `/textbank`.
        title: its button, such as "Tags".
        summary: one line of help.
        usage: further words it knows, such as "import".
        short: a command of its own for the same handler, such as "/tags".
        for_staff: whether staff may ask for it too; `bot.people` says so at each request.
    """

    name: str
    title: str
    summary: str
    handler: Handler
    usage: str = ""
    short: str = ""
    for_staff: bool = False


class Verbs:
    """The verbs in the order of the menu."""

    def __init__(self) -> None:
        self._verbs: dict[str, Verb] = {}

    def add(self, verb: Verb) -> None:
        self._verbs[verb.name] = verb

    def __iter__(self) -> Iterator[Verb]:
        return iter(self._verbs.values())

    def of(self, person: User) -> "Verbs":
        """Return those that a person may ask for: all for an admin, some for staff."""
        theirs = Verbs()
        for verb in self:
            if person.is_admin or verb.for_staff:
                theirs.add(verb)
        return theirs

    def get(self, name: str) -> Verb | None:
        return self._verbs.get(name)

    def nearest(self, name: str) -> Verb | None:
        """Return the verb somebody probably meant, None when nothing is near."""
        close = get_close_matches(name, self._verbs, n=1, cutoff=0.5)
        return self._verbs[close[0]] if close else None
