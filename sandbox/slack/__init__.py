"""A strict local Slack: Web API, interactions towards the app, a driver for tests, a browser console."""
