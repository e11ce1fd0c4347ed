"""Print all tallies and what waits at this moment, in Prometheus' text format."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.metrics import tallies
from core.metrics.catalogue import BUCKETS, COUNTS, TIMES
from core.metrics.waiting import Waiting, waiting
from core.models import Tally

_LIMITS = [*map(str, BUCKETS), "+Inf"]


def page(session: Session, *, now: datetime) -> bytes:
    """Return the page that Prometheus reads.

    Args:
        session: only read from.
    """
    families = [*_counters(session), *_gauges(waiting(session, now=now))]
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Ready(families))
    return generate_latest(registry)


class _Ready(Collector):
    """What was collected already."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _counters(session: Session) -> Iterator[Metric]:
    kept: dict[str, dict[str, float]] = defaultdict(dict)
    for row in session.scalars(select(Tally).order_by(Tally.name, Tally.labels)):
        kept[row.name][row.labels] = row.value
    for name, words in COUNTS.items():
        yield _counter(name, words, kept[name])
    for name, words in TIMES.items():
        yield _histogram(name, words, kept[name], kept[f"{name}_sum"])


def _counter(name: str, words: str, values: dict[str, float]) -> Metric:
    labels = sorted({label for each in values for label in tallies.read(each)})
    family = CounterMetricFamily(name, words, labels=labels)
    for each, value in values.items():
        family.add_metric([tallies.read(each).get(label, "") for label in labels], value)
    return family


def _histogram(name: str, words: str, values: dict[str, float], sums: dict[str, float]) -> Metric:
    counted: dict[str, dict[str, float]] = defaultdict(dict)
    for each, value in values.items():
        labels = tallies.read(each)
        limit = labels.pop("le")
        counted[tallies.written(labels)][limit] = value
    names = sorted({label for each in counted for label in tallies.read(each)})
    family = HistogramMetricFamily(name, words, labels=names)
    for each, by_limit in counted.items():
        given = [tallies.read(each).get(label, "") for label in names]
        family.add_metric(given, _cumulated(by_limit), sums.get(each, 0.0))
    return family


def _cumulated(by_limit: dict[str, float]) -> list[tuple[str, float]]:
    """Return for each limit how many took no longer, as Prometheus wants it."""
    total = 0.0
    cumulated = []
    for limit in _LIMITS:
        total += by_limit.get(limit, 0.0)
        cumulated.append((limit, total))
    return cumulated


def _gauges(found: list[Waiting]) -> Iterator[Metric]:
    count = GaugeMetricFamily("textbank_waiting", "What waits for a machine, by queue", labels=["queue"])
    age = GaugeMetricFamily(
        "textbank_waiting_age_seconds", "How long the oldest in a queue has waited", labels=["queue"]
    )
    for each in found:
        count.add_metric([each.queue], each.count)
        age.add_metric([each.queue], each.age)
    yield from (count, age)
