"""The command line: `textbank VERB`. Heavy parts are imported by the verb that needs them."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.config import Settings, read_settings
from core.errors import CoreError

app = typer.Typer(
    help="A text bank that a campaign runs from Slack.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script instead of words for a person.")]


def main() -> None:
    """Run the command line; a refusal is one sentence, never a traceback."""
    try:
        app()
    except CoreError as error:
        sys.exit(error.sentence)


@app.command()
def demo(
    reset: Annotated[bool, typer.Option(help="Forget the demo's data instead of starting it.")] = False,
    port: Annotated[
        int, typer.Option(min=1, max=65533, help="The inbox's port; the stand-ins take the next two.")
    ] = 8000,
    fresh: Annotated[bool, typer.Option(help="Begin with nothing: install the app and set it up.")] = False,
) -> None:
    """Start the product with stand-ins for Slack and Twilio, on this machine, without accounts."""
    from textbank import demo as demonstration

    if reset:
        demonstration.reset()
    else:
        demonstration.run(port, fresh=fresh)


@app.command()
def serve() -> None:
    """Serve the inbox, the webhooks and Slack; on one machine the engine and the clock too."""
    from textbank.serving import serve as serve_forever

    serve_forever(_start())


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from core.db import Database
    from textbank.readying import bring_up_to_date

    bring_up_to_date(Database(_start().database_url))
    typer.echo("The database is up to date.")


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what is missing and how to get it; exits with 1 when the product cannot do its job."""
    from textbank.doctor import examine

    findings = examine(_start())
    for finding in findings:
        typer.echo(json.dumps(finding.as_json()) if as_json else finding.line())
    raise typer.Exit(int(any(finding.state == "missing" for finding in findings)))


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV or XLSX file.")],
    list_name: Annotated[str, typer.Option("--list", help="The contact list that the rows go into.")],
    as_json: Json = False,
) -> None:
    """Import contacts from a file; rows that were refused are written beside it."""
    from core.clock import utcnow
    from core.db import Database
    from textbank.importing import import_file

    import_file(Database(_start().database_url), file, list_name, as_json=as_json, now=utcnow())


@app.command()
def owner(
    slack_user_id: Annotated[str, typer.Argument(help="Such as U012AB3CD.")],
    workspace: Annotated[str, typer.Option(help="Such as T012AB3CD, where several have the app.")] = "",
) -> None:
    """Make somebody of the Slack workspace the owner of its campaign; makes the campaign at first."""
    from textbank.owning import own
    from textbank.product import Product

    typer.echo(own(Product(_start()), slack_user_id, workspace))


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="The https address of this product.")],
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode, with SLACK_APP_TOKEN.")] = False,
) -> None:
    """Print the Slack app manifest, to paste when making the app."""
    from textbank.manifest import manifest as made

    typer.echo(json.dumps(made(url, socket=socket), indent=2))


@app.command()
def worker(threads: Annotated[int, typer.Option(min=1, help="Jobs at a time.")] = 8) -> None:
    """Run jobs from the broker until SIGTERM."""
    from textbank.processes import run_worker

    run_worker(_start(), threads)


@app.command()
def clock() -> None:
    """Ring the sweeps until SIGTERM; a second clock does no harm."""
    from textbank.processes import run_clock

    run_clock(_start())


@app.command()
def bot() -> None:
    """Listen to Slack by Socket Mode until SIGTERM; needs SLACK_APP_TOKEN."""
    from textbank.processes import run_socket_mode

    run_socket_mode(_start())


@app.command()
def recount(as_json: Json = False) -> None:
    """Prove what conversations carry against a full recount; exits with 1 when something differs."""
    from textbank.recounting import recount as count_again

    raise typer.Exit(count_again(_start(), as_json=as_json))


def _start() -> Settings:
    from textbank.logs import set_up_logs

    settings = read_settings()
    set_up_logs(settings.log_level)
    return settings
