"""Volunteers' pages, Twilio's webhooks and short links, as one Flask application."""
