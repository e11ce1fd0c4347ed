"""The front door: who may pass, what is refused and in which words, and the headers on everything."""

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.config import Settings
from core.db import Database
from core.models import Conversation
from inbox.app import make_app
from tests.factories import NOON
from tests.inbox.page import Page

Jos = Callable[[], Page]


def test_every_route_needs_a_session_unless_it_is_marked(app: Flask) -> None:
    """Walks all routes, so that a new one cannot be forgotten."""
    open_to_all = {
        "static",
        "health.lives",
        "health.ready",
        "metrics.show",  # asks for a token of its own
        "joining.show",
        "joining.create",
        "joining.picture",  # of the link that whoever holds it may show anybody
        "signing_in.show",
        "signing_in.create",
        "signing_in.show_code",
        "signing_in.prove",
    }
    signed = app.extensions["textbank"].signed
    stranger = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in open_to_all or rule.endpoint.rpartition(".")[0] in signed:
            continue
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<int:{name}>", "1").replace(f"<{name}>", "1")
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        with_token = {"X-CSRFToken": "none"}
        answer = stranger.open(path, method=method, headers=with_token)
        assert answer.status_code in {303, 400}, f"{rule.endpoint} answers strangers"
        if method == "GET":
            assert "/sign-in" == answer.headers["Location"]


def test_every_form_needs_its_token(jos: Jos, app: Flask, conversation: Conversation) -> None:
    page = jos().get("/")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint.rpartition(".")[0] not in (
            app.extensions["textbank"].signed
        ):
            path = rule.rule.replace("<int:conversation_id>", str(conversation.id))
            path = path.replace("<int:action_id>", str(conversation.action_id)).replace("<code>", "river1")
            assert 400 == page.client.post(path).status_code, rule.endpoint


def test_htmx_is_told_where_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/", headers={"HX-Request": "true"})

    assert (204, "/sign-in") == (answer.status_code, answer.headers["HX-Redirect"])


def test_a_blueprint_that_checks_signatures_needs_neither_session_nor_token(
    settings: Settings, database: Database
) -> None:
    app = make_app(settings, database, clock=lambda: NOON)
    bp = Blueprint("knock", __name__)
    bp.add_url_rule("/knock", view_func=lambda: "come in", methods=["POST"])

    app.extensions["textbank_open_signed"](bp)

    assert "come in" == app.test_client().post("/knock").text


def test_pages_that_are_not_there_say_so(jos: Jos) -> None:
    assert "nothing here" in jos().get("/nope", expect=404).text


@pytest.mark.parametrize(
    ("problem", "status", "words"),
    [
        (ValueError("boom"), 500, "tell your campaign this code"),
        (OperationalError("select", {}, Exception("locked")), 503, "Nothing was lost"),
    ],
)
def test_failures_are_told_kindly(
    settings: Settings, database: Database, problem: Exception, status: int, words: str
) -> None:
    app = make_app(settings, database, clock=lambda: NOON)
    bp = Blueprint("broken", __name__)

    @bp.get("/broken")
    def broken() -> str:
        raise problem

    app.extensions["textbank_open_signed"](bp)
    page = Page(app.test_client()).get("/broken", expect=status)

    assert words in page.text
    assert "boom" not in page.text


def test_htmx_gets_refusals_where_the_page_shows_them(jos: Jos) -> None:
    answer = jos().client.get("/nope", headers={"HX-Request": "true"})

    assert (404, "#refusal") == (answer.status_code, answer.headers["HX-Retarget"])
    assert answer.text.startswith("<p")


def test_headers_protect_every_answer(app: Flask, settings: Settings, database: Database) -> None:
    answer = app.test_client().get("/sign-in")

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-referrer" == answer.headers["Referrer-Policy"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_cookies_are_secure_behind_https(settings: Settings, database: Database) -> None:
    behind = settings.model_copy(update={"public_url": "https://bank.example"})
    answer = make_app(behind, database).test_client().get("/sign-in", base_url="https://bank.example")

    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_static_files_are_kept_for_ever_under_their_fingerprint(stranger: Page, session: Session) -> None:
    page = stranger.get("/sign-in")
    for address in page.tree.xpath("//link/@href | //script/@src"):
        answer = page.client.get(address)
        assert 200 == answer.status_code, address
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()


def test_health_is_told_to_anybody(stranger: Page, session: Session) -> None:
    assert {"status": "ok"} == stranger.client.get("/healthz").json
    ready = stranger.client.get("/readyz")
    assert (200, {"status": "ok", "database": "ok", "broker": "ok"}) == (ready.status_code, ready.json)


def test_not_ready_without_its_broker(settings: Settings, database: Database) -> None:
    alone = settings.model_copy(update={"broker_url": "redis://127.0.0.1:1"})
    answer = make_app(alone, database).test_client().get("/readyz")

    assert 503 == answer.status_code
    assert answer.json is not None
    assert "no answer" == answer.json["broker"]
