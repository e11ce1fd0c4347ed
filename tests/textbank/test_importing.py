"""`textbank import` in a process of its own, as a script would run it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db import Database
from core.models import Campaign, Import
from core.people.setting_up import found_campaign
from tests.factories import NOON

FILE = "first_name,phone\nPat,2125550111\nLee,3105550112\nPat,212-555-0111\nNo,none\n"


def textbank(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{place / 'own.db'}"}
    command = [sys.executable, "-m", "textbank", "import", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(FILE)
    return path


def test_the_last_line_is_one_object_with_the_counts(tmp_path: Path, file: Path) -> None:
    done = textbank(tmp_path, str(file), "--list", "Voters", "--json")

    assert (0, "") == (done.returncode, done.stderr)
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "rows": 4,
        "new": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 1,
        "opted_out": 0,
        "assigned": 0,
        "refused": {"not_a_number": 1},
        "remarks": {},
        "labels": {},
    }


def test_the_refused_rows_land_beside_the_file(tmp_path: Path, file: Path) -> None:
    done = textbank(tmp_path, str(file), "--list", "Voters")

    refused = tmp_path / "people.refused.csv"
    assert ["first_name,phone,Reason", "No,none,Not a working phone number"] == (
        refused.read_text("utf-8-sig").splitlines()
    )
    assert "2 new" in done.stdout
    assert str(refused) in done.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"name,town\nPat,Troy\n", "No column holds phone numbers."),
        (b'phone,name\n2125550111,"Pat\n', "Line 2: a quotation mark opens here and never closes."),
    ],
)
def test_a_bad_file_ends_with_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)

    done = textbank(tmp_path, str(file), "--list", "Voters", "--json")

    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(sentence)
    assert 1 == len(done.stderr.splitlines())


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere.csv", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_that_cannot_be_read_ends_with_one_sentence(tmp_path: Path, name: str, reason: str) -> None:
    file = tmp_path / name

    done = textbank(tmp_path, str(file), "--list", "Voters")

    assert (1, f"{file} cannot be read: {reason}.\n") == (done.returncode, done.stderr)


def test_refused_rows_that_cannot_be_written_are_told_and_the_rest_is_in(tmp_path: Path, file: Path) -> None:
    (tmp_path / "people.refused.csv").mkdir()

    done = textbank(tmp_path, str(file), "--list", "Voters", "--json")

    assert 2 == json.loads(done.stdout)["new"]
    assert "The refused rows could not be written to" in done.stderr


def test_the_progress_bar_keeps_out_of_what_a_script_reads(tmp_path: Path, file: Path) -> None:
    ours, terminal = pty.openpty()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'own.db'}", "TERM": "xterm"}
    command = [sys.executable, "-m", "textbank", "import", str(file), "--list", "Voters", "--json"]

    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=terminal, check=True)

    os.close(terminal)
    assert b"Importing" in os.read(ours, 100_000)
    os.close(ours)
    assert 4 == json.loads(done.stdout)["rows"]


def test_the_first_workspace_takes_over_what_was_imported_before_it(tmp_path: Path, file: Path) -> None:
    textbank(tmp_path, str(file), "--list", "Voters")

    database = Database(f"sqlite:///{tmp_path / 'own.db'}")
    with database.sessions.begin() as session:
        found_campaign(session, name="Riverside for All", team_id="T0RIVER", now=NOON)
        campaign = session.scalars(select(Campaign)).one()
        assert ("Riverside for All", "T0RIVER") == (campaign.name, campaign.slack_team_id)
        assert campaign.id == session.scalars(select(Import.campaign_id)).one()
    database.dispose()
