"""Write docs/experiment-file.md from the declarations: python scripts/make_file_format_page.py."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nnviz.data.catalogue import DATA_SETS
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.initializers import INITIALIZERS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.convert import allowed as allowed_by
from nnviz.experiment.spec.fields import Field, data_fields, fields_of
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.sections import MAX_WEIGHTS, UnitsOfLayers
from nnviz.experiment.spec.spec import Spec

BAR = r"\|"  # a bar that is no border of a table
PAGE = Path(__file__).resolve().parent.parent / "docs" / "experiment-file.md"

INTRODUCTION = """# The experiment file

An experiment is a TOML file. It says everything: a key left out has the default below, an unknown key or
an impossible value is an error that names it. `nnviz train FILE --json` prints the completed experiment
under `spec`; `--set KEY=VALUE` overrides any key; `-` as FILE reads standard input. This page is made from
the declarations in the code by `python scripts/make_file_format_page.py`.

```toml
{example}```

`[data] name = "points"` carries its points: `x`, one row a point, and `y`, the classes 0..k-1 (whole
numbers) or rows of real targets, as in `[[0.3], [-1.2]]`. `[network]` may carry the weights to start from:
`weights` has one entry a layer, each fan_in rows of fan_out numbers; `biases` has fan_out numbers a layer,
zeros where only `weights` are given. Points are visited in the order given unless `training.shuffle` is
true; the last batch of an epoch holds what is left, and takes the mean over that.

