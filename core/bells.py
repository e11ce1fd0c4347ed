"""Bells wake the engine after a commit. The row is the truth: a lost or doubled bell does no harm."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

_PENDING = "pending_bells"


def ring(session: Session, job: str, *args: Any) -> None:
    """Ask for a job once this transaction commits; nothing happens on a rollback.

    Args:
        session: the transaction whose rows the job will look for.
        job: the name of a job in `core.jobs`.
        args: small JSON values, ids as a rule.
    """
    bells = session.info.setdefault(_PENDING, [])
    if (job, args) not in bells:
        bells.append((job, args))


@event.listens_for(Session, "after_commit")
def _ring_all(session: Session) -> None:
    bells = session.info.pop(_PENDING, [])
    if ring_now := session.info.get("ring"):
        for job, args in bells:
            ring_now(job, args)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)
