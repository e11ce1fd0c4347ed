"""Users: `setting_up` a campaign and its owner, `joining`, and `signing_in`.

One signs in by a personal link (`links`) or by one of the `codes` that `texting_codes` sends. What each may
do, `rights` says.

With many workspaces the app is put into one by `installing`, with one of the `install_states`; its token is
sealed by `tokens` and found by `workspaces`.
"""
