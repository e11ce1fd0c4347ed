"""How large an evening is, and what goes wrong in it; all chance comes from one seed."""

from dataclasses import dataclass
from random import Random

from sandbox.twilio.outcomes import BY_NAME, OUTCOMES, Outcome

# Of a hundred people, so many meet each fault. The slow ones hold a sender for seconds, so they are few.
SHARES = {outcome.name: 1.0 for outcome in OUTCOMES if outcome.name != "delivered"} | {
    "silence_created": 0.1,
    "slow": 0.3,
    "unregistered": 0.1,
    "congested": 0.3,
}
FOLLOW_UPS = 0.15  # of all texts
ANSWERS = ("Yes!", "Who is this?", "Where do I vote?", "No thanks", "👍", "Sí, claro")
STOPS = ("STOP", "stop.", "Stop!", "Please stop texting me")
STOPPING = 0.03  # of all replies


@dataclass(frozen=True)
class Plan:
    """One evening.

    Attributes:
        texts: first texts and follow-ups that volunteers press.
        replies: texts that people write.
        kill_every: seconds between two kills at random, shortest and longest; None: nobody is killed so.
    """

    texts: int
    replies: int
    seed: int
    volunteers: int = 8
    kill_every: tuple[float, float] | None = None

    @property
    def contacts(self) -> int:
        return self.texts - self.follow_ups

    @property
    def follow_ups(self) -> int:
        return int(self.texts * FOLLOW_UPS)

    def phones(self) -> list[str]:
        """Return everybody's number."""
        return [
            f"+1{area}{2_000_000 + number}"
            for area in (212, 213, 310, 404)
            for number in range(-(-self.contacts // 4))
        ][: self.contacts]

    def outcomes(self) -> dict[str, Outcome]:
        """Return what becomes of texts, by number: every fault at least once."""
        phones, dice = self.phones(), Random(self.seed)
        dice.shuffle(phones)
        names = [
            name for name, share in SHARES.items() for _ in range(max(1, int(self.contacts * share / 100)))
        ]
        return {phone: BY_NAME[name] for phone, name in zip(phones, names, strict=False)}
