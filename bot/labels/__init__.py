"""`/tags` and `/textbank fields`: both are a `shelf`, a `listing` with pages and a form for one label."""
