"""The cast that every test borrows stands on both databases."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Conversation, User


def test_jo_holds_the_conversation(session: Session, conversation: Conversation, jo: User) -> None:
    assert jo.id == session.scalars(select(Conversation.holder_id).filter_by(id=conversation.id)).one()
