"""What the running product leans on."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port


@pytest.fixture
def broker_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of this test's own, so that no other product's workers hear its bells."""
    if not (server := shutil.which("redis-server")):
        pytest.skip("Redis is not installed (apt-get install redis-server): its lane is left out")
    port = free_port()
    kept_nowhere = ["--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
    command = [server, "--port", str(port), "--bind", "127.0.0.1", *kept_nowhere]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield f"redis://127.0.0.1:{port}"
        process.terminate()
