"""From the queue to the carrier.

`lanes` are the campaigns with texts that are due. `claiming` takes some in hand and has others closed by
`refusing`, in `rounds`. The `outbox` has `hands` send them through the gateway; `recording` says what came of
it, with `putting_back` for what may go again, and `keeping` makes sure of that.
"""
