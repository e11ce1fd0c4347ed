"""`python -m sandbox`: run the stand-ins for Slack and Twilio beside the product."""

import signal
import time
from pathlib import Path
from typing import Annotated

import typer

from sandbox import twilio
from sandbox.slack import SlackWorkspace

main = typer.Typer(add_completion=False)


@main.command()
def run(
    slack_port: Annotated[int, typer.Option(help="Port of the Slack console and API; 0 takes a free one.")],
    twilio_port: Annotated[
        int, typer.Option(help="Port of the phones and Twilio's API; 0 takes a free one.")
    ],
    app_url: Annotated[str, typer.Option(help="Base address of the product.")],
    signing_secret: Annotated[str, typer.Option(help="Slack's signing secret.")],
    bot_token: Annotated[
        str, typer.Option(help="Slack's bot token; without one the app waits to be installed by OAuth.")
    ] = "",
    account_sid: Annotated[str, typer.Option(help="Twilio's account.")] = "AC" + "0" * 32,
    auth_token: Annotated[str, typer.Option(help="Twilio's token.")] = "sandbox-auth-token",  # noqa: S107
    messaging_service_sid: Annotated[str, typer.Option(help="Twilio's service.")] = "MG" + "0" * 32,
    number: Annotated[list[str] | None, typer.Option(help="A number of the service; repeatable.")] = None,
    state: Annotated[Path | None, typer.Option(help="Folder to keep what happened in.")] = None,
) -> None:
    """Serve both until Ctrl-C."""
    phones = twilio.start(
        twilio_port,
        app_url,
        account_sid,
        auth_token,
        messaging_service_sid,
        number or ["+15005550006"],
        state / "twilio" if state else None,
    )
    slack = SlackWorkspace.start(
        f"{app_url.rstrip('/')}/slack/events",
        signing_secret=signing_secret,
        bot_token=bot_token,
        redirect_url=f"{app_url.rstrip('/')}/slack/oauth_redirect",
        port=slack_port,
        folder=state / "slack" if state else None,
    )
    if 0 in (slack_port, twilio_port):  # whoever gave the ports knows the addresses
        typer.echo(f"Slack console {slack.url}, phones {phones.url}")
    _until_told_to_stop()
    slack.stop()
    phones.stop()


def _until_told_to_stop() -> None:
    told: list[int] = []
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda number, _: told.append(number))
    while not told:  # in short steps: a signal may come to another thread than this, which alone can note it
        time.sleep(0.2)


if __name__ == "__main__":
    main()
