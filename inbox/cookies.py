"""The session's cookie, whose signer is made once instead of for each request."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class Cookies(SecureCookieSessionInterface):
    """Flask's own sessions of one app; to make the signer costs more than to read what it signed."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer, made from the app's key when first it is asked for."""
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer
