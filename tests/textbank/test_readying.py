"""A database or a port that is not to be had is told in one sentence."""

import socket
from pathlib import Path

import pytest

from core.db import Database
from core.errors import CoreError
from tests import databases
from tests.ports import free_port
from textbank.ports import require_free
from textbank.readying import NotUpToDate, make_ready, require_current


def refusal(url: str) -> str:
    database = Database(url)
    with pytest.raises(CoreError) as refused:
        make_ready(database)
    database.dispose()
    return refused.value.sentence


def test_a_folder_that_is_not_there() -> None:
    assert refusal("sqlite:////nowhere/textbank.db") == (
        "The database sqlite:////nowhere/textbank.db cannot be used: unable to open database file. "
        "Check DATABASE_URL."
    )


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary, " * 100)

    assert "file is not a database" in refusal(f"sqlite:///{file}")


def test_a_server_that_is_away() -> None:
    said = refusal(f"postgresql://maya:hush@127.0.0.1:{free_port()}/textbank")

    assert "Connection refused" in said
    assert "maya:***@" in said
    assert "hush" not in said
    assert 1 == len(said.splitlines())


def test_a_database_of_ones_own_is_made_and_migrated(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'textbank.db'}")
    with pytest.raises(NotUpToDate, match="Run: textbank migrate"):
        require_current(database)

    make_ready(database)

    require_current(database)
    database.dispose()


def test_a_server_is_migrated_by_hand_only(tmp_path: Path) -> None:
    with databases.empty("postgresql", tmp_path) as url:
        assert "The database is not up to date. Run: textbank migrate" == refusal(url)


def test_a_port_that_somebody_listens_on() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as our own server does
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CoreError, match=f"Port {port} is taken. Set PORT."):
            require_free(port, "Set PORT.")

    require_free(port, "Set PORT.")
