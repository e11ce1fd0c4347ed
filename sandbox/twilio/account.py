"""The one account the stand-in knows: its credentials, its messaging service and the service's numbers."""

import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """Credentials and senders. The defaults are made up and safe to print."""

    sid: str = "AC" + "7e" * 16
    auth_token: str = "sandbox-auth-token"  # noqa: S105  a made-up one
    api_keys: dict[str, str] = field(default_factory=lambda: {"SK" + "5a" * 16: "sandbox-api-secret"})
    service: str = "MG" + "3c" * 16
    numbers: tuple[str, ...] = ("+13125550170", "+13125550171", "+13125550172")

    def knows(self, user: str, password: str) -> bool:
        """Whether this is the account with its token, or an API key with its secret."""
        expected = {self.sid: self.auth_token, **self.api_keys}.get(user)
        return expected is not None and hmac.compare_digest(expected.encode(), password.encode())
