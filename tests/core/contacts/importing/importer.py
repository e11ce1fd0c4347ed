"""Imports as people do it, and a clock that lets something happen in the middle."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.importing import starting
from core.contacts.importing.running import run
from core.db import Database
from core.models import Contact, Import, User
from tests.factories import NOON


class PowerCut(Exception):
    """The end of a worker."""


def cut_the_power() -> None:
    raise PowerCut


@dataclass
class Clock:
    """Stands at noon; when it is asked the `at`-th time, something happens first."""

    at: int = 0
    do: Callable[[], None] = cut_the_power

    def __call__(self) -> datetime:
        self.at -= 1
        if self.at == 0:
            self.do()
        return NOON


class Importer:
    """Imports contents as Maya would, through the use cases and the job."""

    def __init__(self, database: Database, session: Session, maya: User) -> None:
        self.database, self.session, self.maya = database, session, maya

    def draft(self, content: str | bytes, into: str = "Voters") -> Import:
        content = content.encode() if isinstance(content, str) else content
        upload = starting.recognise(self.session, starting.look("voters.csv", content), by=self.maya)
        return starting.draft(self.session, upload, list_name=into, by=self.maya, channel="U0MAYA", now=NOON)

    def start(self, content: str | bytes, into: str = "Voters", *, dry_run: bool = False) -> Import:
        draft = self.draft(content, into)
        made = starting.start(self.session, draft.id, {}, dry_run=dry_run, by=self.maya, now=NOON)
        self.session.commit()
        return made

    def run(self, made: Import, clock: Callable[[], datetime] | None = None) -> Import:
        run(self.database, made.id, clock=clock or Clock())
        self.session.expire_all()
        return self.session.get_one(Import, made.id)

    def __call__(self, content: str | bytes, into: str = "Voters") -> dict[str, Any]:
        done = self.run(self.start(content, into))
        assert ("finished", "") == (done.state, done.problem)
        return done.counts


def contact(session: Session, phone: str) -> Contact:
    return session.scalars(select(Contact).filter_by(phone=phone)).one()
