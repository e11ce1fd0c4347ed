"""auth.*, team.*, users.*: who is there."""

from sandbox.slack.api.call import Call, method, page
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json
from sandbox.slack.showing import user_json


@method("api.test")
def api_test(call: Call) -> Json:
    """Echo the arguments."""
    if error := call.text("error"):
        raise SlackError(error)
    return {"args": {key: value for key, value in call.args.items() if key != "token"}}


@method("auth.test")
def auth_test(call: Call) -> Json:
    """Who the token belongs to."""
    state = call.state
    return {
        "url": f"{state.address}/",
        "team": state.team.name,
        "team_id": state.team.id,
        "user": state.app.name.lower(),
        "user_id": state.app.user_id,
        "bot_id": state.app.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke")
def auth_revoke(call: Call) -> Json:
    """Make the token worthless."""
    with call.state.changing():
        call.state.token_revoked = True
    return {"revoked": True}


@method("team.info")
def team_info(call: Call) -> Json:
    """The workspace."""
    team = call.state.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


@method("users.info")
def info(call: Call) -> Json:
    """One user by id."""
    if (user := call.state.users.get(call.need("user"))) is None:
        raise SlackError("user_not_found")
    return {"user": user_json(call.state, user)}


@method("users.list")
def list_users(call: Call) -> Json:
    """Everybody, the app's bot too."""
    return page([user_json(call.state, user) for user in call.state.users.values()], call, "members")


@method("users.lookupByEmail")
def lookup_by_email(call: Call) -> Json:
    """One user by their address."""
    wanted = str(call.need("email")).lower()
    for user in call.state.users.values():
        if user.email and user.email.lower() == wanted:
            return {"user": user_json(call.state, user)}
    raise SlackError("users_not_found")
