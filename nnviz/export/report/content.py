"""What a lab report says of a run, without any format: texts, tables, and which figures go where."""

import math
from collections.abc import Iterator

import msgspec
import numpy as np
from msgspec.structs import astuple

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS, Dataset
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.agreement import (
    ClassAgreement,
    ClassScore,
    NumberAgreement,
    NumberScore,
    agreement_of,
)
from nnviz.experiment.snapshot.curves import Curves, Metrics
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.spec.fields import fields_of
from nnviz.experiment.spec.spec import Spec
from nnviz.export.models.trained import Trained, trained
from nnviz.export.run import Run
from nnviz.numerals import counted, percent
from nnviz.paint.drawing.numbers import nice_step

ROWS = 15
"""Rows of the table of epochs, about."""
POINTS, TARGETS = 25, 12
"""Rows of the table of predictions of classes and of numbers; it shares a page with their picture."""
MOST_SCALED = 60
"""Inputs whose mean and deviation are printed: half a page of them, side by side."""
MOST_COLUMNS = 6
"""Inputs of a point that are printed; of more, as in a picture, none."""


class ReportTable(msgspec.Struct, frozen=True):
    """Words and numbers in rows.

    Attributes
    ----------
    heads : tuple of str
        One a column.
    rows : tuple of tuple of str
    numbers : bool
        Whether the columns after the first are numbers, to be set to the right.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True


class Chapter(msgspec.Struct, frozen=True):
    """A heading with a sentence, a table or a figure (by its name in `FIGURES`) under it, as far as given.

    `new_page` says whether it begins a page where there are pages.
    """

    title: str
    text: str = ""
    table: ReportTable | None = None
    figure: str = ""
    new_page: bool = False


class Report(msgspec.Struct, frozen=True):
    """A whole report."""

    title: str
    about: str
    chapters: tuple[Chapter, ...]


def report_of(run: Run) -> Report:
    """Return the report on a run up to the moment that is exported."""
    snapshot = run.snapshot
    spec = snapshot.spec
    return Report(spec.title or run.name, spec.about, tuple(_chapters(snapshot, trained(run))))


def _chapters(snapshot: RunInstant, model: Trained) -> Iterator[Chapter]:
    yield Chapter("Result", _result(snapshot))
    yield Chapter("Settings", "Network and training.", _settings(snapshot.spec, ("network.", "training.")))
    yield Chapter("Data", _data_sentence(snapshot), _settings(snapshot.spec, ("data.",)))
    if model.prepared.is_scaled:
        yield _scaling(model)
    if snapshot.marks:
        rows = tuple((f"{update:,}", words) for update, words in snapshot.marks)
        yield Chapter("Changes by hand", table=ReportTable(("update", "change"), rows, numbers=False))
    yield Chapter("Learning curves", figure="curves", new_page=True)
    yield Chapter("Loss and accuracy by epoch", table=_epochs(snapshot.curves))
    yield _scores(model)
    yield Chapter(
        "Network",
        "Width and colour of a line show the size and the sign of a weight.",
        figure="network",
        new_page=True,
    )
    yield Chapter("Output over the inputs", figure="boundary")
    twice = snapshot.split.train.has_axes  # of more inputs, the output is shown beside the truth
    if twice:
        yield Chapter("Ground truth beside prediction", figure="predictions", new_page=True)
    yield Chapter(
        "Predictions beside the truth",
        _predictions_sentence(model),
        _predictions(model),
        new_page=not twice,
    )


def _result(snapshot: RunInstant) -> str:
    sentences = [f"After {snapshot.epoch:,.6g} epochs ({counted(snapshot.update, 'update')}):"]
    metrics = snapshot.look(Metrics)
    if metrics is not None:
        for part in PARTS:
            scores = getattr(metrics, part)
            if scores is not None:
                accuracy = "" if math.isnan(scores.accuracy) else f", accuracy {percent(scores.accuracy, 2)}"
                sentences.append(f"{part} loss {scores.loss:.6g}{accuracy};")
    if snapshot.divergence is not None:
        sentences.append(snapshot.divergence.sentence())
    return " ".join(sentences).rstrip(";") + ("" if snapshot.divergence else ".")


def _settings(spec: Spec, groups: tuple[str, ...]) -> ReportTable:
    rows = []
    for each in fields_of(spec):
        if each.key.startswith(groups):
            section, _, key = each.key.partition(".")
            value = getattr(getattr(spec, section), key)
            as_it_is = key == "features" and not value
            rows.append((each.title or key, "as they are" if as_it_is else _value(value)))
    return _folded(ReportTable(("setting", "value"), tuple(rows), numbers=False))


def _folded(table: ReportTable) -> ReportTable:
    """Return a long narrow table as two halves beside each other."""
    height = (len(table.rows) + 1) // 2
    empty = ("",) * len(table.heads)
    right = [*table.rows[height:], empty][:height]
    rows = tuple((*a, *b) for a, b in zip(table.rows[:height], right, strict=True))
    return ReportTable((*table.heads, *table.heads), rows, table.numbers)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return (
            ", ".join(_value(entry) for entry in value[:ROWS]) + (", ..." if len(value) > ROWS else "") or "-"
        )
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")


def _data_sentence(snapshot: RunInstant) -> str:
    split = snapshot.split
    sizes = {"training": split.train, "validation": split.validation, "test": split.test}
    counts = ", ".join(f"{len(part.X):,} for {name}" for name, part in sizes.items() if len(part.X))
    kind = f"{len(split.train.classes)} classes" if split.train.is_classification else "real targets"
    return f"{snapshot.spec.data.called}: {split.train.inputs} inputs, {kind}; points: {counts}."


def _scaling(model: Trained) -> Chapter:
    """Return with which numbers each input was standardized, of many inputs the first ones."""
    data = model.prepared
    rows = [
        (name, f"{mean:.6g}", f"{scale:.6g}")
        for name, mean, scale in zip(data.features, data.offset.tolist(), data.scale.tolist(), strict=True)
    ]
    rest = f" The first {MOST_SCALED} of {len(rows):,} inputs." if len(rows) > MOST_SCALED else ""
    table = ReportTable(("input", "mean", "deviation"), tuple(rows[:MOST_SCALED]))
    return Chapter(
        "Standardized inputs",
        f"The network sees (number in the data - mean) / deviation, of the training points.{rest}",
        _folded(table) if len(rows) > ROWS else table,
    )


def _epochs(curves: Curves) -> ReportTable:
    parts = list(curves.loss)
    with_accuracy = [part for part in parts if not np.isnan(curves.accuracy[part]).all()]
    heads = ("epoch", *(f"{part} loss" for part in parts), *(f"{part} accuracy" for part in with_accuracy))
    rows = tuple(
        (
            f"{curves.epochs[k]:,.6g}",
            *(f"{curves.loss[part][k]:.5g}" for part in parts),
            *(f"{percent(curves.accuracy[part][k], 2)}" for part in with_accuracy),
        )
        for k in _round_epochs(curves.epochs)
    )
    return ReportTable(heads, rows)


def _round_epochs(epochs: Floats) -> list[int]:
    """Return which records to print: those at round epochs, and the last."""
    last = float(epochs[-1])
    step = max(1.0, nice_step(max(last, 1.0), ROWS))
    wanted = np.arange(0.0, last, step)
    return sorted({int(np.abs(epochs - epoch).argmin()) for epoch in wanted} | {len(epochs) - 1})


def _scores(model: Trained) -> Chapter:
    """Return precision, recall and F1 of each class, or how far numbers are off in each part of the data."""
    parts = {name: part for name in PARTS if len((part := getattr(model.prepared.split, name)).X)}
    agreements = {name: agreement_of(part, model.outputs(part.X)) for name, part in parts.items()}
    last = tuple(agreements)[-1]
    found = agreements[last]
    if isinstance(found, ClassAgreement):
        samples = [f"{count:,}" for count in found.counts.sum(axis=1).tolist()]
        scores = [*found.scores, found.macro, found.micro]
        names = [*found.classes, "macro", "micro (accuracy)"]
        rows = zip(names, [*samples, "", ""], map(_three, scores), strict=True)
        heads = ("class", "samples", "precision", "recall", "F1")
        table = ReportTable(heads, tuple((name, count, *numbers) for name, count, numbers in rows))
        return Chapter("Scores by class", f"On the {last} points.", table)
    means = {name: each.mean for name, each in agreements.items() if isinstance(each, NumberAgreement)}
    table = ReportTable(
        ("points", "R²", "RMSE", "MAE"), tuple((name, *_three(mean)) for name, mean in means.items())
    )
    return Chapter("How far the predictions are off", table=table)


def _three(scores: ClassScore | NumberScore) -> tuple[str, ...]:
    return tuple(f"{value:.5g}" if math.isfinite(value) else "–" for value in astuple(scores))


def _chosen_points(model: Trained) -> tuple[str, Dataset, list[int]]:
    """Return the name of the part of the data that is shown, the part, and which rows: spread over all."""
    split = model.prepared.split
    name, part = ("test", split.test) if len(split.test.X) else ("training", split.train)
    last, rows = len(part.X) - 1, POINTS if part.is_classification else TARGETS
    return name, part, sorted({round(last * row / (rows - 1)) for row in range(rows)})


def _predictions_sentence(model: Trained) -> str:
    name, part, chosen = _chosen_points(model)
    return f"{len(chosen)} of the {len(part.X):,} {name} points."


def _predictions(model: Trained) -> ReportTable:
    _, part, chosen = _chosen_points(model)
    points = part.X[chosen]
    outputs = model.outputs(points)
    shown_inputs = part.feature_names if points.shape[1] <= MOST_COLUMNS else ()
    output_heads = (
        ("output",) if outputs.shape[1] == 1 else tuple(f"output {j + 1}" for j in range(outputs.shape[1]))
    )
    shown_outputs = outputs if outputs.shape[1] <= MOST_COLUMNS else outputs[:, :0]
    heads = ("point", *shown_inputs, *output_heads[: shown_outputs.shape[1]])
    heads += ("predicted", "true", "") if part.is_classification else ("true",)
    rows = []
    for number, point, output, shown in zip(chosen, points, outputs, shown_outputs, strict=True):
        row = [
            str(number + 1),
            *(f"{x:.4g}" for x in point[: len(shown_inputs)]),
            *(f"{a:.5g}" for a in shown),
        ]
        rows.append((*row, *_truth(part.classes, output, part.y[number])))
    return ReportTable(heads, tuple(rows))


def _truth(classes: tuple[str, ...], output: Floats, y: object) -> tuple[str, ...]:
    """Return predicted class, true class and a mark for a wrong one; or the true number."""
    if not classes:
        return (", ".join(f"{value:.5g}" for value in np.atleast_1d(np.asarray(y, dtype=float))),)
    said = int(predicted_classes(output))
    true = int(np.asarray(y))
    name = classes[said] if said < len(classes) else str(said)
    return name, classes[true], "" if said == true else "wrong"
