"""The way of a text through Twilio's statuses: a pure function from its outcome to timed steps."""

from dataclasses import dataclass

from sandbox.twilio.outcomes import Outcome

# Seconds that a text stays in each status before the next one.
PACE = {"accepted": 0.2, "queued": 0.3, "sending": 0.4, "sent": 0.8}


@dataclass(frozen=True)
class Step:
    """At `seconds` after creation the text gets `status`, and the app is told each of `tells`."""

    seconds: float
    status: str
    tells: tuple[str, ...]
    error: int | None = None
    arrives: bool = False  # the phone has the text from here on


def journey(outcome: Outcome, *, first: str, validity: int) -> list[Step]:
    """Return the steps after the first status, `accepted` (with a service) or `queued`.

    `validity` is in seconds: a text that waits longer in the queue fails with 30036.
    """
    steps = _timed(_statuses(outcome, first), first, outcome.waits)
    sending = next(step for step in steps if step.status == "sending")
    if sending.seconds > validity:
        waited = [step for step in steps if step.seconds < min(sending.seconds, validity)]
        return [*waited, Step(float(validity), "failed", ("failed",), error=30036)]
    last = steps[-1]
    steps[-1] = Step(last.seconds, last.status, last.tells, outcome.error, outcome.arrives)
    return _with_callbacks(steps, outcome.callbacks)


def _statuses(outcome: Outcome, first: str) -> list[str]:
    way = ["queued", "sending", "sent", outcome.ends]
    if outcome.ends == "sent":
        way.pop()
    return way if first == "accepted" else way[1:]


def _timed(statuses: list[str], first: str, waits: float) -> list[Step]:
    steps, seconds, before = [], 0.0, first
    for status in statuses:
        seconds += PACE[before] + (waits if status == "sending" else 0.0)
        steps.append(Step(round(seconds, 3), status, (status,)))
        before = status
    return steps


def _with_callbacks(steps: list[Step], order: str) -> list[Step]:
    if order == "never":
        return [_telling(step, ()) for step in steps]
    if order == "doubled":
        return [_telling(step, step.tells * 2) for step in steps]
    if order == "reversed":
        backwards = tuple(step.status for step in reversed(steps))
        return [*(_telling(step, ()) for step in steps[:-1]), _telling(steps[-1], backwards)]
    return steps


def _telling(step: Step, tells: tuple[str, ...]) -> Step:
    return Step(step.seconds, step.status, tells, step.error, step.arrives)
