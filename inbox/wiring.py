"""What a view works with: settings, the database and the clock, found through the app."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from core.clock import Clock
from core.config import Settings
from core.db import Database

NAME = "textbank"


@dataclass
class Textbank:
    """The inbox's tools.

    Attributes:
        signed: names of blueprints whose routes check a signature of their own instead of a session.
    """

    settings: Settings
    database: Database
    clock: Clock
    signed: set[str] = field(default_factory=set)


def textbank() -> Textbank:
    """Return the tools of the running app."""
    return cast("Textbank", current_app.extensions[NAME])


def transaction() -> AbstractContextManager[Session]:
    """Begin what may write; commits at the end of the block, undoes all on an error."""
    return textbank().database.sessions.begin()


def reading() -> AbstractContextManager[Session]:
    """Begin what only reads; on SQLite it never waits for a writer."""
    return textbank().database.readers()


def now() -> datetime:
    """Return this instant by the app's clock."""
    return textbank().clock()
