"""One conversation, opened from anywhere: read it, answer, tag, hand it on, close it, opt the contact out.

A button of action id `review.thread` with a conversation's id as its value leads here, from a list, a message
or another modal. `opening` shows the `thread`; forms (`answering` by `answer_views`, `reporting`, `moving`)
take its place and return to it, since Slack stacks three modals only.
`message` is what admins are told of an escalation; `lines` and `texts` are how lists and modals say one.
"""

from slack_bolt import App

from bot.review import answering, moving, opening, reporting
from bot.verbs import Verbs
from core.people.rights import Right


def register(app: App, verbs: Verbs) -> None:
    """Listen to all that a conversation's modal offers; there is no verb: lists and messages lead to it."""
    verbs.allow("review", Right.LOOK)
    verbs.allow("review.reassign", Right.RUN)
    for part in (opening, answering, reporting, moving):
        part.register(app)
