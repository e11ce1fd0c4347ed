"""Tags: yes/no markers that volunteers set on a report, or a response script sets by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.labels import common
from core.models import Tag, User
from core.turns import take_turns


@dataclass(frozen=True)
class TagForm:
    """What an admin says about a tag.

    Attributes:
        position: its display order; None is after the last.
        reportable: whether it is offered on reports.
        opt_out: whether setting it opts the contact out.
    """

    name: str
    position: int | None = None
    reportable: bool = True
    opt_out: bool = False


def list_tags(session: Session, campaign_id: int, *, archived: bool = False) -> Sequence[Tag]:
    """Return a campaign's tags in their display order; the archived ones instead when asked for."""
    query = select(Tag).filter_by(campaign_id=campaign_id)
    query = query.filter(Tag.archived_at.is_not(None) if archived else Tag.archived_at.is_(None))
    return session.scalars(query.order_by(Tag.position, Tag.name, Tag.id)).all()


def find(session: Session, tag_id: int, *, by: User) -> Tag:
    """Return a tag of this person's campaign. Raises NotFound."""
    return common.find(session, Tag, tag_id, by=by)


def create(session: Session, form: TagForm, *, by: User, now: datetime) -> Tag:
    """Make a tag; its slug comes from its name and never changes. Raises Invalid."""
    take_turns(session, by.campaign_id)
    name = common.free_name(session, Tag, form.name, by=by)
    tag = Tag(
        campaign_id=by.campaign_id,
        name=name,
        slug=common.free_slug(session, name, by=by, otherwise="tag"),
        position=common.placed(session, Tag, form.position, by=by),
        reportable=form.reportable,
        opt_out=form.opt_out,
        created_at=now,
        updated_at=now,
    )
    session.add(tag)
    session.flush()
    events.record(session, "tag_created", tag, by=by, at=now)
    return tag


def edit(session: Session, tag_id: int, form: TagForm, *, by: User, seen: datetime, now: datetime) -> Tag:
    """Change a tag.

    Args:
        seen: the tag's `updated_at` when the form was opened.

    Raises:
        NotFound: no such tag in this person's campaign.
        Stale: somebody changed or archived it meanwhile.
        BuiltIn: the built-in opt-out tag must keep opting out.
        Invalid: a name or number that cannot be kept.
    """
    take_turns(session, by.campaign_id)
    tag = find(session, tag_id, by=by)
    common.still_as_seen(tag, seen)
    if tag.built_in == "opt_out" and not form.opt_out:
        raise common.BuiltIn(f"“{tag.name}” must stay an opt-out tag: the text bank itself relies on it.")
    tag.name = common.free_name(session, Tag, form.name, by=by, own_id=tag.id)
    tag.position = common.placed(session, Tag, form.position, by=by)
    tag.reportable, tag.opt_out, tag.updated_at = form.reportable, form.opt_out, now
    events.record(session, "tag_changed", tag, by=by, at=now)
    return tag


def archive(session: Session, tag_id: int, *, by: User, now: datetime) -> Tag:
    """Take a tag off reports and menus; what was tagged stays tagged. Raises NotFound, BuiltIn."""
    tag = find(session, tag_id, by=by)
    if tag.built_in:
        raise common.BuiltIn(f"“{tag.name}” is built in and cannot be archived.")
    common.archive(session, tag, by=by, now=now)
    return tag


def restore(session: Session, tag_id: int, *, by: User, now: datetime) -> Tag:
    """Bring an archived tag back. Raises NotFound, Invalid when another tag took its name."""
    take_turns(session, by.campaign_id)
    tag = find(session, tag_id, by=by)
    common.restore(session, tag, by=by, now=now)
    return tag
