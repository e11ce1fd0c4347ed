"""Users: `setting_up` a campaign and its owner, `joining`, and `signing_in`.

One signs in by a personal link (`links`) or by one of the `codes` that `texting_codes` sends. What each may
do, `rights` says.
"""
