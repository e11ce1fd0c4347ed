"""What somebody changed in a form: the values that differ from those it showed them.

Two admins may have the same form open; whoever saves last wins, but only for what they changed themselves.
"""

import json
from typing import Any

from bot.request import View

Values = dict[str, Any]


def metadata(values: Values, **more: Any) -> str:
    """Return what a form remembers of the values it shows."""
    return json.dumps({"seen": values, **more}, ensure_ascii=False)


def changed(view: View, given: Values) -> Values:
    """Return those of the given values that are not what the form showed."""
    seen = json.loads(view["private_metadata"])["seen"]
    return {name: value for name, value in given.items() if value != seen[name]}
