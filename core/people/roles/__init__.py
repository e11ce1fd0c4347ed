"""Roles: what each brings is in `core.people.rights`.

`grants` says what can be given, `granting` gives and takes it, `keeping` writes it down, `listing` reads it.
`groups` follow user groups of Slack's, through a `port`, by `rounds`.
"""
