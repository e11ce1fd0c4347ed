"""Headers on every answer: browsers run our own files only, keep quiet about us, and cache well."""

from flask import Flask, Response, request

from inbox.wiring import textbank

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FOR_EVER = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Add the headers after each request."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if textbank().settings.public_url.startswith("https://"):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        headers["Cache-Control"] = FOR_EVER if "v" in request.args else "public, max-age=300"
    else:
        headers.setdefault("Cache-Control", "private, no-cache")
        headers.add("Vary", "HX-Request")
    return response
