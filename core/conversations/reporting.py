"""A volunteer files a report: tags switched, fields answered, one submission whatever is pressed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.conversations import keys
from core.conversations.facts import NO, YES, learn
from core.conversations.holding import Reach, own
from core.conversations.inbox import touch
from core.conversations.report_form import Asked, Question, ReportForm, report_form
from core.conversations.stopping import stop_by_tag
from core.errors import Invalid, Stale
from core.models import Conversation, CustomField, Report, Tag, User
from core.naming import worded

LONGEST_ANSWER = 2000  # characters


class NoLongerAsked(Stale):
    """A tag or field left the report while somebody was filling it in."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}” was taken off the report while you filled it in. "
            "The rest is still here: look it over and save again."
        )


def file_report(
    session: Session,
    conversation_id: int,
    *,
    by: User,
    key: str,
    tags: dict[int, bool],
    fields: dict[int, str],
    now: datetime,
    reach: Reach = own,
) -> Report:
    """Keep one report; facts follow for whatever it changes, and an opt-out tag opts the contact out.

    Args:
        key: made by the form; the same key again returns the same report.
        tags: tag id → switched on or off.
        fields: field id → an option's label or words; blank takes an answer back.
        reach: `holding.review` for somebody who looks after all conversations.

    Raises:
        NotFound: the conversation is not there, or not theirs.
        PageTooOld: the key is none of a form's, or another conversation's.
        NoLongerAsked: a tag or field with an answer has been archived or taken off.
        Invalid: a required field is blank, an answer is no option or too long; `field` is `field-ID`.
    """
    conversation = reach(session, conversation_id, by)
    if filed := _filed(session, key, conversation):
        return filed
    form = report_form(session, conversation)
    _check_all_asked(session, form, tags, fields, by.campaign_id)
    answers = {question: _answer(question, fields) for question in form.questions}
    report = _keep(session, conversation, key, by, now)
    for asked in form.tags:
        _learn(session, report, conversation, asked, _switch(asked, tags), by)
    for question, answer in answers.items():
        _learn(session, report, conversation, question, answer, by)
    conversation.reported(at=now)
    if any(tags.get(asked.about.id) for asked in form.tags if _opts_out(asked)):
        stop_by_tag(session, conversation, by=by, now=now)
    events.record(session, "report_filed", report, by=by, at=now, conversation=conversation.id)
    touch(session, by.id, conversation.holder_id)
    return report


def _filed(session: Session, key: str, conversation: Conversation) -> Report | None:
    keys.check(key)
    filed = session.scalar(select(Report).filter_by(key=key))
    if filed and filed.conversation_id != conversation.id:
        raise keys.PageTooOld
    return filed


def _check_all_asked(
    session: Session, form: ReportForm, tags: dict[int, bool], fields: dict[int, str], campaign_id: int
) -> None:
    on = {tag_id for tag_id, is_on in tags.items() if is_on} - {asked.about.id for asked in form.tags}
    answered = {field_id for field_id, words in fields.items() if words.strip()}
    answered -= {question.about.id for question in form.questions}
    for kind, gone in ((Tag, on), (CustomField, answered)):
        if gone:
            name = select(kind.name).where(kind.campaign_id == campaign_id, kind.id.in_(gone)).limit(1)
            raise NoLongerAsked(session.scalar(name) or "Something")


def _answer(question: Question, fields: dict[int, str]) -> str | None:
    name, input_name = question.about.name, f"field-{question.about.id}"
    words = worded(fields.get(question.about.id, ""), field=input_name, what="answer", limit=LONGEST_ANSWER)
    if not words and question.about.required:
        raise Invalid(input_name, f"Please answer “{name}”.")
    words = question.renamed.get(words, words)
    if words and question.about.kind == "selection" and words not in question.options:
        raise Invalid(input_name, f"“{name}” has new answers. Please choose again.")
    return words or None


def _switch(asked: Asked, tags: dict[int, bool]) -> str | None:
    """Return the new value of a tag; off is only a fact where it was on before.

    The built-in tag follows the opt-out, which no volunteer lifts.
    """
    stays = isinstance(asked.about, Tag) and asked.about.built_in == "opt_out" and asked.is_on
    if asked.about.id not in tags or stays:
        return asked.value
    if tags[asked.about.id]:
        return YES
    return NO if asked.value else None


def _keep(session: Session, conversation: Conversation, key: str, by: User, now: datetime) -> Report:
    report = Report(
        campaign_id=conversation.campaign_id,
        key=key,
        action_id=conversation.action_id,
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        user_id=by.id,
        created_at=now,
    )
    session.add(report)
    session.flush()
    return report


def _learn(
    session: Session, report: Report, conversation: Conversation, asked: Asked, value: str | None, by: User
) -> None:
    learn(
        session,
        conversation,
        asked.about,
        value,
        source="report",
        by=by,
        at=report.created_at,
        report=report,
        before=asked.value,
    )


def _opts_out(asked: Asked) -> bool:
    return isinstance(asked.about, Tag) and asked.about.opt_out
