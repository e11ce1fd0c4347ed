"""What the running product leans on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.brokers import BROKERS


@pytest.fixture
def broker_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A broker whose bells no other product's workers hear: Redis, unless the test asks for another."""
    with BROKERS[getattr(request, "param", "redis")](tmp_path) as url:
        yield url
