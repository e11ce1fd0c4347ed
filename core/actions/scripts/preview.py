"""How an action's scripts will read for real contacts of its list, what they will cost, what looks wrong."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.pooling import those_who_get
from core.actions.scripts.answers import no_longer_noted
from core.actions.scripts.concerns import Concern, Filled, concerns, filled, worst
from core.actions.scripts.filling import fill, fill_initial
from core.models import Action, Campaign, Contact, ListMember, Script, SendingService, User

SAMPLE = 500  # contacts that each script is filled in for
MOST_FILLED = 20_000  # texts of all responses together: three hundred of them cost no more than forty
SHOWN = 3


@dataclass(frozen=True)
class ScriptPreview:
    """One script, filled in.

    Attributes:
        examples: a few of the sampled contacts, the costliest among them.
        worst: the costliest of all sampled.
        average: segments a text, over the sample; 1 with a picture.
    """

    script: Script
    examples: list[Filled]
    worst: Filled
    average: float
    concerns: list[Concern]


@dataclass(frozen=True)
class Preview:
    """What publishing would send.

    Attributes:
        contacts: in the list.
        volunteers: who would be sent the action.
        registration: how the number to text from stands with the carriers; None when there is none.
        segments: what the initial texts will be billed as, estimated from the sample.
    """

    contacts: int
    volunteers: int
    registration: str | None
    segments: int
    initials: list[ScriptPreview]
    responses: list[ScriptPreview]


def preview(session: Session, action: Action, *, by: User) -> Preview:
    """Fill an action's scripts in for a sample of its list, as if `by` sent them."""
    campaign = session.get_one(Campaign, action.campaign_id)
    query = select(Script).filter_by(action_id=action.id, archived_at=None)
    written = session.scalars(query.order_by(Script.position, Script.id)).all()
    count = _count(session, action)
    people = _sampled(session, action, count)
    few, gone = people[:: _step(len(written))], no_longer_noted(session, [script.id for script in written])
    made = [
        _script(script, people if script.kind == "initial" else few, by, campaign, gone.get(script.id, ()))
        for script in written
        if people
    ]
    initials = [each for each in made if each.script.kind == "initial"]
    average = sum(each.average for each in initials) / len(initials) if initials else 0
    return Preview(
        contacts=count,
        volunteers=_volunteers(session, action),
        registration=_registration(session, campaign),
        segments=math.ceil(count * average),
        initials=initials,
        responses=[each for each in made if each.script.kind == "response"],
    )


def _step(scripts: int) -> int:
    """Return how many contacts are passed over for each that a response is filled in for."""
    return math.ceil(scripts * SAMPLE / MOST_FILLED)


def _script(
    script: Script, people: Sequence[Contact], by: User, campaign: Campaign, gone: Sequence[str]
) -> ScriptPreview:
    fill_in = fill_initial if script.kind == "initial" else fill
    texts = [
        filled(person.name, fill_in(script.body, contact=person, sender=by, campaign=campaign))
        for person in people
    ]
    return ScriptPreview(
        script=script,
        examples=_examples(texts),
        worst=worst(texts),
        average=1 if script.media else sum(text.billed.count for text in texts) / len(texts),
        concerns=[
            *concerns(
                texts,
                organisation=campaign.organisation or campaign.name,
                is_initial=script.kind == "initial",
                most=campaign.most_segments,
                has_picture=bool(script.media),
            ),
            *(_not_noted(words) for words in gone),
        ],
    )


def _not_noted(words: str) -> Concern:
    return Concern("gone", f"Sending it no longer notes “{words}”, which was archived or retired.")


def _examples(texts: Sequence[Filled]) -> list[Filled]:
    """Return the first contact, one that needs UCS-2 if there is one, the longest name, the costliest."""
    picked = [texts[0]]
    picked += [text for text in texts if text.billed.forced_by][:1]
    picked.append(worst(texts))
    picked.append(max(texts, key=lambda text: len(text.name)))
    picked += texts[1:SHOWN]
    unlike = {id(text): text for text in picked}
    return list(unlike.values())[:SHOWN]


def _count(session: Session, action: Action) -> int:
    query = select(func.count()).select_from(ListMember).filter(ListMember.list_id == action.list_id)
    return session.scalar(query) or 0


def _volunteers(session: Session, action: Action) -> int:
    people = those_who_get(action).with_only_columns(User.id).subquery()
    return session.scalar(select(func.count()).select_from(people)) or 0


def _registration(session: Session, campaign: Campaign) -> str | None:
    query = select(SendingService.registration).filter_by(campaign_id=campaign.id)
    return session.scalar(query.order_by(SendingService.id).limit(1))


def _sampled(session: Session, action: Action, count: int) -> Sequence[Contact]:
    """Return contacts from all over the list: every so many-th, so that late columns and names count too."""
    step = max(1, count // SAMPLE)
    query = select(Contact).join(ListMember, ListMember.contact_id == Contact.id)
    query = query.filter(ListMember.list_id == action.list_id, ListMember.contact_id % step == 0)
    return session.scalars(query.order_by(ListMember.contact_id).limit(2 * SAMPLE)).all()
