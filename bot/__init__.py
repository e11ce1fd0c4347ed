"""Slack for admins: translate in, translate out.

`app` puts it together; `menu` and its `verbs` are the front door, `home` is App Home. A feature is a file or
a folder: `actions`, `lists`, `labels` (tags and fields), `results`, `attention`, `reassign`, `optout`,
`summaries`, `settings`, `alerts`. They answer a `request` and share `blocks`, `elements`, `forms`, `paging`,
`turning`, `counted` and `times`. `signing` and `people` know who asks, `acking` answers in time, `errors` and
`troubles` say what went wrong. `notices` words what channels hear, `posting` posts it.
"""
