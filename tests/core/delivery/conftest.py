"""Texts that were pressed and wait for a worker."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from core.conversations.sending import send_initial
from core.models import Conversation, Message, User
from tests import factories
from tests.factories import NOON
from tests.fakes import FakeGateway


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def pressed(session: Session, conversation: Conversation, jo: User) -> Message:
    """Jo's first text to Pat, committed and queued."""
    message = factories.queued(session, send_initial(session, conversation.id, by=jo, key="k1", now=NOON))
    session.commit()
    return message


@pytest.fixture
def stands(session: Session) -> Callable[[Message], tuple[str, str | None, str | None]]:
    """Tell a text's state, bucket and code as the database has them now."""

    def read(message: Message) -> tuple[str, str | None, str | None]:
        session.expire_all()
        return message.state, message.bucket, message.code

    return read
