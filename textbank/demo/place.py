"""Where the demo lives: its folder, its ports, and settings that open nothing but the stand-ins."""

from dataclasses import dataclass
from pathlib import Path

from core.config import Settings, read_settings

FOLDER = Path(".demo")
TEAM_ID = "T0RIVERSIDE"
TOKEN = "xoxb-demo"  # noqa: S105 - opens nothing but the stand-in
CHANNEL = "C0TEXTBANK"
NUMBERS = ("+15005550010", "+15005550011")
# by these the stand-in knows an app that it has not installed yet
CLIENT_ID, CLIENT_SECRET = "1000.2000", "sandbox-client-secret"

_WAYS_IN = ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")


@dataclass(frozen=True)
class Place:
    """One demo on this machine; the stand-ins take the two ports after the product's.

    Attributes:
        fresh: whether it begins before the first day: nothing is installed, nobody is known.
    """

    port: int
    fresh: bool = False

    @property
    def folder(self) -> Path:
        return FOLDER / "first-day" if self.fresh else FOLDER

    @property
    def product_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def slack_url(self) -> str:
        return f"http://localhost:{self.port + 1}"

    @property
    def twilio_url(self) -> str:
        return f"http://localhost:{self.port + 2}"

    def settings(self) -> Settings:
        """Return the product's settings, as `textbank serve` would read them."""
        return read_settings(**{name.lower(): value for name, value in self.environment().items()})

    def environment(self) -> dict[str, str]:
        """Return the variables that a real deployment would set."""
        return {
            "DATABASE_URL": f"sqlite:///{(self.folder / 'textbank.db').resolve()}",
            "BROKER_URL": "",
            "PORT": str(self.port),
            "PUBLIC_URL": self.product_url,
            # by the name under which the stand-in gives out its files
            "SLACK_API_BASE_URL": f"http://127.0.0.1:{self.port + 1}/api/",
            # nothing of a real one that this shell may have
            **dict.fromkeys(_WAYS_IN, ""),
            **self._way_in(),
            "SLACK_SIGNING_SECRET": "demo-signing-secret",
            "TWILIO_API_BASE_URL": self.twilio_url,
            "TWILIO_ACCOUNT_SID": "AC" + "d" * 32,
            "TWILIO_AUTH_TOKEN": "demo-auth-token",
            "TWILIO_MESSAGING_SERVICE_SID": "MG" + "d" * 32,
        }

    def _way_in(self) -> dict[str, str]:
        if self.fresh:
            return {"SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": CLIENT_SECRET}
        return {"SLACK_BOT_TOKEN": TOKEN}

    def stand_ins(self) -> list[str]:
        """Return the arguments of `python -m sandbox` that fit the settings."""
        given = self.environment()
        return [
            f"--slack-port={self.port + 1}",
            f"--twilio-port={self.port + 2}",
            f"--app-url={self.product_url}",
            f"--signing-secret={given['SLACK_SIGNING_SECRET']}",
            *([] if self.fresh else [f"--bot-token={TOKEN}"]),
            f"--account-sid={given['TWILIO_ACCOUNT_SID']}",
            f"--auth-token={given['TWILIO_AUTH_TOKEN']}",
            f"--messaging-service-sid={given['TWILIO_MESSAGING_SERVICE_SID']}",
            *(f"--number={number}" for number in NUMBERS),
            f"--state={self.folder}",
        ]
