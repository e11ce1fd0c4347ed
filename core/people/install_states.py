"""The key that an installation carries to Slack and back: good once, for a while, in one browser."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.errors import CoreError
from core.models import InstallState

GOOD_FOR = timedelta(minutes=15)  # somebody may have to sign in to Slack first


class InstallationLost(CoreError):
    """The key is not one of ours, was used already, is too old, or another browser's."""

    def __init__(self) -> None:
        super().__init__(
            "This installation was begun too long ago, in another browser, or is done already. Begin again."
        )


def begin(session: Session, browser: str, *, now: datetime) -> str:
    """Return a new key for Slack to bring back.

    Args:
        browser: what only this browser knows, so that nobody can finish in it what they began elsewhere.
    """
    state = secrets.token_urlsafe(24)
    session.add(InstallState(state=_kept(browser, state), expires_at=now + GOOD_FOR))
    return state


def spend(session: Session, browser: str, state: str, *, now: datetime) -> None:
    """Use a key up; of two at once, one. Raises InstallationLost."""
    spent = delete(InstallState).where(InstallState.state == _kept(browser, state))
    expires_at = session.scalar(spent.returning(InstallState.expires_at))
    if expires_at is None or expires_at <= now:
        raise InstallationLost


def sweep(session: Session, *, now: datetime) -> None:
    """Forget the keys that nobody brought back."""
    session.execute(delete(InstallState).where(InstallState.expires_at <= now))


def _kept(browser: str, state: str) -> str:
    return hashlib.sha256(f"{browser} {state}".encode()).hexdigest()
