"""A run as a Jupyter notebook: the sections of the script, each with a few words, and the learning curve."""

import json
from pathlib import Path
from typing import Any

from nnviz.export.exporter import Exporter
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run
from nnviz.export.script.checks import checks_of
from nnviz.export.script.literals import in_docstring
from nnviz.export.script.sections import sections_of
from nnviz.export.script.start import start_of
from nnviz.export.script.summary import heading, summary

_CURVE = """
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("The curve needs matplotlib: pip install matplotlib")
else:
    epochs, losses = zip(*history)
    plt.semilogy(epochs, losses, marker=".")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.show()
""".strip()


def write_notebook(run: Run, path: Path, options: ExportOptions) -> None:
    """Write the notebook of a run; executing it asserts that it ends at the loss of the app."""
    start = start_of(run, options.task)
    cells = [_markdown(f"# {_plain(heading(run, start.spec))}\n\n{_plain(summary(start))}")]
    for section in sections_of(start, checks_of(start, options.task)):
        cells += [_markdown(f"## {section.title}\n\n{section.text}"), _code(section.code)]
    cells += [_markdown("## Learning curve\n\nThe losses measured above."), _code(_CURVE)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    plain = in_docstring(text)
    return "".join(f"\\{letter}" if letter in "*_`[]<>#$" else letter for letter in plain)


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": text}


NOTEBOOK = Exporter("notebook", (".ipynb",), "Run as a Jupyter notebook", write_notebook)
