"""Volunteers' pages and Twilio's webhooks, as one Flask application put together by `app`.

Pages: `home`, `texting`, `threads`, `reports`, `joining`, `signing_in`, and `news`, which open pages ask for.
Other doors: `twilio`, `health`. They share `wiring` (settings, database, clock), `access` (who is asking),
`parsing`, `rendering`, `words`, `refusals` and `headers`.
"""
