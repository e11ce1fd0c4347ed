"""The clock: rings each sweep in its time. Two clocks do no harm, since every job claims what it does."""

from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from core.clock import utcnow
from core.engine import Engine
from core.jobs import SWEEPS


def make_clock(engine: Engine, sweeps: dict[str, timedelta] = SWEEPS) -> BackgroundScheduler:
    """Return a clock, not yet started, that rings every sweep at once and then in its time."""
    clock = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    for job, every in sweeps.items():
        clock.add_job(
            engine.ring, IntervalTrigger(seconds=every.total_seconds()), [job], next_run_time=_soon(utcnow())
        )
    return clock


def _soon(now: datetime) -> datetime:
    return now + timedelta(seconds=1)
