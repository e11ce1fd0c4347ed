"""The inbox as Jo, Sam and strangers open it, at noon."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.config import Settings, read_settings
from core.db import Database
from core.models import User
from inbox.app import make_app
from tests.factories import NOON
from tests.inbox.page import Page


@pytest.fixture(scope="session")
def settings() -> Settings:
    return read_settings(secret_key="a key for tests")


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    return make_app(settings, database, clock=lambda: NOON)


@pytest.fixture
def stranger(app: Flask) -> Page:
    """Somebody who is not signed in."""
    return Page(app.test_client())


@pytest.fixture
def as_user(app: Flask, session: Session) -> Callable[[User], Page]:
    """Sign somebody in; whatever the test has prepared is there for them."""

    def sign_in(user: User) -> Page:
        session.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["user"] = user.id
        return Page(client)

    return sign_in


@pytest.fixture
def jos(as_user: Callable[[User], Page], jo: User) -> Callable[[], Page]:
    """Open the inbox as Jo; call it when the test's rows are ready."""
    return lambda: as_user(jo)
