"""An action from its draft to its end.

`drafting`, `scripts` and `on_report` say what it is, `publishing` and `pooling` hand it out, `states`
pauses and closes it. Volunteers see `tasks`, take `batches` of whom is `eligible`, and text from the
`texting` screen. Admins see `listing`, find things by `choosing`, and move conversations by
`reassigning`.
"""
