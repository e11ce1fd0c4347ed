"""The verbs behind `/textbank`: one table that commands, App Home, help and the check of rights all read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from bot.request import Request
from core.models import User
from core.people.rights import Right, may

Handler = Callable[[Request], None]


@dataclass(frozen=True)
class Verb:
    """One verb.

    Attributes:
        name: what is typed after `/textbank`; what its screens' ids begin with.
        title: its button, such as "Tags".
        summary: one line of help.
        usage: further words it knows, such as "import".
        short: a command of its own for the same handler, such as "/tags".
        needs: the right to ask for it; None is open to everybody in the workspace, strangers too.
        presses: the right that its buttons and forms need; the same when it is left out.
    """

    name: str
    title: str
    summary: str
    handler: Handler
    usage: str = ""
    short: str = ""
    needs: Right | None = Right.RUN
    presses: Right | None = None


def allows(person: User | None, needs: Right | None) -> bool:
    """Whether somebody may do what needs a right; what needs none is for strangers (None) too."""
    return needs is None or (person is not None and may(person, needs))


class Verbs:
    """The verbs in the order of the menu, and what each press needs.

    Every button, form and menu has an id such as `tags.form.v1`. The longest part of it that is known here
    says which right it needs; an id that nobody named is for admins alone.
    """

    def __init__(self) -> None:
        self._verbs: dict[str, Verb] = {}
        self._needs: dict[str, Right | None] = {}

    def add(self, verb: Verb) -> None:
        self._verbs[verb.name] = verb
        self._needs[f"menu.{verb.name}"] = verb.needs
        self._needs[verb.name] = verb.presses or verb.needs

    def allow(self, pressed: str, right: Right | None) -> None:
        """Let a right do for the ids that begin with this, whatever the rest of the feature needs.

        Args:
            right: None is open to everybody.
        """
        self._needs[pressed] = right

    def needed(self, pressed: str) -> Right | None:
        """Return the right that an id such as `settings.states` or `menu.tags` needs; None is open to all."""
        parts = pressed.split(".")
        shorter = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        return next((self._needs[each] for each in shorter if each in self._needs), Right.RUN)

    def __iter__(self) -> Iterator[Verb]:
        return iter(self._verbs.values())

    def of(self, person: User | None) -> "Verbs":
        """Return those that a person may ask for; None is a stranger."""
        theirs = Verbs()
        for verb in self:
            if allows(person, verb.needs):
                theirs.add(verb)
        return theirs

    def get(self, name: str) -> Verb | None:
        return self._verbs.get(name)

    def of_command(self, command: str, text: str) -> tuple[str, list[str]]:
        """Return the verb's name that somebody typed, `help` for none, and the words after it.

        Args:
            command: `/textbank`, or the short name of a verb.
        """
        words = text.replace("\0", "").split()
        short = next((verb.name for verb in self if verb.short == command), None)
        if short:
            return short, words
        return (words[0].lower(), words[1:]) if words else ("help", [])

    def nearest(self, name: str) -> Verb | None:
        """Return the verb somebody probably meant, None when nothing is near."""
        close = get_close_matches(name, self._verbs, n=1, cutoff=0.5)
        return self._verbs[close[0]] if close else None
