"""Reading a script into its words and its variables, with Jinja2 for what stands between the braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from core.errors import Invalid

_JINJA = Environment(autoescape=True)  # reads expressions, never renders
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_ONE_BRACE = re.compile(r"\{\s*[A-Za-z_]\w*\s*\}")
_STRAIGHT = str.maketrans("“”„‘’\xa0", '"""\'\' ')  # what phones and word processors make of quotes
_HOW = 'Write a variable as {{ first_name }} or {{ first_name | default("friend") }}.'


@dataclass(frozen=True)
class Variable:
    """A place to fill in; `default` is what the script's author wants when there is no value."""

    name: str
    default: str | None = None


@lru_cache(maxsize=2048)
def read(body: str) -> tuple[str | Variable, ...]:
    """Return a script as its words and its variables.

    Raises:
        Invalid: broken braces, or something other than a variable between them.
    """
    return tuple(_parts(body.replace("\0", "")))


def clipped(text: str, most: int = 60) -> str:
    """Shorten what is quoted in a sentence."""
    return text if len(text) <= most else text[: most - 1] + "…"


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
    except (TemplateSyntaxError, RecursionError):  # the latter for hundreds of brackets
        template = nodes.Template([])
    variable = _as_variable(template)
    if variable is None or not _can_be_texted(variable.default or ""):
        raise Invalid("body", f"I cannot read “{clipped(found.group())}”. {_HOW}")
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


def _can_be_texted(words: str) -> bool:
    # an escape such as \0 or \ud800 makes what no database keeps
    return "\0" not in words and words == words.encode("utf-8", "ignore").decode()


def _near(text: str, broken: str) -> str:
    at = text.index(broken)
    return " ".join(text[max(0, at - 15) : at + 25].split())
