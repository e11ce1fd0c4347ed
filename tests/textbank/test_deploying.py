"""What the guides and hosts are told to run is there."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from textbank.cli import app

ROOT = Path(__file__).parent.parent.parent
VERBS = get_command(app).commands.keys()  # type: ignore[attr-defined]
RUN = re.compile(r"textbank (\w+)$", re.MULTILINE)


def test_the_procfile_names_every_part() -> None:
    lines = (ROOT / "Procfile").read_text().splitlines()
    parts = dict(line.split(": python -m textbank ") for line in lines)

    expected = {"release": "migrate", "web": "serve", "worker": "worker", "clock": "clock", "bot": "bot"}
    assert expected == parts
    assert set(parts.values()) <= set(VERBS)


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy").glob("*.service")), ids=lambda unit: unit.name)
def test_a_unit_starts_a_part_that_is_there(unit: Path) -> None:
    (started,) = re.findall(
        r"^ExecStart=/opt/textbank/.venv/bin/textbank (\S+)$", unit.read_text(), re.MULTILINE
    )

    assert started == "%i" or started in VERBS


def test_the_guide_names_only_files_and_verbs_that_are_there() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text()

    files = re.findall(r"\]\((?!http)([^)#]+)\)|(deploy/\S+\.service)", guide)
    assert files
    for linked, copied in files:
        assert (ROOT / copied if copied else ROOT / "docs" / linked).exists(), linked or copied
    assert set(re.findall(r"(?:bin/|`)textbank (\w+)", guide)) <= set(VERBS)
    assert set(re.findall(r"textbank@(\w+)", guide)) <= set(VERBS)
