"""A conversation as its volunteer lives it, and what follows from each step.

A text goes out by `sending`. One comes in by `receiving`, which asks `matching` whose it is and `heeding`
what its words ask for. `inbox` and `tabs` list conversations, `threads` shows one; `holding` says whose
it is. `reporting` files the `report_form`; what is learned are `facts`, also by `auto_tagging`.
`archiving` and `stopping` end a talk, `moving` hands it over, and `keys` let a form act once.
"""
