"""Settings are read once; a wrong one stops the start with a sentence that names it and hides secrets."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.config import read_settings
from core.errors import WrongSetting


def test_without_any_variable_it_runs_on_one_machine() -> None:
    settings = read_settings()

    assert settings.embedded
    assert "sqlite:///textbank.db" == settings.database_url


def test_a_heroku_style_database_address_is_understood() -> None:
    assert "postgresql://u@h/d" == read_settings(database_url="postgres://u@h/d").database_url


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_URL", "mysql://x", "postgresql://"),
        ("BROKER_URL", "http://x", "redis://"),
        ("PUBLIC_URL", "text.example", "http://"),
        ("DATABASE_URL", "sqlite://", "sqlite:///FILE"),
        ("DATABASE_URL", "sqlite:///:memory:", "sqlite:///FILE"),
        ("DATABASE_URL", "postgresql://u@h:port/d", "postgresql://"),
        ("PORT", "80000", "65535"),
        ("PORT", "http", "a number from 1"),
        ("LOG_LEVEL", "loud", "debug"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: str, expected: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings(**{name.lower(): value})

    assert name in refused.value.sentence
    assert value in refused.value.sentence
    assert expected in refused.value.sentence


def test_an_https_address_needs_a_secret_key() -> None:
    with pytest.raises(WrongSetting, match="SECRET_KEY"):
        read_settings(public_url="https://text.example")


def test_secrets_never_show() -> None:
    settings = read_settings(slack_bot_token="xoxb-hush", database_url="postgresql://u:hush@h/d")

    assert "hush" not in repr(settings)


@pytest.mark.parametrize("url", ["mysql://u:hush@h/d", "mysql://u:h@/hush@h/d", "postgresql://u:hush@h:x/d"])
def test_a_wrong_address_is_told_without_its_password(url: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings(database_url=url)

    assert "hush" not in refused.value.sentence


def test_the_signing_key_is_made_once_and_kept_beside_the_database(tmp_path: Path) -> None:
    settings = read_settings(database_url=f"sqlite:///{tmp_path / 'x.db'}")

    key = settings.signing_key()

    assert key == settings.signing_key()
    assert 0o600 == (tmp_path / ".secret-key").stat().st_mode & 0o777


def test_processes_that_start_at_once_get_one_whole_key(tmp_path: Path) -> None:
    settings = read_settings(database_url=f"sqlite:///{tmp_path / 'x.db'}")

    with ThreadPoolExecutor(8) as hands:
        keys = list(hands.map(lambda _: settings.signing_key(), range(32)))

    assert 1 == len(set(keys))
    assert 64 == len(keys[0])
    assert [".secret-key"] == [file.name for file in tmp_path.iterdir()]


def test_a_key_that_cannot_be_kept_must_be_given(tmp_path: Path) -> None:
    settings = read_settings(database_url=f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")

    with pytest.raises(WrongSetting, match=r"SECRET_KEY is .nothing.*No such file or directory"):
        settings.signing_key()


def test_a_token_means_one_workspace_and_a_pair_of_secrets_many() -> None:
    assert not read_settings(slack_bot_token="xoxb-hush").many_workspaces
    assert read_settings(slack_client_id="1.2", slack_client_secret="hush").many_workspaces


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"slack_client_id": "1.2"}, "SLACK_CLIENT_SECRET is 'nothing'"),
        ({"slack_client_secret": "hush"}, "SLACK_CLIENT_ID is 'nothing'"),
        (
            {"slack_client_id": "1.2", "slack_client_secret": "hush", "slack_bot_token": "xoxb-hush"},
            "for one workspace alone, drop SLACK_CLIENT_ID and SLACK_CLIENT_SECRET",
        ),
    ],
)
def test_two_ways_into_slack_at_once_or_half_of_one_stop_the_start(
    given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings(**given)

    assert sentence in refused.value.sentence
    assert "hush" not in refused.value.sentence