A table of your own: `name = "table"`, `path = "table.csv"` (relative to the experiment file) and, where the
guess is wrong, `target`, the column to be learned: see [below](#table).

Log loss and cross-entropy need sigmoid or softmax outputs, and are computed from z: there no probability is
rounded to 0 or 1, and a loss of 800 is 800.

Losses are per sample; `reduction` takes their mean or sum over the batch. `l1` and `l2` concern weights,
not biases, and are added once per batch, not divided. What curves and results show is always the mean over
all points, without penalties, so that runs can be compared. A network with one output says class 1 where
it is at least 0.5; with several, the largest wins.
"""

LAYERS = (Path(__file__).parent / "layers_beyond_dense.md").read_text(encoding="utf-8")

STOP = """A run ends after `training.epochs`, or before that at one of these. They are looked at after
every epoch. A condition that was met once does not count again, so a stopped run can be trained on.

"""


DATA = """`validation_fraction` and `test_fraction` together are at most 0.95; parts get the classes in
proportion, and at least one point stays for training. Defaults that differ from these are listed with their
data set. Standardizing uses mean and deviation of the training points alone; a column without any deviation
keeps 1.

Of every data set:

"""

POINTS = """
`x` has one row of numbers a point. `y` has one entry a point: whole numbers 0, 1, ... are classes; real
targets are rows, as in `[[0.3], [-1.2]]`. Whole numbers mixed with fractions, as in `y = [1, 0.5]`, are
refused: they could be meant as either.
"""

TABLE = """
Text of any encoding (comma, semicolon, tab, bar, blanks or a rarer sign between columns), XLSX, XLS, XLSB,
ODS, NPY and NPZ, up to 50 MB and 1,000 columns; of more than 100,000 rows, or 10 million cells, a sample is
taken (`rows`). What is left out below is guessed; `nnviz data FILE` shows the guesses, and saving the
experiment writes them out with a checksum of the file.

The target is the column called class, target, label, y, species, Klasse or the like, else the last one that
holds several numbers or classes. In a table without names it is the only column of text, or a first column of
1, 2, ..., k, where all that follows are measurements. Last columns of 0 and 1 with a single 1 in each row are
one class together. Text makes classes, in alphabetical order. So do at most 20 different whole numbers, in
ascending order, if they are 0, 1, ..., k-1 or if each occurs twice on average; other numbers are learned as
numbers. A network whose outputs need classes (softmax, log loss, cross-entropy), one for each different
number, makes them classes, too. An empty cell, NA, N/A, NaN, null or ? is missing: never a class, and refused
with its line unless `missing` says otherwise. The mean that fills a gap is that of all rows.

Every other column of numbers or text (at most 100 different values) is an input. Columns that only count or
name the rows, dates and times, empty columns, those that say train and test, and what is the target once more
("species_id" beside "species") are none, unless `columns` names them (a date is then the days since 1970).

Titles and notes around the table, lines of sums ("Total"), a second line of names or units, and copies of the
names are no rows. Signs of per cent and of currencies, and a unit that stands in every cell (12 cm), are
taken out. Digits of any script are read. All of this is told, with its line.
"""

CSV = """
As `table`, with the rules of version 0.1.0: the last column is the target, whole numbers are classes only
where they are 0, 1, ..., k-1, and a column that counts the rows is an input unless it has no name.
"""

FORMULAS = """## Formulas

z are the sums of a layer, a = f(z) its activations, ŷ those of the last layer, k how many outputs there are.
The optimizers are PyTorch's in their formulas, and so are their defaults but for `momentum`, which is 0.9
here (PyTorch's SGD has 0 unless told). g is the gradient of the batch's loss with its penalties, η the
learning rate, t counts updates from 1, and v, m, s start at 0. `weight_decay` takes η · weight_decay · w, of
the weight before the update, away besides. Schedules multiply the learning rate: e counts epochs from 0, t
has the fraction of the epoch that is done (warm-up: with this update), E is `schedule_epochs` and g
`schedule_factor`. Beyond its end, t = E, the cosine stays at 0: nothing more is learned. Biases start at
zero but for `uniform` and `normal`, which draw them as weights.

| key | name | formula |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    quickstart = find("by-hand-one-update")
    base = load_spec(find("xor-quickstart"))
    parts = [INTRODUCTION.format(example=quickstart.read_text(encoding="utf-8"))]
    parts.append("## [network]\n\n" + table(f for f in fields_of(base) if f.key.startswith("network.")))
    parts.append(LAYERS)
    parts.append("## [training]\n\n" + table(training_fields(base)))
    parts.append("## [stop]\n\n" + STOP + table(f for f in fields_of(base) if f.key.startswith("stop.")))
    parts.append("## [data]\n")
    everywhere = set.intersection(*({f.key for f in data_fields(kind)} for kind in DATA_SETS.values()))
    shared = {"data.name", *everywhere}
    common = [f for f in fields_of(base) if f.key in shared and f.key.startswith("data.")]
    parts.append(DATA + table(common))
    parts += [data_set(name, common) for name in DATA_SETS]
    parts.append(FORMULAS + "".join(formula_rows()))
    return "\n".join(parts)


def formula_rows() -> Iterator[str]:
    """Yield a line of the table for each name that stands for a formula."""
    registries: dict[str, Mapping[str, Any]] = {
        "activation": ACTIVATIONS,
        "loss": LOSSES,
        "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES,
        "init": INITIALIZERS,
    }
    for key, registry in registries.items():
        for name, record in registry.items():
            lines = record.formula if isinstance(record.formula, tuple) else (record.formula,)
            yield f"| `{key}` | `{name}` | {' ; '.join(f'$`{line}`$' for line in lines)} |\n"


def training_fields(base: Spec) -> list[Field]:
    """Return the fields of all optimizers and schedules, each once."""
    fields: dict[str, Field] = {}
    for key, names in (("training.optimizer", OPTIMIZERS), ("training.schedule", SCHEDULES)):
        for name in names:
            for field in fields_of(with_value(base, key, name)):
                fields.setdefault(field.key, field)
    return [field for field in fields.values() if field.key.startswith("training.")]


def data_set(name: str, common: list[Field]) -> str:
    """Return the paragraph of one data set: what is its own, or not as it is elsewhere."""
    kind = DATA_SETS[name]
    usual = {field.key: (field.help, field.default) for field in common}
    own = [
        f for f in data_fields(kind) if usual.get(f.key) != (f.help, f.default) and f.key != "data.features"
    ]
    rules = {"table": TABLE, "csv": CSV, "points": POINTS}.get(name, "")
    rest = "" if name == "csv" else f"\n{table(own)}" if own else ""
    return f"### {name}\n\n{kind.about}\n{rules}{rest}"


def table(fields: Iterable[Field]) -> str:
    """Return fields as a Markdown table."""
    rows = [
        f"| `{f.key.partition('.')[2]}` | {f.help.replace('|', BAR)} | {allowed(f)} | {default(f)} |"
        for f in fields
    ]
    return "\n".join(["| key | meaning | allowed | default |", "|---|---|---|---|", *rows, ""])


def allowed(field: Field) -> str:
    """Return what a field may be, in words."""
    if field.choices:
        return ", ".join(f"`{choice}`" for choice in field.choices)
    if field.kind in ("int", "float"):
        assert field.low is not None
        assert field.high is not None
        whole = "whole numbers" if field.kind == "int" else "numbers"
        low = "above 0" if 0.0 < field.low < 1e-300 else f"from {field.low:g}"
        high = "below 1" if 1.0 - 1e-9 < field.high < 1.0 else f"to {field.high:,.10g}"
        return f"{whole} {low} {high}"
    layers = allowed_by(UnitsOfLayers).removeprefix("it must be ").removesuffix(".")
    layers += f"; {MAX_WEIGHTS:,} weights at most"
    kinds = {"bool": "`true`, `false`", "layers": layers, "choices": "a list"}
    return kinds.get(field.kind, "text")


def default(field: Field) -> str:
    """Return the default, or that there is none."""
    if field.default is None:
        return "guessed" if field.key == "data.header" else "required"
    if field.default == "":
        return "none"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{list(field.default) if isinstance(field.default, tuple) else field.default}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
