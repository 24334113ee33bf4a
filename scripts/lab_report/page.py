"""The page as Markdown."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication

from lab_report import lab_a, lab_b, lab_c, lab_d, lab_e
from lab_report.derivation import paint_derivation, path_lines, walk_of
from lab_report.learning import paint_learning
from lab_report.pictures import paint_curves, paint_group
from lab_report.records import Group, sweeps_of
from lab_report.tables import grid_lines, row_line, way_lines
from nnviz.engine.compiling.background import ensure_compiled
from nnviz.paint.drawing.fonts import load_fonts

_application: QGuiApplication | None = None

LABS = (lab_a.LAB, lab_b.LAB, lab_c.LAB, lab_d.LAB, lab_e.LAB)

INTRODUCTION = """\
<!-- Made by "python3 scripts/make_labs_page.py"; edit scripts/lab_report instead. -->
# The labs, reported and reproduced

Five course reports on back-propagation, and what nnviz makes of them. Every table comes from
[sweeps](sweeps.md) that ship with the app, whose names stand below it: `nnviz sweep NAME` makes its numbers
again, and in the app (Ctrl+P) a click on a run opens it. A line with a command in its last column has a
name of its own, too: choose it (Ctrl+P) and press Play, or open it with `nnviz NAME`; the command trains
it without a window, from the seed and for the epochs that its picture shows; add `--seed 3` for another
start.

*Reported* is what the report printed, or where it leaves out a detail, a re-run of it. *Reproduced* is the
training loss after the last epoch, then the accuracy: the median over the seeds, and in brackets the
smallest and the largest. Runs differ, which is part of the lesson: do not read much into one. Where
a report says something of its few runs that other seeds do not show, the line says so: *does not hold over
seeds*, with how many do. Points in the
pictures are those trained on; a ring marks one that is wrong. The loss is drawn on a logarithmic axis. For
labs A and B the ground truth stands beside the prediction of the first experiment, at the left of the curves.

This page is made by `python3 scripts/make_labs_page.py`, which runs what has changed; `tests/labs` checks
the same effects in every run of the tests.
"""


def keys() -> list[str]:
    """Return the keys of all groups, in the order of the page."""
    return [group.key for lab in LABS for group in lab.groups]


def sweeps() -> list[str]:
    """Return the named sweeps that the page is made of."""
    return list(dict.fromkeys(name for lab in LABS for group in lab.groups for name in sweeps_of(group)))


def start() -> None:
    """Prepare a process for making sections."""
    ensure_compiled()
    global _application  # noqa: PLW0603  # Qt ends with its last reference
    _application = QGuiApplication([])
    load_fonts()


def section(key: str, pictures: Path) -> str:
    """Run the experiments of one group, paint its picture into a folder and return its part of the page."""
    (group,) = (group for lab in LABS for group in lab.groups if group.key == key)
    if group.graph:
        walk = walk_of(group.graph)
        paint_derivation(walk, pictures / f"{key}.png")
        return "\n".join([*_heading(group, "the graph"), *path_lines(walk), "", group.see, ""])
    if group.curves:
        paint_curves(group, pictures / f"{key}.png")
    elif group.rows:
        paint_group(group, pictures / f"{key}.png")
    if group.learning:
        paint_learning(group.rows[-1].name, group.learning, pictures / f"{key}-learning.png")
    return "\n".join(_group_lines(group))


def whole_page(sections: dict[str, str]) -> str:
    """Return the page, from the sections by key."""
    parts = [INTRODUCTION]
    for lab in LABS:
        parts += [f"## {lab.title}", "", lab.about, "", *(sections[group.key] for group in lab.groups)]
        parts += [lab.missing, ""] if lab.missing else []
    return "\n".join(parts)


def _heading(group: Group, what: str) -> list[str]:
    return [f"### {group.title}", "", f"![{group.title}: {what}](images/labs/{group.key}.png)", ""]


def _group_lines(group: Group) -> list[str]:
    lines = [f"### {group.title}", ""]
    if group.rows:
        lines += ["| | reported | reproduced | run it |", "|---|---|---|---|", *map(row_line, group.rows), ""]
        lines += [f"From {_and([f'`nnviz sweep {name}`' for name in sweeps_of(group)])}.", ""]
    lines += [*way_lines(group.way), ""] if group.way else []
    for name in group.grids:
        lines += grid_lines(name)
    if group.rows or group.curves:
        what = "curves" if group.curves else "boundaries and curves"
        lines += [f"![{group.title}: {what}](images/labs/{group.key}.png)", ""]
    if group.learning:
        what = f"kernels, maps and histograms of {group.rows[-1].name} while it trains"
        lines += [f"![{group.title}: {what}](images/labs/{group.key}-learning.png)", ""]
    return [*lines, group.see, ""]


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
