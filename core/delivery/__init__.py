"""From a queued text to a phone, and what came of it.

`cases` gathers what the `safeguards` look at (`hours` and `segments` among it) as the columns that are
`known`, and `checking` applies them. `state_hours` is the table of hours by state, `state_rules` what
admins made of it, `hours_in_words` what people are told. `lanes` are the campaigns with texts that are due.
`claiming` takes some in hand and has others closed by `refusing`, in `rounds` and at the `pacing` that
their sender's `throughput` and `daily_caps` allow. The `outbox` has `hands` send them through the
`gateway`, whose real side is `twilio` over `twilio_http` (with `twilio_asking` for what is read there, and
`twilio_media` for files); `recording` says what came of it and `keeping` makes sure of that. `statuses`
hears callbacks, `advancing` moves a text through its `states`, `outcomes` says what a failure means and
`effects` what follows: for the one text, whether it may be had by `pressing_again`, for the campaign what
is among `troubles`, and by `stop_loss` an action pauses itself. `settling` looks for texts of which nobody
knows, and `adopting` finds each in the carrier's list; `following` asks for those of which no more was
heard, both by `looking_up` several at a time; `handing_back` ends both.
"""
