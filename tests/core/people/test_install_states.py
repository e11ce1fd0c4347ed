"""The key of an installation opens the door once, in time, in the browser it was begun in."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import InstallState
from core.people import install_states
from core.people.install_states import GOOD_FOR, InstallationLost
from tests.factories import NOON


def test_it_opens_once(session: Session) -> None:
    state = install_states.begin(session, "browser", now=NOON)
    install_states.spend(session, "browser", state, now=NOON + GOOD_FOR - timedelta(seconds=1))

    with pytest.raises(InstallationLost):
        install_states.spend(session, "browser", state, now=NOON)


def test_another_browser_cannot_use_it(session: Session) -> None:
    """Else somebody could be made to finish an installation that a stranger began."""
    state = install_states.begin(session, "browser", now=NOON)

    with pytest.raises(InstallationLost):
        install_states.spend(session, "another", state, now=NOON)
    install_states.spend(session, "browser", state, now=NOON)


def test_it_grows_old_and_is_swept(session: Session) -> None:
    state = install_states.begin(session, "browser", now=NOON)
    install_states.begin(session, "browser", now=NOON + timedelta(minutes=1))
    with pytest.raises(InstallationLost), session.begin_nested():
        install_states.spend(session, "browser", state, now=NOON + GOOD_FOR)

    install_states.sweep(session, now=NOON + GOOD_FOR)

    assert 1 == len(session.scalars(select(InstallState)).all())


def test_the_database_does_not_hold_the_key_itself(session: Session) -> None:
    state = install_states.begin(session, "browser", now=NOON)

    assert state != session.scalars(select(InstallState.state)).one()
