"""Scripts: wording with variables, checked when it is saved and filled in for each contact.

A script knows `{{ name }}` and `{{ name | default("words") }}`, nothing else. What stands in for a variable
is data and is never read as a script, so a contact's name may hold braces.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from core.errors import Invalid
from core.models import Campaign, Contact, User

ALWAYS_KNOWN = (
    "first_name",
    "last_name",
    "full_name",
    "sender_first_name",
    "organisation",
    "zip",
    "state",
    "city",
)

_JINJA = Environment(autoescape=True)  # reads expressions, never renders
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_ONE_BRACE = re.compile(r"\{\s*[A-Za-z_]\w*\s*\}")
_STRAIGHT = str.maketrans("“”„‘’\xa0", '"""\'\' ')  # what phones and word processors make of quotes
_NOTHING = "\0"  # stands where a variable was empty, until the blanks around it are put right
_BLANKS_BEFORE_NOTHING = re.compile(rf" *{_NOTHING}(?=[\s,.;:!?)]|$)")


@dataclass(frozen=True)
class Variable:
    """A place to fill in; `default` is what the script's author wants when there is no value."""

    name: str
    default: str | None = None


def fill(body: str, *, contact: Contact, sender: User | None, campaign: Campaign) -> str:
    """Return the text that this contact gets.

    A missing value gives way to the script's own `default("…")`, then to the campaign's fallback (for the two
    first names), then to nothing, with the blanks around it put right. Never raises for a missing value.

    Args:
        sender: the volunteer who texts; None where nobody does yet, as in a preview.
    """
    values = _values(contact, sender, campaign)
    fallbacks = {"first_name": campaign.contact_first_name, "sender_first_name": campaign.sender_first_name}
    parts = (
        part if isinstance(part, str) else _value(part, values, fallbacks) or _NOTHING for part in read(body)
    )
    text = _BLANKS_BEFORE_NOTHING.sub("", "".join(parts))
    return text.replace(_NOTHING, "").strip()


def check(body: str, allowed: Collection[str], *, field: str = "body") -> None:
    """Refuse a script that could not be filled in.

    Args:
        allowed: the variables that the action's contacts have; see `core.actions.variables`.
        field: the input that shows the sentence.

    Raises:
        Invalid: broken braces, something other than a variable, or an unknown variable; the sentence names
            the place and, for a variable, the nearest known one.
    """
    try:
        parts = read(body)
    except Invalid as refusal:
        raise Invalid(field, refusal.sentence) from None
    for part in parts:
        if isinstance(part, Variable) and part.name not in allowed:
            raise Invalid(field, _unknown(part.name, allowed))


def variables(body: str) -> list[str]:
    """Return the names of the variables in a script, in their order, each once."""
    return list(dict.fromkeys(part.name for part in read(body) if isinstance(part, Variable)))


@lru_cache(maxsize=2048)
def read(body: str) -> tuple[str | Variable, ...]:
    """Return a script as its words and its variables.

    Raises:
        Invalid: broken braces, or something other than a variable between them.
    """
    return tuple(_parts(body.replace(_NOTHING, "")))


def _parts(body: str) -> Iterator[str | Variable]:
    at = 0
    for found in _EXPRESSION.finditer(body):
        yield _words(body[at : found.start()])
        yield _variable(found)
        at = found.end()
    yield _words(body[at:])


def _words(text: str) -> str:
    for broken in ("{{", "}}", "{%", "%}", "{#"):
        if broken in text:
            raise Invalid("body", f"The braces near “{_near(text, broken)}” are broken. {_HOW}")
    if single := _ONE_BRACE.search(text):
        name = single.group().strip("{} \n")
        raise Invalid("body", f"“{single.group()}” needs two braces on each side: {{{{ {name} }}}}.")
    return text


def _variable(found: re.Match[str]) -> Variable:
    try:
        template = _JINJA.parse(f"{{{{{found.group(1).translate(_STRAIGHT)}}}}}")
    except TemplateSyntaxError:
        template = nodes.Template([])
    variable = _as_variable(template)
    if variable is None:
        raise Invalid("body", f"I cannot read “{_clipped(found.group())}”. {_HOW}")
    return variable


def _as_variable(template: nodes.Template) -> Variable | None:
    match template.body:
        case [nodes.Output(nodes=[nodes.Name(name=name)])]:
            return Variable(name)
        case [
            nodes.Output(
                nodes=[
                    nodes.Filter(
                        node=nodes.Name(name=name),
                        name="default",
                        args=[nodes.Const(value=str(words))],
                        kwargs=[],
                        dyn_args=None,
                        dyn_kwargs=None,
                    )
                ]
            )
        ]:
            return Variable(name, words)
    return None


_HOW = 'Write a variable as {{ first_name }} or {{ first_name | default("friend") }}.'


def _near(text: str, broken: str) -> str:
    at = text.index(broken)
    return " ".join(text[max(0, at - 15) : at + 25].split())


def _clipped(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _unknown(name: str, allowed: Collection[str]) -> str:
    near = get_close_matches(name.lower(), list(allowed), n=1, cutoff=0.4)
    hint = f"Did you mean {{{{ {near[0]} }}}}?" if near else f"Known are: {', '.join(sorted(allowed)[:20])}."
    return f"The list has no “{_clipped(name)}”. {hint}"


def _values(contact: Contact, sender: User | None, campaign: Campaign) -> dict[str, object]:
    return {
        **contact.extra,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "full_name": contact.name,
        "zip": contact.zip,
        "state": contact.state,
        "sender_first_name": sender.first_name if sender else "",
        "organisation": campaign.organisation or campaign.name,
    }


def _value(variable: Variable, values: dict[str, object], fallbacks: dict[str, str]) -> str:
    value = values.get(variable.name)
    words = "" if value is None else " ".join(str(value).replace(_NOTHING, "").split())
    if words:
        return words
    return fallbacks.get(variable.name, "") if variable.default is None else variable.default
