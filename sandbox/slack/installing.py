"""Installing the app by OAuth: what the app may ask for, the code that consent gives, the token for the code.

Source: Slack's "Installing with OAuth", and the errors of oauth.v2.access.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from sandbox.slack.cast import App, User
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Code, Json
from sandbox.slack.rules.scopes import SCOPES
from sandbox.slack.state import State
from sandbox.slack.teams import Teams

CODE_SECONDS = 10 * 60


@dataclass(frozen=True)
class Wish:
    """What an app asks a person for: permissions, and where to send them afterwards."""

    client_id: str
    scopes: tuple[str, ...]
    redirect_uri: str
    state: str

    @classmethod
    def read(cls, app: App, args: Mapping[str, str]) -> "Wish":
        """Read the address of the page that asks. Raises what Slack's page would say instead of asking."""
        scopes = tuple(filter(None, args.get("scope", "").split(",")))
        wish = cls(args.get("client_id", ""), scopes, args.get("redirect_uri", ""), args.get("state", ""))
        if wish.client_id != app.client_id:
            raise SlackError("invalid_client_id")
        if not scopes or (unknown := set(scopes) - SCOPES):
            raise SlackError("invalid_scope", sorted(unknown) if scopes else ["no scopes requested"])
        if not _is_below(wish.redirect_uri, app.redirect_urls):
            raise SlackError("bad_redirect_uri", [f"not configured: {wish.redirect_uri}"])
        return wish

    def sent_back(self, **outcome: str) -> str:
        """The address that the browser is sent to."""
        return f"{self.redirect_uri}?{urlencode({**outcome, 'state': self.state})}"


def allow(state: State, user: User, wish: Wish) -> str:
    """Let a person allow it; returns where their browser goes with the code."""
    code = Code(secrets.token_hex(12), user.id, wish.redirect_uri, wish.scopes, state.clock())
    with state.changing():
        state.codes[code.code] = code
    return wish.sent_back(code=code.code)


def refuse(wish: Wish) -> str:
    """Let a person cancel; returns where their browser goes."""
    return wish.sent_back(error="access_denied")


def exchange(teams: Teams, client_id: str, client_secret: str, args: Json) -> Json:
    """Give the token for a code, once. Raises oauth.v2.access's own errors."""
    app = teams.first.app
    if client_id != app.client_id:
        raise SlackError("invalid_client_id")
    if not secrets.compare_digest(client_secret.encode(), app.client_secret.encode()):
        raise SlackError("bad_client_secret")
    given = str(args.get("code", ""))
    state = teams.having(lambda each: given in each.codes)
    if (code := state.codes.get(given)) is None or state.clock() - code.at > CODE_SECONDS:
        raise SlackError("invalid_code")
    if args.get("redirect_uri") != code.redirect_uri:
        raise SlackError("bad_redirect_uri")
    with state.changing():
        if code.used:
            raise SlackError("code_already_used")
        code.used = True
        _install(state)
    return _answer(state, code)


def _install(state: State) -> None:
    """The token stays the same while it is good; once revoked it is another."""
    if state.token_revoked or not state.app.bot_token:
        state.app = replace(state.app, bot_token=f"xoxb-{secrets.token_hex(16)}")
        state.token_revoked = False


def _answer(state: State, code: Code) -> Json:
    return {
        "access_token": state.app.bot_token,
        "token_type": "bot",
        "scope": ",".join(code.scopes),
        "bot_user_id": state.app.user_id,
        "app_id": state.app.id,
        "team": {"id": state.team.id, "name": state.team.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": code.user},
    }


def _is_below(address: str, configured: tuple[str, ...]) -> bool:
    """Whether an address is a configured one, or below one."""
    wanted = urlsplit(address)
    known = [urlsplit(each) for each in configured]
    return any(
        (wanted.scheme, wanted.netloc) == (each.scheme, each.netloc) and wanted.path.startswith(each.path)
        for each in known
    )
