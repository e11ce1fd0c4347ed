"""Many workspaces: each installs the app by itself, sees its own campaign alone, and may leave."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import func, select

from core.clock import utcnow
from core.config import Settings, read_settings
from core.db import Database
from core.jobs import deliver_notices
from core.models import Campaign, InstallState, Notice, SendingService, User, Workspace
from core.notices.telling import tell
from core.people.installing import leave
from sandbox.slack import App, ChannelPlan, SlackWorkspace, Team
from sandbox.slack import User as Somebody
from tests.bot.conftest import Hands, Settled
from textbank.product import Product
from textbank.web import make_web

URL = "https://text.example"
SERVICE = "MG" + "7" * 32
HAL = Somebody("U0HAL", "hal", "Hal Hill", "hal@hill.example")
ANN = Somebody("U0ANN", "ann", "Ann Hill", "ann@hill.example")


class Door:
    """Where Slack sends to: the web application, once there is one."""

    def __init__(self) -> None:
        self.web: FlaskClient | None = None

    def __call__(self, body: str, headers: dict[str, str]) -> Any:
        assert self.web
        answer = self.web.post("/slack/events", data=body.encode(), headers=headers)
        return SimpleNamespace(status=answer.status_code, body=answer.get_data(as_text=True))


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def slack(door: Door) -> Iterator[SlackWorkspace]:
    back = f"{URL}/slack/oauth_redirect"
    with SlackWorkspace.start(door, bot_token="", redirect_url=back, patience=20.0) as slack:
        yield slack
        assert [] == slack.refused


@pytest.fixture
def hill(slack: SlackWorkspace) -> SlackWorkspace:
    hall = ChannelPlan("C0HALL", "hall", ("Hal", "Ann"))
    return slack.neighbour(Team("T0HILL", "Hillside", "hill"), [HAL, ANN], [hall])


@pytest.fixture
def settings(slack: SlackWorkspace) -> Settings:
    return read_settings(
        public_url=URL,
        secret_key="a key for tests",
        slack_api_base_url=slack.api_url,
        slack_signing_secret=App.signing_secret,
        slack_client_id=App.client_id,
        slack_client_secret=App.client_secret,
        twilio_messaging_service_sid=SERVICE,
    )


@pytest.fixture
def product(settings: Settings, own_database: Database) -> Product:
    product = Product(settings)
    product.__dict__["database"], product.__dict__["hands"] = own_database, Hands()
    return product


@pytest.fixture
def browser(product: Product, door: Door) -> FlaskClient:
    """Somebody's browser, which keeps cookies; Slack calls the same application."""
    web = make_web(product)
    door.web = web.test_client()
    return web.test_client()


def asked(browser: FlaskClient) -> str:
    return browser.get("/slack/install", base_url=URL).headers["Location"]


def follow(browser: FlaskClient, address: str) -> Any:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}", base_url=URL, follow_redirects=True)


def put_in(browser: FlaskClient, workspace: SlackWorkspace, name: str) -> str:
    """Install the app into a workspace; return the page that says so."""
    page = follow(browser, workspace.consent(asked(browser), name))
    assert 200 == page.status_code, page.text
    return str(page.text)


def someone(workspace: SlackWorkspace, name: str, product: Product) -> Any:
    """Return somebody whose every act is over, listeners included, when it returns."""
    hands: Any = product.hands
    return Settled(workspace.person(name), hands)


def tokens(database: Database) -> list[str | None]:
    with database.readers() as session:
        return list(session.scalars(select(Workspace.token)))


def count(database: Database, kind: Any) -> int:
    with database.readers() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def post_in(product: Product, team: str, channel: str) -> None:
    """Tell a workspace's channel something."""
    with product.database.sessions.begin() as session:
        campaign = session.scalars(select(Campaign).filter_by(slack_team_id=team)).one()
        data = {"channel": channel, "kind": "summary", "reason": "is_archived", "in_part": False}
        kind = "undeliverable"
        tell(
            session, campaign_id=campaign.id, key=channel, kind=kind, channel=channel, data=data, now=utcnow()
        )
    deliver_notices(product.tools)


