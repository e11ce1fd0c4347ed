"""What the tests of importing share."""

import pytest
from sqlalchemy.orm import Session

from core.contacts.importing.running import PACES, Pace
from core.db import Database
from core.models import User
from tests.core.contacts.importing.importer import Importer


@pytest.fixture
def import_(database: Database, session: Session, maya: User) -> Importer:
    return Importer(database, session, maya)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in PACES:
        monkeypatch.setitem(PACES, kind, Pace(2, 0.0))
