"""Whether a request is Slack's own; looked at before anything else reads a word of it."""

from collections.abc import Mapping

from slack_sdk.signature import SignatureVerifier


def is_signed(secret: str, body: str, headers: Mapping[str, str]) -> bool:
    """Return whether Slack signed this body, less than five minutes ago.

    Source: Slack's "Verifying requests from Slack".

    Args:
        secret: the app's signing secret; without one nothing is Slack's, for anybody can sign with nothing.
    """
    if not secret:
        return False
    try:
        return SignatureVerifier(secret).is_valid_request(body, headers)
    except (TypeError, ValueError):  # a time or a signature that is not even one
        return False
