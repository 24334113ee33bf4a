"""`nnviz list`: the shipped experiments."""

import click

from nnviz.cli.output import show
from nnviz.experiment.report_text import listing_text
from nnviz.experiment.spec.catalogue import catalogue


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of {name, title, lab, about}.")
def command(as_json: bool) -> None:
    """List the shipped experiments, grouped by lab."""
    show(listing(), as_json, listing_text)


def listing() -> list[dict[str, str]]:
    """Return the shipped experiments in the order of the picker."""
    return [
        {"name": entry.name, "title": entry.title, "lab": entry.lab, "about": entry.about}
        for entry in catalogue()
    ]
