"""`nnviz doctor`: what this installation has, and what is missing."""

import click
import msgspec

from nnviz.checkup_text import report_text
from nnviz.cli.output import show


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """Say what this installation has: versions, folders, screen, fonts, and what is missing.

    Where something is missing, the line that adds it is printed with it. Nothing is changed. The report
    names folders of yours and no contents of files: it can be sent along with a question.
    """
    from nnviz.checkup import checkup  # noqa: PLC0415 (only this command needs it)
    from nnviz.ui.failures import log_file  # noqa: PLC0415

    show(msgspec.to_builtins(checkup(log_file())), as_json, report_text)
