"""Figures are for whoever has the token."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.config import read_settings
from core.db import Database
from core.metrics import tallies
from core.metrics.catalogue import WEBHOOK_SECONDS
from inbox.app import make_app
from tests.factories import NOON


@pytest.fixture
def watched(database: Database) -> FlaskClient:
    settings = read_settings(secret_key="a key for tests", metrics_token="let-me-see")
    return make_app(settings, database, clock=lambda: NOON).test_client()


def test_whoever_has_the_token_sees_the_figures(watched: FlaskClient) -> None:
    answer = watched.get("/metrics", headers={"Authorization": "Bearer let-me-see"})

    assert (200, "text/plain") == (answer.status_code, answer.mimetype)
    assert 'textbank_waiting{queue="texts queued"} 0.0' in answer.text


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer guess"}, {"Authorization": "Basic eDp5"}])
def test_nobody_else_does(watched: FlaskClient, given: dict[str, str]) -> None:
    answer = watched.get("/metrics", headers=given)

    assert (401, "") == (answer.status_code, answer.text)


def test_without_a_token_set_there_is_nothing(app: Flask) -> None:
    assert 404 == app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code


def test_a_webhook_is_timed(database: Database) -> None:
    app = make_app(read_settings(secret_key="a key for tests"), database, clock=lambda: NOON)
    tallies.forget()

    app.test_client().post("/twilio/inbound", data={"Body": "forged"})

    counted = {name: labels for name, labels in tallies.forget() if not name.endswith("_sum")}
    assert counted[WEBHOOK_SECONDS].endswith(",route=inbound,status=403")
