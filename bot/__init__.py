"""Slack for admins: translate in, translate out.

`app` puts it together; `menu` and its `verbs` are the front door, `home` is App Home. A feature is a file or
a folder: `actions`, `lists`, `labels` (tags and fields), `results`, `attention`, `reassign`,
`optout`, `summaries`. They answer a `request` and share `blocks`, `elements`, `forms`, `paging`, `counted`
and `times`. `signing` and `people` know who asks, `acking` answers in time, `errors` and `troubles` say what
went wrong. `notices` words what channels hear, `posting` posts it.
"""
