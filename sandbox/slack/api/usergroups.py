"""usergroups.*: groups of people with a handle, which workspaces on paid plans have.

Source: docs.slack.dev, usergroups.list and usergroups.users.list.
"""

from sandbox.slack.api.call import Call, method
from sandbox.slack.cast import UserGroup
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json


@method("usergroups.list")
def list_groups(call: Call) -> Json:
    """All groups of the workspace, the disabled ones too when asked for."""
    _paid(call)
    shown = [
        each for each in call.state.user_groups.values() if not each.disabled or call.flag("include_disabled")
    ]
    return {"usergroups": [_json(call, each) for each in shown]}


@method("usergroups.users.list")
def list_members(call: Call) -> Json:
    """The ids of those in one group."""
    _paid(call)
    group = call.state.user_groups.get(call.need("usergroup"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": _members(call, group)}


def _paid(call: Call) -> None:
    if call.state.free_plan:
        raise SlackError("plan_upgrade_required")


def _members(call: Call, group: UserGroup) -> list[str]:
    return [call.state.user(name).id for name in group.members]


def _json(call: Call, group: UserGroup) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": call.state.team.id,
        "is_usergroup": True,
        "is_external": False,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "auto_type": None,
        "date_delete": 1_700_000_000 if group.disabled else 0,
    }
    if call.flag("include_users"):
        shown["users"] = _members(call, group)
    return shown | ({"user_count": len(group.members)} if call.flag("include_count") else {})
