"""Twilio's signature: HMAC-SHA1 over the address and the sorted form.

Source: twilio.com/docs/usage/security.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def sign(auth_token: str, address: str, form: Mapping[str, str]) -> str:
    """Return the value of `X-Twilio-Signature`; `address` has its query string and no fragment."""
    signed = address + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
