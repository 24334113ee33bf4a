"""`nnviz exercise`: one update as a sheet with blanks, its key, and marks for answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from nnviz.cli import runs
from nnviz.cli.options import EXPERIMENT_HELP, Whole, experiment_options
from nnviz.cli.output import remark, say, show
from nnviz.experiment.session import Session
from nnviz.explain.documents.latex_text import said_of_letters
from nnviz.explain.exercise.answers import read_answers
from nnviz.explain.exercise.document import given_in_text, given_of, latex_of_sheet
from nnviz.explain.exercise.marking import marks_of
from nnviz.explain.exercise.sheet import Sheet, sheet_of
from nnviz.explain.exercise.start import start_of, update_of
from nnviz.explain.formulas.numbers import plain
from nnviz.explain.formulas.step import Depth
from nnviz.files import require_place, written_whole

PDF = ".pdf"


@click.command("exercise", epilog=EXPERIMENT_HELP)
@experiment_options
@click.option("--seed", type=Whole(0, 2**32 - 1), help="Another sheet: other initial weights.")
@click.option(
    "--depth",
    type=click.Choice([name.lower() for name in Depth.__members__]),
    default="layer",
    show_default=True,
    help="How many numbers are left blank.",
)
@click.option("--key", "with_key", is_flag=True, help="Print the answers too.")
@click.option("--answers", metavar="FILE", help="Mark the answers in FILE (JSON or CSV: id and number).")
@click.option("--pdf", metavar="FILE", help="Write the sheet (with --key the key) as PDF (.pdf).")
@click.option("--latex", metavar="FILE", help="Write it as LaTeX (.tex).")
def command(
    experiment: str,
    overrides: Sequence[str],
    as_json: bool,
    seed: int | None,
    depth: str,
    with_key: bool,
    answers: str | None,
    pdf: str | None,
    latex: str | None,
) -> None:
    """Make an exercise of the first update of EXP: numbers left blank, to be found by hand.

    Each seed is another sheet with its own key. Answers are marked: right; right with the student's own
    numbers from the steps before; or wrong, with the likely mistake named. Make the sheet again with the
    same EXP, --set, --seed and --depth to mark it.

    With --json: experiment, seed, depth, title, given, notes, blanks (id, where, prompt); with --key also
    key (id, expected); with --answers marks (id, given, expected, right, follow_through, misconception,
    sentence, also) and score.
    """
    _require_places(pdf, latex)
    sheet, seed = _sheet(experiment, overrides, seed, Depth[depth.upper()])
    report = _report(sheet, experiment, seed, depth, with_key, answers)
    for name, write in ((latex, _write_latex), (pdf, _write_pdf)):
        if name is not None:
            write(sheet, Path(name), with_key)
            if not as_json:
                say(name)
    if as_json or answers is not None or (latex is None and pdf is None):
        show(report, as_json, lambda report: _text(report, sheet))


def _require_places(pdf: str | None, latex: str | None) -> None:
    """Refuse places and names that no sheet can be written to; LaTeX goes into any text file."""
    if pdf is not None and Path(pdf).suffix.lower() != PDF:
        raise click.UsageError(f'a sheet as PDF ends in {PDF}, not "{pdf}".')
    if latex is not None and Path(latex).suffix.lower() == PDF:
        raise click.UsageError(f'a sheet as LaTeX ends in .tex, not "{latex}": a PDF is made by --pdf.')
    for name in filter(None, (pdf, latex)):
        require_place(Path(name))


def _sheet(name: str, overrides: Sequence[str], seed: int | None, depth: Depth) -> tuple[Sheet, int]:
    source = runs.experiment(name, overrides)
    if isinstance(source, Session):
        raise ValueError("an exercise starts from an experiment, not from a saved run.")
    start = start_of(source, seed)
    update = update_of(runs.before_update(start.spec, 1))
    number = start.spec.training.seed
    title = start.spec.title or name
    return sheet_of(title, update, depth, number, start.notes), number


def _report(
    sheet: Sheet, name: str, seed: int, depth: str, with_key: bool, answers: str | None
) -> dict[str, Any]:
    report: dict[str, Any] = {
        "experiment": name,
        "seed": seed,
        "depth": depth,
        "title": sheet.title,
        "given": given_of(sheet.update),
        "notes": list(sheet.notes),
        "blanks": [{"id": b.id, "where": b.where, "prompt": b.prompt} for b in sheet.blanks],
    }
    if with_key:
        get = sheet.update.values()
        report["key"] = [{"id": b.id, "expected": get(b.quantity)} for b in sheet.blanks]
    if answers is not None:
        marks = marks_of(sheet, read_answers(Path(answers)))
        report["marks"] = [msgspec.to_builtins(mark) for mark in marks]
        report["score"] = {
            "right": sum(mark.right for mark in marks),
            "follow_through": sum(mark.follow_through for mark in marks),
            "empty": sum(mark.given is None for mark in marks),
            "of": len(marks),
        }
    return report


def _text(report: dict[str, Any], sheet: Sheet) -> str:
    """Return the sheet, with its key if asked for, or the marks, in lines to read."""
    lines = [report["title"], *report["notes"], ""]
    lines += _marks(report) if "marks" in report else [*given_in_text(sheet.update), "", *_blanks(report)]
    return "\n".join(lines)


def _blanks(report: dict[str, Any]) -> list[str]:
    expected = {entry["id"]: f" = {plain(entry['expected'], 6)}" for entry in report.get("key", ())}
    width = max((len(blank["id"]) for blank in report["blanks"]), default=0)
    return [
        f"{blank['id']:<{width}}  {blank['prompt']}{expected.get(blank['id'], '')}"
        for blank in report["blanks"]
    ]


def _marks(report: dict[str, Any]) -> list[str]:
    lines = []
    for mark in report["marks"]:
        sign = "+" if mark["right"] else "~" if mark["follow_through"] else "-"
        lines.append(f"{sign} {mark['id']}: {mark['sentence']}")
    score = report["score"]
    return [*lines, f"{score['right']} of {score['of']} right, {score['follow_through']} followed through."]


def _write_latex(sheet: Sheet, path: Path, with_key: bool) -> None:
    with written_whole(path, replace=True) as partial:
        partial.write_text(latex_of_sheet(sheet, with_key), encoding="utf-8")
    if left_out := said_of_letters(sheet.title):
        remark(left_out)


def _write_pdf(sheet: Sheet, path: Path, with_key: bool) -> None:
    from nnviz.export.exercise import write_pdf  # noqa: PLC0415 (only pictures and pages need Qt)

    if left_out := write_pdf(sheet, path, with_key):
        remark(left_out)
