"""A volunteer asks for something to do: given at once, or once an admin approves, as the action says."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import events, finding
from core.actions import wanting_told
from core.actions.batches import ActionStopped, claim_batch
from core.actions.taking_replies import take_replies
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.models import Action, Audience, TextsWanted, User
from core.models.action import RUNNING
from core.people.rights import Right, require

# what may be asked for
WHAT = {"batch": "A batch of first texts", "replies": "Replies to answer"}
MOST = 100  # what one menu of Slack holds
_PRESSED_AGAIN = timedelta(minutes=1)


class DecidedMeanwhile(Stale):
    """Another admin was quicker."""

    def __init__(self, who: str, state: str) -> None:
        super().__init__(f"{who} has {'given it' if state == 'given' else 'said not now'} already.")


def choosing(session: Session, *, by: User, words: str = "") -> Sequence[Action]:
    """Return at most 100 running actions that were sent to this person, the newest first.

    Args:
        words: part of the title, in any case; empty finds all.
    """
    query = select(Action).join(Audience, Audience.action_id == Action.id)
    theirs = query.where(Audience.user_id == by.id, Action.state == RUNNING)
    named = theirs.where(Action.title.icontains(words, autoescape=True)) if words else theirs
    return session.scalars(named.order_by(Action.published_at.desc(), Action.id.desc()).limit(MOST)).all()


def ask(session: Session, action_id: int, what: str, *, by: User, key: str, now: datetime) -> TextsWanted:
    """Ask for texts; the same that is still being decided, or was given within the minute, is asked once.

    Args:
        what: a key of `WHAT`.
        key: of the form; the same key again asks nothing more.

    Returns:
        the request: `given`, with how many conversations, or `asked`, with the admins told.

    Raises:
        NotFound: the action was not sent to this person.
        ActionStopped: it is paused or over.
        NothingLeft, EverybodyAsleep, NoReplies: there is nothing to give; the sentence says why, and when.
    """
    if what not in WHAT:
        raise Invalid("what", "Choose what you want to do.")
    action = _running(session, action_id, by)
    if known := _asked_before(session, action, what, by, key, now):
        return known
    wanted = TextsWanted(
        campaign_id=by.campaign_id, key=key, action_id=action.id, user_id=by.id, what=what, asked_at=now
    )
    session.add(wanted)
    session.flush()
    if action.approves_texts:
        _try(session, wanted, action, by, now)
        events.record(session, "texts_asked_for", wanted, by=by, at=now, what=what)
        wanting_told.ask_admins(session, wanted, action, by, now)
    else:
        _give(session, wanted, action, by, now)
    return wanted


def decide(session: Session, wanted_id: int, *, approves: bool, by: User, now: datetime) -> TextsWanted:
    """Give what was asked for, or say not now; the first press decides.

    Raises:
        DecidedMeanwhile: it was another admin's.
        NotAllowed: this person may not decide, or who asked has left.
        NotFound: no such request in this campaign.
        ActionStopped, NothingLeft, EverybodyAsleep, NoReplies: it cannot be given now; it stays undecided.
    """
    require(session, by, Right.RUN)
    wanted = finding.find(session, TextsWanted, wanted_id, by=by, called="That request", lock=True)
    if wanted.state != "asked":
        return _decided(session, wanted, by)
    asker, action = session.get_one(User, wanted.user_id), session.get_one(Action, wanted.action_id)
    if approves:
        if asker.deactivated_at:
            raise NotAllowed(f"{asker.name}'s account is deactivated, so nothing can be given to them.")
        _give(session, wanted, _running(session, action.id, asker), asker, now)
    else:
        wanted.state = "refused"
    wanted.decided_at, wanted.decided_by_id = now, by.id
    events.record(session, f"texts_{wanted.state}", wanted, by=by, at=now, count=wanted.count)
    wanting_told.tell_decision(session, wanted, action, asker, by, now)
    return wanted


def given(session: Session, wanted_id: int, *, by: User) -> TextsWanted:
    """Return what was given to this person. Raises NotFound when it is not theirs, or not given."""
    wanted = finding.find(session, TextsWanted, wanted_id, by=by, called="That request")
    if wanted.user_id != by.id or wanted.state != "given":
        raise NotFound("That request")
    return wanted


def page_of(wanted: TextsWanted) -> str:
    """Return the page of the inbox where what was given is."""
    return f"/actions/{wanted.action_id}" if wanted.what == "batch" else "/?tab=attention"


def _decided(session: Session, wanted: TextsWanted, by: User) -> TextsWanted:
    if wanted.decided_by_id != by.id:
        first = session.get(User, wanted.decided_by_id) if wanted.decided_by_id else None
        raise DecidedMeanwhile(first.name if first else "Somebody", wanted.state)
    return wanted


def _running(session: Session, action_id: int, user: User) -> Action:
    """Return an action of theirs that runs; their row of it is locked, so that two requests line up."""
    query = select(Audience).where(Audience.action_id == action_id, Audience.user_id == user.id)
    if session.scalar(query.with_for_update()) is None:
        raise NotFound("That action")
    action = session.get_one(Action, action_id)
    if action.state != RUNNING:
        raise ActionStopped(action.title, action.state)
    return action


def _asked_before(
    session: Session, action: Action, what: str, by: User, key: str, now: datetime
) -> TextsWanted | None:
    theirs = select(TextsWanted).filter_by(campaign_id=by.campaign_id, user_id=by.id)
    same = (TextsWanted.action_id == action.id) & (TextsWanted.what == what)
    lately = (TextsWanted.state == "given") & (TextsWanted.asked_at > now - _PRESSED_AGAIN)
    before = or_(TextsWanted.key == key, same & or_(TextsWanted.state == "asked", lately))
    return session.scalar(theirs.where(before).order_by(TextsWanted.id.desc()).limit(1))


def _give(session: Session, wanted: TextsWanted, action: Action, user: User, now: datetime) -> None:
    wanted.count = _take(session, wanted, action, user, now)
    wanted.state = "given"


def _try(session: Session, wanted: TextsWanted, action: Action, user: User, now: datetime) -> None:
    """Refuse what could not be given: taken in earnest and undone, so that no rule is written twice."""
    with session.begin_nested() as trial:
        _take(session, wanted, action, user, now)
        trial.rollback()


def _take(session: Session, wanted: TextsWanted, action: Action, user: User, now: datetime) -> int:
    if wanted.what == "batch":
        return claim_batch(session, action.id, by=user, now=now)
    return take_replies(session, action, by=user, now=now)
