"""An action from its draft to its end.

`drafting`, `scripts` and `on_report` say what it is, `publishing` and `pooling` hand it out, `states`
pauses and closes it. Volunteers see `tasks`, ask for `batches`, which are `taking` from the pool whoever is
`eligible` and `handing_over` to them, and text from the `texting` screen; `texting_again` is for what did not
arrive. Admins see `listing`, find things by `choosing`, and move conversations by
`reassigning`.
"""
