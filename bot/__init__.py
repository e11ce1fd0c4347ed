"""Slack for admins: translate in, translate out."""
