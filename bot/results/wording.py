"""The figures of the results in words: what each is called, and how it is said."""

from dataclasses import dataclass

from bot.counted import counted, people
from core.delivery.endings.outcomes import BUCKETS
from core.results.counting import Results
from core.results.overview import Overview
from core.results.performance import Performance

# These five are always shown; the other buckets only when they hold something.
PROBLEMS = {
    "twilio_error": "Twilio Errors",
    "carrier_filter": "Carrier Filtering",
    "safeguard": "Safeguards",
    "number": "Number problems",
    "registration": "Registration",
}

# Each number that can be opened, by the name that `core.results.figures` knows it by.
TITLES = {
    "attention": "Needs Attention",
    "responses": "Responses, who answered",
    "filled": "Answered, with a report",
    "unfilled": "Answered, without a report",
    "opt_outs": "Opt-Outs",
    "remaining": "Messages Remaining",
    "not_eligible": "Not eligible",
    "attempted": "Initial messages, attempted",
    "accepted": "Initial messages, accepted",
    "delivered": "Initial messages, delivered",
    "follow_ups": "Follow-Ups, texts",
    "sent_to": "Sent to",
    "seen": "Seen",
    "started": "Started",
    "completed": "Completed",
    "performs": "Performs, texts",
    "reports": "Reports, conversations",
} | {f"bucket.{bucket}": PROBLEMS.get(bucket, title) for bucket, title in BUCKETS.items()}


@dataclass(frozen=True)
class Figure:
    """One box of the results.

    Attributes:
        title: what it is called on the results page.
        value: the number, said; with what belongs beside it.
    """

    title: str
    value: str


def overview_figures(work: Overview) -> list[Figure]:
    """Return the six counters of what volunteers did."""
    return [
        Figure("Sent to", f"{work.sent_to:,}"),
        Figure("Seen", f"{work.seen:,}"),
        Figure("Started", f"{work.started:,}"),
        Figure("Completed", f"{work.completed:,}"),
        Figure("Performs", f"{work.performs:,}"),
        Figure("Reports", f"{work.reports:,} on {counted(work.reported_on, 'conversation')}"),
    ]


def performance_figures(texts: Performance) -> list[Figure]:
    """Return how the texts did, what went wrong included."""
    equation = (
        f"{texts.listed:,} on the list = {texts.attempted:,} attempted + {texts.remaining:,} remaining "
        f"+ {texts.not_eligible:,} not eligible"
    )
    return [
        Figure("Available Reports Filled", texts.reports_filled),
        Figure("Initial messages", _initials(texts)),
        Figure("Responses", f"{texts.replies:,} from {people(texts.responders)}"),
        Figure("Follow-Ups", f"{texts.follow_ups:,}"),
        Figure("Opt-Outs", f"{texts.opt_outs:,}"),
        Figure("Needs Attention", f"{texts.attention:,}"),
        Figure("Messages Remaining", f"{texts.remaining:,}\n_{equation}_"),
        *(Figure(title, f"{texts.problems.get(bucket, 0):,}") for bucket, title in problems(texts).items()),
    ]


def problems(texts: Performance) -> dict[str, str]:
    """Return the buckets to show, with their titles."""
    others = {bucket: title for bucket, title in BUCKETS.items() if texts.problems.get(bucket)}
    return PROBLEMS | {bucket: title for bucket, title in others.items() if bucket not in PROBLEMS}


def openings(results: Results) -> dict[str, int]:
    """Return every number that stands for people or conversations: its name in `TITLES` → the number."""
    work, texts = results.overview, results.performance
    return {
        "attention": texts.attention,
        "responses": texts.responders,
        "filled": texts.filled,
        "unfilled": texts.responders - texts.filled,
        "opt_outs": texts.opt_outs,
        "remaining": texts.remaining,
        "not_eligible": texts.not_eligible,
        "attempted": texts.attempted,
        "accepted": texts.accepted,
        "delivered": texts.delivered,
        "follow_ups": texts.follow_ups,
        **{f"bucket.{bucket}": texts.problems.get(bucket, 0) for bucket in problems(texts)},
        "sent_to": work.sent_to,
        "seen": work.seen,
        "started": work.started,
        "completed": work.completed,
        "performs": work.performs,
        "reports": work.reported_on,
    }


def _initials(texts: Performance) -> str:
    return f"{texts.accepted:,} accepted\n_{texts.attempted:,} attempted, {texts.delivered:,} delivered_"
