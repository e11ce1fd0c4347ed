"""From a queued text to a phone, and what came of it.

`cases` gathers what the `safeguards` look at (`hours` and `segments` among it) as the columns that are
`known`, and `checking` applies them. `sending` takes texts that are due at the `pace` that their sender may
keep and gives them to the `gateway`, whose real side is `twilio`. `endings` hears what became of a text and
moves it through its `states`; `settling` asks after those of which nothing was heard. What breaks over one
text ends no round of work, unless the database is away (see `core.away`).
"""
