"""Workspaces' tokens at rest: sealed with a key that follows from SECRET_KEY."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import CoreError

_PURPOSE = b"textbank workspace tokens"  # whoever has this key has no other that follows from the same secret
_KEY_BYTES = 32


class TokenUnreadable(CoreError):
    """A token was sealed with another key."""

    def __init__(self) -> None:
        super().__init__(
            "A workspace's token cannot be read with this SECRET_KEY. Put the earlier key back, or install "
            "the app into the workspace anew."
        )


class Seal:
    """Seals tokens and opens what it sealed.

    Args:
        signing_key: `Settings.signing_key()`; with another one nothing can be opened that this one sealed.
    """

    def __init__(self, signing_key: str) -> None:
        derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=_PURPOSE).derive(signing_key.encode())
        self._fernet = Fernet(urlsafe_b64encode(derived))

    def close(self, token: str) -> str:
        """Return the token as it may lie in the database."""
        return self._fernet.encrypt(token.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the token again. Raises TokenUnreadable."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise TokenUnreadable from None
