"""`make soak`: 20,000 texts and 8,000 replies while everything goes wrong; fails when anything was lost.

    python -m tests.soak [--texts 20000] [--replies 8000] [--seed N]

It needs PostgreSQL's and Redis' programs, and starts servers of its own.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import pytest

from tests.running.brokers import own_redis
from tests.running.clusters import own_cluster
from tests.soak.evening import evening
from tests.soak.plan import Plan
from tests.soak.playing import play
from tests.soak.trouble import flush

KILL_EVERY = (4.0, 15.0)  # seconds


def main() -> int:
    """Play the evening, print the table, and return 1 when anything is wrong."""
    plan = _plan()
    sys.stdout.write(f"{plan.texts:,} texts, {plan.replies:,} replies, seed {plan.seed}\n")
    with (
        tempfile.TemporaryDirectory(prefix="textbank-soak-") as name,
        own_cluster(Path(name)) as cluster,
        own_redis(Path(name)) as broker,
        evening(plan, Path(name), cluster.url, broker) as it,
    ):
        deeds = {
            0.3: ("database crashed and started again", cluster.crash),
            0.6: ("broker flushed", lambda: flush(broker)),
        }
        result = play(it, deeds)
    sys.stdout.write("\n".join(result.lines(plan.seed)) + "\n")
    for kind, found in result.found.wrong.items():
        sys.stdout.write(f"\n{kind}: {len(found):,}\n" + "\n".join(found[:20]) + "\n")
    return 1 if result.found.wrong else 0


def _plan() -> Plan:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--replies", type=int, default=8_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    given = parser.parse_args()
    return Plan(given.texts, given.replies, given.seed, kill_every=KILL_EVERY)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except pytest.skip.Exception as missing:
        sys.exit(str(missing))
