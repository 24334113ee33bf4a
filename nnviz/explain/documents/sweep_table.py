r"""The table of a sweep, to be read (text, Markdown, LaTeX) or read in again (CSV)."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from nnviz.explain.documents.latex_text import escaped
from nnviz.explain.formulas.numbers import plain
from nnviz.spreadsheet_cells import no_formula

PARTS = ("train", "validation", "test")
OF_RUNS = (".seed", ".epochs")
"""What a table of runs says of each anyway, beside settings that may be called so, too."""
STATISTICS = ("mean", "std", "min", "median", "max")

A4, MARGIN = 297, 20  # millimetres, as are the next two
CHARACTER, COLUMN_GAP = 2.0, 3.0
"""What a character of a table takes at most on average (of a bold heading), and what lies between columns."""

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r"·10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")


class SweepTable(msgspec.Struct, frozen=True):
    """Words in columns.

    Attributes
    ----------
    headings : tuple of str
    rows : tuple of tuple of str
    words : int
        How many columns at the left hold words; the others hold numbers.
    caption : str
        What is to be said beside it.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int
    caption: str


def rows_table(report: dict[str, Any]) -> SweepTable:
    """Return one row a combination, for people: mean ± standard deviation, and what else tells most.

    Columns without content are left out.
    """
    keys = list(report["vary"])
    columns: dict[str, list[str]] = {_short(key, keys): [] for key in keys}
    for row in report["rows"]:
        for key in keys:
            columns[_short(key, keys)].append(setting(row["settings"][key]))
        for heading, words in _row_words(row).items():
            columns.setdefault(heading, []).append(words)
    return _without_empty(columns, len(keys), _caption(report))


def cells_table(report: dict[str, Any]) -> SweepTable:
    """Return one row a run, for people."""
    keys = list(report["vary"])
    headings = {key: _short(key, [*keys, *OF_RUNS]) for key in keys}
    columns: dict[str, list[str]] = {heading: [] for heading in headings.values()}
    for cell in report["cells"]:
        for key in keys:
            columns[headings[key]].append(setting(cell["settings"][key]))
        for heading, words in _cell_words(cell).items():
            columns.setdefault(heading, []).append(words)
    return _without_empty(columns, len(keys), _caption(report))


def as_text(table: SweepTable) -> str:
    """Return a table for a terminal."""
    lines = [table.headings, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.headings))]
    text = ["  ".join(_aligned(line, widths, table.words)).rstrip() for line in lines]
    return "\n".join([text[0], "-" * max(map(len, text)), *text[1:], *_paragraph(table.caption)])


def as_markdown(table: SweepTable) -> str:
    """Return a table in Markdown."""
    rule = ["---" if column < table.words else "---:" for column in range(len(table.headings))]
    lines = [table.headings, rule, *table.rows]
    text = ["| " + " | ".join(word.replace("|", r"\|") for word in line) + " |" for line in lines]
    return "\n".join([*text, *_paragraph(table.caption)])


def as_latex(table: SweepTable, title: str) -> str:
    """Return a LaTeX document that compiles as it stands, its table free to break over pages.

    A table that is wider than a sheet of A4 gets a wider page: nothing is cut off.
    """
    places = "l" * table.words + "r" * (len(table.headings) - table.words)
    head = " & ".join(rf"\textbf{{{_latex(word)}}}" for word in table.headings) + r" \\"
    # a bracket or star at the beginning of a row would belong to the end of the row before: {} parts them
    body = ["{}" + " & ".join(map(_latex, row)) + r" \\" for row in table.rows]
    return "\n".join(
        [
            r"\documentclass[10pt]{article}",
            r"\usepackage{longtable}",
            rf"\usepackage[paperwidth={_page_width(table)}mm,paperheight=210mm,margin={MARGIN}mm]{{geometry}}",
            r"\begin{document}",
            r"\sloppy",
            rf"{{\Large\bfseries {escaped(title)}\par}}",
            r"\begin{small}",
            r"\setlength{\tabcolsep}{4pt}",
            rf"\begin{{longtable}}{{{places}}}",
            r"\hline",
            head,
            r"\hline",
            r"\endhead",
            *body,
            r"\hline",
            r"\end{longtable}",
            r"\end{small}",
            _latex(table.caption),
            r"\end{document}",
            "",
        ]
    )


def _page_width(table: SweepTable) -> int:
    """Return the width of a page, in millimetres, on which a table has room."""
    columns = zip(table.headings, *table.rows, strict=True)
    width = sum(COLUMN_GAP + CHARACTER * max(map(len, column)) for column in columns)
    return max(A4, math.ceil(2 * MARGIN + width))


def rows_csv(report: dict[str, Any]) -> str:
    """Return one line a combination with every number in full, for programs."""
    numbers = [f"{part}_{what}" for part in PARTS for what in ("loss", "accuracy")] + ["seconds"]
    head = [*report["vary"], "runs", "diverged", "learned"]
    head += [f"{number}_{statistic}" for number in numbers for statistic in STATISTICS]
    lines = []
    for row in report["rows"]:
        line = [setting(value) for value in row["settings"].values()]
        line += [str(row["runs"]), str(row["diverged"]), str(row["learned"]["runs"])]
        for number in numbers:
            line += [_full((row[number] or {}).get(statistic)) for statistic in STATISTICS]
        lines.append([*line, row.get("impossible", "")])
    return _csv([*head, "impossible"], lines)


