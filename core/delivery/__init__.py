"""From a queued text to a phone, and what came of it.

`cases` gathers what the `safeguards` look at (`hours` and `segments` among it), `checking` applies them.
`claiming` takes queued texts in hand, `outbox` sends them through the `gateway`, whose real side is
`twilio`. `statuses` hears callbacks, `advancing` moves a text through its `states`, `outcomes` says what
a failure means, and `settling` looks for texts of which nobody knows.
"""
