"""Scripts, from wording to text: `parsing` finds the variables in one, `filling` puts in a contact's values.

`variables` says which names a list knows, `keeping` stores what admins write as `initials` and `responses`,
with their `answers`, what is `following` them, and the `versions` they had; a first text ends with the
`stop_sentence`; `preview` shows how it will read, with the `concerns` about it.
"""

from core.actions.scripts.filling import ALWAYS_KNOWN, check, fill, fill_initial

__all__ = ["ALWAYS_KNOWN", "check", "fill", "fill_initial"]