def cells_csv(report: dict[str, Any]) -> str:
    """Return one line a run with every number in full, for programs."""
    head = [*report["vary"], "seed", "epochs", "updates", "seconds", "diverged"]
    head += [f"{part}_{what}" for part in PARTS for what in ("loss", "accuracy")]
    lines = []
    for cell in report["cells"]:
        line = [setting(value) for value in cell["settings"].values()]
        line += [_full(cell.get(key)) for key in ("seed", "epochs", "updates", "seconds", "diverged")]
        for part in PARTS:
            line += [_full((cell.get(part) or {}).get(what)) for what in ("loss", "accuracy")]
        lines.append([*line, cell.get("impossible", "")])
    return _csv([*head, "impossible"], lines)


def setting(value: Any) -> str:
    """Return a value of a setting as TOML writes it; a text without its quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return (
            "[" + ", ".join(f'"{each}"' if isinstance(each, str) else setting(each) for each in value) + "]"
        )
    return str(value)


def literal(value: Any) -> str:
    """Return a value as `--vary` reads it: a text in quotes where it stands among others in brackets."""
    text = setting(value)
    return f'"{text}"' if isinstance(value, str) and not text.isidentifier() else text


def _row_words(row: dict[str, Any]) -> dict[str, str]:
    words = {"runs": str(row["runs"]) if row["runs"] or "impossible" not in row else "impossible"}
    for part in PARTS:
        loss, accuracy = row[f"{part}_loss"], row[f"{part}_accuracy"]
        words[f"{part} loss"] = _mean(loss, row["runs"])
        if part == "train":
            words["median"] = plain(loss["median"]) if loss and row["runs"] > 1 else ""
            words["best"] = plain(loss["min"]) if loss and row["runs"] > 1 else ""
        words[f"{part} accuracy"] = _mean(accuracy, row["runs"], 100.0, " %")
    words["diverged"] = str(row["diverged"]) if row["diverged"] else ""
    words["learned"] = _learned(row)
    words["s a run"] = f"{row['seconds']['mean']:.2g}" if row["seconds"] else ""
    return words


def _learned(row: dict[str, Any]) -> str:
    epochs = row["learned"]["epochs"]
    if not row["runs"]:
        return ""
    count = f"{len(epochs)} of {row['runs']}"
    return f"{count}, epoch {epochs[(len(epochs) - 1) // 2]:,}" if epochs else count


def _cell_words(cell: dict[str, Any]) -> dict[str, str]:
    words = {"seed": _count(cell["seed"]) or "impossible", "epochs": _count(cell.get("epochs"))}
    for part in PARTS:
        score = cell.get(part) or {"loss": None, "accuracy": None}
        words[f"{part} loss"] = "" if score["loss"] is None else plain(score["loss"])
        accuracy = score["accuracy"]
        words[f"{part} accuracy"] = "" if accuracy is None else f"{100 * accuracy:.2f} %"
    words["diverged at update"] = _count(cell.get("diverged"))
    words["s"] = f"{cell['seconds']:.2g}" if "seconds" in cell else ""
    return words


def _count(number: float | None) -> str:
    return "" if number is None else f"{number:,}"


def _mean(summary: dict[str, float] | None, runs: int, factor: float = 1.0, unit: str = "") -> str:
    if summary is None:
        return ""
    mean = f"{factor * summary['mean']:.2f}" if unit else plain(summary["mean"])
    if runs == 1:
        return mean + unit
    spread = f"{factor * summary['std']:.2f}" if unit else plain(summary["std"], 2)
    return f"{mean} ± {spread}{unit}"


def _short(key: str, keys: Sequence[str]) -> str:
    """Return the last part of a key, where no other key ends so."""
    last = key.rpartition(".")[2]
    return last if [other.rpartition(".")[2] for other in keys].count(last) == 1 else key


def _without_empty(columns: dict[str, list[str]], keys: int, caption: str) -> SweepTable:
    kept = {
        heading: words
        for number, (heading, words) in enumerate(columns.items())
        if number < keys or any(words)
    }
    rows = zip(*kept.values(), strict=True)
    return SweepTable(tuple(kept), tuple(rows), keys, caption)


def _caption(report: dict[str, Any]) -> str:
    spread = "mean ± standard deviation" if report["seeds"] > 1 else ""
    diverged = sum(row["diverged"] for row in report["rows"])
    left_out = f"{diverged:,} runs diverged and are left out of the numbers." if diverged else ""
    if diverged == 1:
        left_out = "One run diverged and is left out of the numbers."
    machines = ", ".join(f"{name} {count:,}" for name, count in report.get("machines", {}).items())
    parts = [
        f"Of {report['seeds']} seeds: {spread}." if spread else "",
        left_out,
        *_impossible(report),
        report["learned"]["sentence"],
        f"Runs by machine: {machines}." if machines else "",
    ]
    return " ".join(part for part in parts if part)


def _impossible(report: dict[str, Any]) -> Iterable[str]:
    """Return why combinations without runs have none: each reason once, with how many it concerns."""
    reasons = Counter(row["impossible"] for row in report["rows"] if "impossible" in row)
    for reason, count in reasons.items():
        yield f"Impossible in {'one combination' if count == 1 else f'{count:,} combinations'}: {reason}"


def _paragraph(caption: str) -> list[str]:
    return ["", caption] if caption else []


def _aligned(line: Sequence[str], widths: Sequence[int], words: int) -> Iterable[str]:
    for column, (word, width) in enumerate(zip(line, widths, strict=True)):
        yield word.ljust(width) if column < words else word.rjust(width)


def _latex(words: str) -> str:
    parts = _POWER.split(words)  # words and exponents by turns
    parts[1::2] = [rf"$\cdot 10^{{{power.translate(_RAISED)}}}$" for power in parts[1::2]]
    parts[::2] = [escaped(part).replace("±", r"$\pm$") for part in parts[::2]]
    return "".join(parts)


def _full(value: Any) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _csv(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([no_formula(cell) for cell in line] for line in (head, *lines))
    return text.getvalue()