def test_the_installer_owns_a_new_campaign_and_is_led_back_to_slack(
    browser: FlaskClient, slack: SlackWorkspace, own_database: Database
) -> None:
    page = put_in(browser, slack, "Maya")

    assert "Textbank is in Riverside for All" in page
    assert "You own its text bank." in page
    assert "slack://app?team=T0RIVERSIDE&amp;id=A0TEXTBANK&amp;tab=home" in page
    with own_database.readers() as session:
        owner = session.scalars(select(User)).one()
        service = session.scalars(select(SendingService)).one()
        token = session.scalars(select(Workspace.token)).one()
    assert ("Maya Torres", "owner", "U0MAYA") == (owner.name, owner.role, owner.slack_id)
    assert SERVICE == service.messaging_service_sid
    assert slack.state.app.bot_token not in str(token)
    assert "First steps" in slack.text_of(slack.person("Maya").home())


def test_each_workspace_sees_its_own_campaign_and_hears_by_its_own_token(
    browser: FlaskClient, product: Product, slack: SlackWorkspace, hill: SlackWorkspace
) -> None:
    put_in(browser, slack, "Maya")
    put_in(browser, hill, "Hal")
    maya, hal = someone(slack, "Maya", product), someone(hill, "Hal", product)

    assert "Texts are from “Riverside for All”" in slack.text_of(maya.home())
    assert "Texts are from “Hillside”" in hill.text_of(hal.home())
    hal.command("/tags", channel="#hall")
    hal.click(None, "Create tag")
    hal.fill("Tag name", "Hill only")
    hal.submit()
    maya.command("/tags")
    assert "Hill only" in hill.text_of(hal.modal)
    assert "Hill only" not in slack.text_of(maya.modal)

    post_in(product, "T0HILL", "C0HALL")
    post_in(product, "T0RIVERSIDE", "C0GENERAL")
    assert [1, 1] == [len(hill.channel("#hall").messages), len(slack.channel("#general").messages)]


def test_a_file_is_fetched_with_its_workspaces_own_token(
    browser: FlaskClient, product: Product, slack: SlackWorkspace, hill: SlackWorkspace
) -> None:
    put_in(browser, slack, "Maya")
    put_in(browser, hill, "Hal")
    hal = someone(hill, "Hal", product)

    hal.command("/textbank", "lists import", channel="#hall")
    hal.fill("List name", "Voters")
    hal.fill("File", [("voters.csv", b"phone\n2125550111\n")])
    hal.submit()

    assert "phone" in hill.text_of(hal.modal)


def test_a_workspace_that_leaves_is_told_nothing_until_it_is_back(
    browser: FlaskClient,
    product: Product,
    own_database: Database,
    slack: SlackWorkspace,
    hill: SlackWorkspace,
) -> None:
    put_in(browser, slack, "Maya")
    put_in(browser, hill, "Hal")
    assert hill.uninstall().ok
    product.hands.rest()  # type: ignore[attr-defined]

    post_in(product, "T0HILL", "C0HALL")
    post_in(product, "T0RIVERSIDE", "C0GENERAL")
    assert [0, 1] == [len(hill.channel("#hall").messages), len(slack.channel("#general").messages)]
    waiting = select(Notice.problem).filter_by(channel="C0HALL")
    with own_database.readers() as session:
        assert ("not_installed", "uninstalled") == (
            session.scalar(waiting),
            session.scalar(select(Workspace.gone_why).filter_by(team_id="T0HILL")),
        )
    assert "First steps" in slack.text_of(someone(slack, "Maya", product).home())

    assert "Hal Hill owns its text bank" in put_in(browser, hill, "Ann")
    deliver_notices(product.tools)
    assert 1 == len(hill.channel("#hall").messages)
    assert (2, 2) == (count(own_database, Campaign), count(own_database, User))


def test_a_person_in_a_workspace_that_left_is_told_how_to_come_back(
    browser: FlaskClient, product: Product, own_database: Database, hill: SlackWorkspace
) -> None:
    put_in(browser, hill, "Hal")
    with own_database.sessions.begin() as session:
        leave(session, "T0HILL", why="revoked", at=utcnow(), now=utcnow())

    hal = someone(hill, "Hal", product)
    assert 200 == hal.command("/textbank", channel="#hall").status
    assert f"{URL}/slack/install" in hill.text_of(hal.ephemerals[-1])


