"""Ports of this machine."""

import socket

from core.errors import CoreError


def require_free(port: int, cure: str) -> None:
    """Go on only with a port that nobody listens on.

    The servers share a port with whoever shares it too, so that a second textbank would take half of the
    requests of the first without a word.

    Raises:
        CoreError: it is taken, or not ours to take; `cure` says what to do.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what is just closing is no harm
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104  # as the server will
        except PermissionError:
            raise CoreError(f"Port {port} is not for everybody to take. {cure}") from None
        except OSError:
            raise CoreError(f"Port {port} is taken. {cure}") from None
