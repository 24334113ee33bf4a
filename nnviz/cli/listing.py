"""`nnviz list`: the shipped experiments."""

import click

from nnviz.cli.output import show
from nnviz.cli.report_text import listing_text
from nnviz.experiment.spec.catalogue import Entry, catalogue
from nnviz.experiment.sweeps.named_sweeps import SweepEntry, shipped_sweeps

SWEEPS = "Sweeps, many runs and their table: nnviz sweep NAME"


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of {name, title, lab, about}.")
@click.option(
    "--sweeps", "only_sweeps", is_flag=True, help="Only the sweeps, for `nnviz sweep`; in JSON, too."
)
def command(as_json: bool, only_sweeps: bool) -> None:
    """List the shipped experiments, grouped by lab, and the shipped sweeps."""
    if only_sweeps:
        show(sweeps(), as_json, listing_text)
    else:
        show(listing(), as_json, _with_sweeps)


def _with_sweeps(entries: list[dict[str, str]]) -> str:
    return f"{listing_text(entries)}\n\n\n{SWEEPS}\n\n{listing_text(sweeps())}"


def sweeps() -> list[dict[str, str]]:
    """Return the shipped sweeps in the order of their labs."""
    return [_plain(entry) for entry in shipped_sweeps()]


def listing() -> list[dict[str, str]]:
    """Return the shipped experiments in the order of the picker."""
    return [_plain(entry) for entry in catalogue()]


def _plain(entry: Entry | SweepEntry) -> dict[str, str]:
    return {"name": entry.name, "title": entry.title, "lab": entry.lab, "about": entry.about}
