"""The domain. Knows no web and no Slack.

Rooms: `people`, `settings` (a campaign's), `contacts`, `labels` (tags and fields), `actions`,
`conversations`, `delivery` (texts on their way), `results`, `notices` (what Slack is told), `metrics` (what
an operator watches), and `models`, the tables under them all. What all rooms use stands here, and the
machinery too: `db` is the one database, `standing` are statements that are run all day and `together` those
that belong to one trip; `jobs` and `engine` do what `bells` ring for, `gathering` lets a burst of them ring
once, and `sweeping` says which job finds what is left in a state.
"""
