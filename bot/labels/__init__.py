"""`/tags` and `/textbank fields`: a list with pages, and a form for one of its labels.

A `shelf` is what both share, and folders too: the `listing`, where somebody is in it (`place`), and moving
its lines (`moving`, `move_views`). Forms share `form_parts` and what is `known` of their label; `clashing`
is for two people at once. `tags` and `fields` are the two shelves, with `tag_form` and `field_form`;
`options` are a field's. `stopped` tells that a new opt-out tag has opted its holders out.
"""