def test_a_token_taken_back_is_forgotten_and_peoples_own_tokens_are_not_ours(
    browser: FlaskClient, product: Product, own_database: Database, slack: SlackWorkspace
) -> None:
    put_in(browser, slack, "Maya")
    slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U0MAYA"]}})
    product.hands.rest()  # type: ignore[attr-defined]
    assert tokens(own_database)[0]

    slack.revoke()
    product.hands.rest()  # type: ignore[attr-defined]
    assert [None] == tokens(own_database)


def test_cancelling_installs_nothing_and_says_how_to_begin_again(
    browser: FlaskClient, slack: SlackWorkspace, own_database: Database
) -> None:
    page = follow(browser, slack.consent(asked(browser), "Maya", allow=False))

    assert 422 == page.status_code
    assert "You did not allow it in Slack" in page.text
    assert 'href="/slack/install"' in page.text
    assert (0, 0, 0) == tuple(count(own_database, each) for each in (Campaign, Workspace, InstallState))


def test_coming_back_twice_installs_once(
    browser: FlaskClient, slack: SlackWorkspace, own_database: Database
) -> None:
    back = slack.consent(asked(browser), "Maya")
    assert 200 == follow(browser, back).status_code

    again = follow(browser, back)
    assert (422, 1) == (again.status_code, count(own_database, Workspace))
    assert "is done already. Begin again." in again.text
    assert "Textbank is in Riverside" in browser.get("/slack/installed", base_url=URL).text


def test_another_browser_cannot_finish_what_this_one_began(
    browser: FlaskClient, slack: SlackWorkspace, own_database: Database
) -> None:
    back = slack.consent(asked(browser), "Maya")

    stranger = browser.application.test_client()
    for address in (back, f"{URL}/slack/oauth_redirect", f"{URL}/slack/oauth_redirect?state=&code=x"):
        assert 422 == follow(stranger, address).status_code
    assert 0 == count(own_database, Workspace)
    assert 200 == follow(browser, back).status_code


def test_two_tabs_of_one_browser_may_both_begin(browser: FlaskClient, slack: SlackWorkspace) -> None:
    first, second = asked(browser), asked(browser)

    for address in (first, second):
        assert 200 == follow(browser, slack.consent(address, "Maya")).status_code


@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("oauth.v2.access", {"error": "invalid_code"}),
        ("oauth.v2.access", {"status": 503, "error": "service_unavailable", "times": 3}),
        ("users.info", {"error": "missing_scope"}),
    ],
)
def test_a_slack_that_fails_leaves_nothing_half_done(
    browser: FlaskClient,
    slack: SlackWorkspace,
    own_database: Database,
    method: str,
    trouble: dict[str, Any],
) -> None:
    slack.fail(method, **trouble)

    page = follow(browser, slack.consent(asked(browser), "Maya"))

    assert 422 == page.status_code
    assert f"Slack did not finish the installation (“{trouble['error']}”)" in page.text
    assert (0, 0) == (count(own_database, Campaign), count(own_database, Workspace))
    slack.state.faults.clear()
    assert "Textbank is in" in put_in(browser, slack, "Maya")


def test_whoever_has_installed_nothing_is_sent_to_begin(browser: FlaskClient) -> None:
    assert browser.get("/slack/installed").headers["Location"].endswith("/slack/install")


def test_a_product_for_one_workspace_is_installed_by_hand(settings: Settings, own_database: Database) -> None:
    by_token = {
        "slack_client_id": "",
        "slack_client_secret": SecretStr(""),
        "slack_bot_token": SecretStr("x"),
    }
    product = Product(settings.model_copy(update=by_token))
    product.__dict__["database"] = own_database

    for path in ("/slack/install", "/slack/oauth_redirect", "/slack/installed"):
        answer = make_web(product).test_client().get(path)
        assert 404 == answer.status_code
        assert "for one Slack workspace" in answer.text


def test_bolt_does_not_turn_to_an_oauth_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
    browser: FlaskClient,
    product: Product,
    door: Door,
    slack: SlackWorkspace,
) -> None:
    """It reads these two variables by itself and would look for tokens in files."""
    monkeypatch.setenv("SLACK_CLIENT_ID", App.client_id)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", App.client_secret)
    put_in(browser, slack, "Maya")
    door.web = make_web(product).test_client()

    assert "First steps" in slack.text_of(someone(slack, "Maya", product).home())
