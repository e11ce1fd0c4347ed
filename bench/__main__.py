"""`python -m bench`: one table, and the same as JSON; exits with 1 when a target is missed."""

import json
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench import delivery, importing, inbox, press, results, settling, webhook
from bench.measure import Measure

PARTS: dict[str, ModuleType] = {
    "importing": importing,
    "webhook": webhook,
    "press": press,
    "inbox": inbox,
    "delivery": delivery,
    "settling": settling,
    "results": results,
}


def main(
    only: Annotated[list[str] | None, typer.Argument(help=f"Parts to measure: {', '.join(PARTS)}.")] = None,
    to: Annotated[Path | None, typer.Option("--json", help="Write the measurements to this file.")] = None,
) -> None:
    """Measure against bare yardsticks in the same run."""
    begun = time.monotonic()
    found = [measure for name in only or PARTS for measure in PARTS[name].measures()]
    Console(width=160).print(_table(found))
    made = json.dumps([measure.as_json() for measure in found], ensure_ascii=False)
    if to:
        to.write_text(made)
    else:
        typer.echo(made)
    typer.echo(f"{len(found)} measurements in {time.monotonic() - begun:.0f} seconds", err=True)
    sys.exit(int(not all(measure.ok for measure in found)))


def _table(found: list[Measure]) -> Table:
    table = Table("", "measured", "value", "yardstick", "ratio", "target")
    for measure in found:
        ratio = "" if measure.ratio is None else f"{measure.ratio:.2f}"
        value = f"{measure.value:,.{0 if measure.value >= 20 else 2}f} {measure.unit}"
        table.add_row(
            "✓" if measure.ok else "✗", measure.name, value, measure.yardstick, ratio, measure.target
        )
    return table


typer.run(main)
