"""The domain. Knows no web and no Slack.

Rooms: `people`, `contacts`, `labels` (tags and fields), `actions`, `conversations`, `delivery` (texts on
their way), `results`, `notices` (what Slack is told), and `models`, the tables under them all. What all
rooms use stands here, and the machinery too: `jobs` and `engine` do what `bells` ring for.
"""
