"""How an action's scripts were worded once, and what counts when two admins reword one at the same time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from core.actions.scripts.parsing import clipped
from core.errors import Invalid, Stale
from core.models import Action, Message, Script, ScriptVersion, User

MOST_SHOWN = 8  # earlier wordings of one script
QUOTED = 300  # characters


class RewordedMeanwhile(Invalid, Stale):
    """Somebody reworded the script after this person opened the form; says how it reads now."""

    def __init__(self, field: str, body: str) -> None:
        super().__init__(
            field,
            f"Somebody reworded this while you had it open. It reads now: “{clipped(body, QUOTED)}” "
            "Keep your words apart, open it again, then change it.",
        )


@dataclass(frozen=True)
class Version:
    """How a script read once, or reads now.

    Attributes:
        until, by: when and by whom it was reworded; None for the present one.
        sent: texts made of it, refused ones among them.
        has_picture: whether one went along.
    """

    number: int
    body: str
    until: datetime | None
    by: str | None
    sent: int
    has_picture: bool = False


@dataclass(frozen=True)
class Reworded:
    """A script and how it reads now and read before, newest first: at most eight earlier ones."""

    script: Script
    versions: list[Version]


def merged(session: Session, script: Script, typed: str, *, seen: int, field: str) -> str:
    """Return the words that a script is to have, though somebody may have reworded it meanwhile.

    Args:
        typed: what this person's form holds; what they left as it was shown changes nothing.
        seen: the script's version when the form was opened.
        field: the input that shows the sentence.

    Raises:
        RewordedMeanwhile: both changed it, to different words.
    """
    if script.version == seen or typed == script.body:
        return typed
    shown = session.get(ScriptVersion, (script.id, seen))
    if shown is None or shown.body != typed:
        raise RewordedMeanwhile(field, script.body)
    return script.body


def count_reworded(session: Session, action: Action) -> int:
    """Return how many of an action's scripts have read otherwise once, removed ones among them."""
    return session.scalar(_reworded(action).with_only_columns(func.count())) or 0


def reworded(session: Session, action: Action, *, first: int, count: int) -> list[Reworded]:
    """Return some of these scripts with their wordings: initial ones first, in their order.

    Args:
        first: how many are passed over.
        count: how many at most.
    """
    in_order = _reworded(action).order_by(Script.kind, Script.position, Script.id)
    scripts = session.scalars(in_order.offset(first).limit(count)).all()
    sent = _sent(session, action, [script.id for script in scripts])
    earlier = _earlier(session, scripts, sent)
    return [
        Reworded(
            script,
            [
                _present(script, sent.get((script.id, script.version), 0)),
                *earlier.get(script.id, ()),
            ],
        )
        for script in scripts
    ]


def _reworded(action: Action) -> Select[Script]:
    return select(Script).where(Script.action_id == action.id, Script.version > 1)


def _earlier(
    session: Session, scripts: Sequence[Script], sent: dict[tuple[int, int], int]
) -> dict[int, list[Version]]:
    newest = and_(Script.id == ScriptVersion.script_id, ScriptVersion.version >= Script.version - MOST_SHOWN)
    rows = session.execute(
        select(ScriptVersion, User)
        .join(Script, newest)
        .outerjoin(User, User.id == ScriptVersion.reworded_by_id)
        .where(ScriptVersion.script_id.in_([script.id for script in scripts]))
        .order_by(ScriptVersion.version.desc())
    )
    found: dict[int, list[Version]] = {}
    for kept, person in rows:
        count = sent.get((kept.script_id, kept.version), 0)
        found.setdefault(kept.script_id, []).append(_version(kept, person, count))
    return found


def _present(script: Script, sent: int) -> Version:
    return Version(script.version, script.body, None, None, sent, bool(script.media))


def _version(kept: ScriptVersion, person: User | None, sent: int) -> Version:
    by = person.name if person else None
    return Version(kept.version, kept.body, kept.until, by, sent, bool(kept.media))


def _sent(session: Session, action: Action, script_ids: Collection[int]) -> dict[tuple[int, int], int]:
    rows = session.execute(
        select(Message.script_id, Message.script_version, func.count())
        .where(
            Message.action_id == action.id,
            Message.direction == "out",
            Message.script_id.in_(script_ids),
        )
        .group_by(Message.script_id, Message.script_version)
    )
    return {(script_id or 0, version or 0): count for script_id, version, count in rows}
