"""Read-only figures for screens, as frozen dataclasses.

`counting` puts the results of an action together: `overview` and `performance`, over its `texts`.
`conditions` and `figures` say which rows each number counts, `behind` opens it. `choosing` offers
actions, `progress` shows those that are out, `day` is a summary's. `recount` proves what conversations
carry.
"""
