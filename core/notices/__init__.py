"""What Slack is to be told: rows made by `telling`, delivered by `delivering` through the `port`.

What can never be delivered is `failing`. `summaries` are planned by a `timetable` and told by
`summing_up`.
"""
