"""Tags: yes/no markers that volunteers set on a report, or a response script sets by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import differing, events
from core.differing import Values
from core.folders.putting import ids_of, put
from core.labels import common, stopping
from core.labels.common import Clash
from core.labels.ordering import placed
from core.models import Tag, User


@dataclass(frozen=True)
class TagForm:
    """What an admin says about a tag.

    Attributes:
        position: its display order; None is after the last.
        reportable: whether it is offered on reports.
        opt_out: whether setting it opts the contact out.
        folder_ids: the folders it is in; None leaves them as they are.
        stops_holders: whether those who have it already are opted out, too, when it becomes an opt-out tag.
    """

    name: str
    position: int | None = None
    reportable: bool = True
    opt_out: bool = False
    folder_ids: tuple[int, ...] | None = None
    stops_holders: bool = False


def list_tags(session: Session, campaign_id: int, *, archived: bool = False) -> Sequence[Tag]:
    """Return a campaign's tags in their display order; the archived ones instead when asked for."""
    query = select(Tag).filter_by(campaign_id=campaign_id)
    query = query.filter(Tag.archived_at.is_not(None) if archived else Tag.archived_at.is_(None))
    return session.scalars(query.order_by(Tag.position, Tag.name, Tag.id)).all()


def find(session: Session, tag_id: int, *, by: User) -> Tag:
    """Return a tag of this person's campaign. Raises NotFound."""
    return common.find(session, Tag, tag_id, by=by)


def values(session: Session, tag: Tag, *, by: User) -> dict[str, Any]:
    """Return what a form shows of a tag and may change, as small JSON values."""
    return {
        "name": tag.name,
        "position": tag.position,
        "reportable": tag.reportable,
        "opt_out": tag.opt_out,
        "folders": ids_of(session, "tag", tag.id, by=by),
        "archived": tag.archived_at is not None,
    }


def create(session: Session, form: TagForm, *, by: User, now: datetime, key: str = "") -> Tag:
    """Make a tag; its slug comes from its name and never changes. Raises NotAllowed, Invalid.

    Args:
        key: made by the form; the same key again returns the same tag.
    """
    common.begin(session, by)
    if made := common.made_before(session, Tag, key, by=by, now=now):
        return made
    name = common.free_name(session, Tag, form.name, by=by)
    tag = Tag(
        campaign_id=by.campaign_id,
        name=name,
        slug=common.free_slug(session, name, by=by, otherwise="tag"),
        position=placed(session, Tag, form.position, by=by),
        reportable=form.reportable,
        opt_out=form.opt_out,
        created_at=now,
        updated_at=now,
    )
    session.add(tag)
    session.flush()
    put(session, "tag", tag.id, form.folder_ids or (), by=by, now=now)
    events.record(session, "tag_created", tag, by=by, at=now, form=key)
    return tag


def clash(session: Session, tag_id: int, form: TagForm, *, by: User, seen: Values) -> Clash | None:
    """Return what saving this form would write over, None when nothing. Raises NotFound."""
    tag = find(session, tag_id, by=by)
    present = values(session, tag, by=by)
    return common.clash(session, tag, seen, present, _typed(form, seen, present))


def edit(session: Session, tag_id: int, form: TagForm, *, by: User, seen: Values, now: datetime) -> Tag:
    """Change a tag; one that this person knows to be archived comes back.

    A form that was sent already changes nothing more.

    Args:
        seen: the tag's `values` when the form was opened, or when its changes were last shown.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: no such tag in this person's campaign.
        ChangedMeanwhile: somebody changed or archived it, and this person has not seen that.
        BuiltIn: the built-in opt-out tag must keep opting out, on every report.
        Invalid: a name, number or folder that cannot be kept.
    """
    common.begin(session, by)
    tag = find(session, tag_id, by=by)
    present = values(session, tag, by=by)
    typed = _typed(form, seen, present)
    differing.check(tag.name, seen, present, typed)
    if typed == present:
        return tag
    if tag.built_in and not (form.opt_out and form.reportable):
        raise common.BuiltIn(f"“{tag.name}” must stay an opt-out tag, on all reports: people get out by it.")
    becomes_opt_out = form.opt_out and not tag.opt_out
    tag.name = common.free_name(session, Tag, form.name, by=by, own_id=tag.id)
    common.restore(session, tag, by=by, now=now)
    tag.position = placed(session, Tag, typed["position"], by=by)
    tag.reportable, tag.opt_out, tag.updated_at = form.reportable, form.opt_out, now
    put(session, "tag", tag.id, typed["folders"], by=by, now=now)
    events.record(session, "tag_changed", tag, by=by, at=now, opt_out=form.opt_out)
    if becomes_opt_out and form.stops_holders:
        stopping.begin(session, tag, by=by, now=now)
    return tag


def holders_to_ask_about(session: Session, tag_id: int, form: TagForm, *, by: User) -> int:
    """Return how many contacts have a tag that this form makes an opt-out tag, and are not opted out.

    At most one more than `stopping.MOST_COUNTED`. Raises NotFound.
    """
    tag = find(session, tag_id, by=by)
    return stopping.count(session, tag) if form.opt_out and not tag.opt_out else 0


def archive(session: Session, tag_id: int, *, by: User, now: datetime) -> Tag:
    """Take a tag off reports and menus; what was tagged stays tagged. Raises NotFound, BuiltIn."""
    common.begin(session, by)
    tag = find(session, tag_id, by=by)
    if tag.built_in:
        raise common.BuiltIn(f"“{tag.name}” is built in and cannot be archived.")
    common.archive(session, tag, by=by, now=now)
    return tag


def restore(session: Session, tag_id: int, *, by: User, now: datetime) -> Tag:
    """Bring an archived tag back. Raises NotAllowed, NotFound, Invalid when another tag took its name."""
    common.begin(session, by)
    tag = find(session, tag_id, by=by)
    common.restore(session, tag, by=by, now=now)
    return tag


def _typed(form: TagForm, seen: Values, present: Values) -> dict[str, Any]:
    """Return a form's values; a number or folders that were not touched stay as they are now."""
    folders = present["folders"] if form.folder_ids is None else sorted(form.folder_ids)
    return {
        "name": form.name,
        "position": present["position"] if form.position == seen["position"] else form.position,
        "reportable": form.reportable,
        "opt_out": form.opt_out,
        "folders": folders,
        "archived": False,
    }
