"""What Slack is to be told: rows made by `telling`, delivered by `delivering` through the `port`.

What is wrong is one of the `incidents`, told in the words of `alerts`. What can never be delivered is
`failing`, what waited for the app to return `waking`. `summaries` are planned by a `timetable` and told by
`summing_up`.
"""
