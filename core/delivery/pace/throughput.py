"""How fast the carriers let a sender text, by the class they put it in.

All limits count segments, not texts: a script of three segments cuts them to a third. Sources: Twilio's
pages on rate limits and queues for numbers; for 10DLC the pages of Telnyx, AWS and Aloware, which agree. AT&T
limits a campaign's minute and T-Mobile a brand's day; nobody can tell whose phone a number is, so here all
count.
"""

from dataclasses import dataclass

BURSTS_A_MINUTE = 10  # so much of a minute may go at once after a rest


@dataclass(frozen=True)
class Throughput:
    """One class.

    Attributes:
        words: for an admin who looks for theirs.
        per_minute: segments.
        per_day: segments between two midnights Pacific time; None where no carrier names a number.
    """

    words: str
    per_minute: int
    per_day: int | None = None

    @property
    def burst(self) -> int:
        """Segments that may go at once after a rest: a long text, and what a moment's work needs."""
        return max(10, self.per_minute // BURSTS_A_MINUTE)

    @property
    def seconds(self) -> float:
        """Seconds that one segment takes."""
        return 60 / self.per_minute


# name (as `SendingService.throughput` has it) → class
THROUGHPUTS: dict[str, Throughput] = {
    "score_75": Throughput("10DLC, vetting score 75 to 100", 4500, 200_000),
    "score_50": Throughput("10DLC, vetting score 50 to 74", 2400, 40_000),
    "score_25": Throughput("10DLC, vetting score 25 to 49", 240, 10_000),
    "score_1": Throughput("10DLC, vetting score 1 to 24", 240, 2_000),
    "low_volume": Throughput("10DLC, low volume", 75, 2_000),
    "toll_free": Throughput("Toll-free number", 3 * 60),
    "short_code": Throughput("Short code", 10 * 60),
    "unregistered": Throughput("Long code without registration", 60),
}


def throughput(name: str) -> Throughput | None:
    """Return a class; None for no name, or one that is not here any more: then no pace of ours is kept."""
    return THROUGHPUTS.get(name)
