"""A filter in words. Pure, from its criteria and the names of what they name."""

from collections.abc import Callable, Sequence

from bot.blocks import clip, escape
from core.contacts.filtering.criteria import STATUSES, Criterion
from core.contacts.filtering.naming import Names, name_of
from core.contacts.states import NAMES

_NAME = 60  # characters shown of each name

# what → what it is called where a condition is chosen, how it is asked, and both answers
KINDS: dict[str, tuple[str, str, str]] = {
    "tag": ("Tag", "Has one of these tags", "Has none of these tags"),
    "field": ("Custom field", "Gave this answer", "Did not give this answer"),
    "replied": ("Replied", "Replied", "Did not reply"),
    "texted": ("Texted", "Was texted", "Was not texted"),
    "status": ("Conversation in an action", "Is so in one of them", "Is so in none of them"),
    "state": ("State", "Lives in one of them", "Lives in none of them"),
    "opted_out": ("Opted out", "Opted out", "Not opted out"),
    "deliverable": ("Can get texts", "Can get texts", "Cannot: a landline or not in service"),
    "list": ("Contact list", "Is in one of these lists", "Is in none of these lists"),
    "assigned": ("Assigned volunteer", "Is assigned to one of them", "Is assigned to none of them"),
    "van_id": ("VAN ID", "Has a VAN ID", "Has no VAN ID"),
}


def sentence(criteria: Sequence[Criterion], named: Names) -> str:
    """Return all of them in one line, in mrkdwn."""
    return " *and* ".join(said(each, named) for each in criteria)


def said(criterion: Criterion, named: Names) -> str:
    """Return one criterion, in mrkdwn."""
    things = [escape(clip(name_of(named, criterion, each), _NAME)) for each in criterion.ids]
    return _SAID[criterion.what](criterion, things)


def _either(words: Sequence[str]) -> str:
    return " or ".join(words)


def _tag(one: Criterion, things: list[str]) -> str:
    return f"{'not tagged' if one.negated else 'tagged'} {_either(things)}"


def _field(one: Criterion, things: list[str]) -> str:
    answers = [escape(clip(each, _NAME)) for each in one.values]
    if not answers:
        return f"{'no answer' if one.negated else 'any answer'} to {_either(things)}"
    return f"{_either(things)} {'is not' if one.negated else 'is'} {_either(answers)}"


def _in_actions(yes: str, no: str) -> Callable[[Criterion, list[str]], str]:
    def words(one: Criterion, things: list[str]) -> str:
        return (no if one.negated else yes) + (f" in {_either(things)}" if things else "")

    return words


def _status(one: Criterion, things: list[str]) -> str:
    how = _either([STATUSES[each] for each in one.values if each in STATUSES])
    where = _either(things) or "any action"
    return f"{'not ' if one.negated else ''}in {where}: {how}"


def _state(one: Criterion, _: list[str]) -> str:
    states = _either([NAMES.get(code, escape(code)) for code in one.values])
    return f"{'not in' if one.negated else 'in'} {states}"


def _assigned(one: Criterion, things: list[str]) -> str:
    if not things:
        return "assigned to nobody" if one.negated else "assigned to somebody"
    return f"{'not assigned' if one.negated else 'assigned'} to {_either(things)}"


def _list(one: Criterion, things: list[str]) -> str:
    return f"{'not in' if one.negated else 'in'} the list {_either(things)}"


_SAID: dict[str, Callable[[Criterion, list[str]], str]] = {
    "tag": _tag,
    "field": _field,
    "replied": _in_actions("replied", "did not reply"),
    "texted": _in_actions("was texted", "was not texted"),
    "status": _status,
    "state": _state,
    "opted_out": _in_actions("opted out", "not opted out"),
    "deliverable": _in_actions("can get texts", "cannot get texts"),
    "assigned": _assigned,
    "list": _list,
    "van_id": _in_actions("has a VAN ID", "has no VAN ID"),
}
