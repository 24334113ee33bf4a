"""The texts that are kept: what commands print, and what is written about a run, word for word.

A number with many digits is compared by its first six, so that another processor may round the last ones.
"""

import contextlib
import difflib
import io
import re
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from exporting import trained

from nnviz.cli.main import main
from nnviz.experiment.commands import SetSpec
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.export.exporters import exporter
from nnviz.export.of_session import run_of
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run

FOLDER = Path(__file__).parent / "texts"
CASES = Path(__file__).parents[1] / "cases"
HAND, MAPS, MARKS = (
    "by-hand-one-update",
    "by-hand-convolution",
    "z(1)2,-0.4\na(1)2,0.5\nz(2)1,0.5\na(2)1,0.62\nloss,0.07\n",
)
TABLE = "name;size;weight;kind\na;1,5;-99;x\nb;2,5;3;y\nc;3,1;2;x\nd;2,2;;y\ne;0,2;4;x\n"
NAMES, NUMBERS = (";".join(f"{what}{k}" for k in range(70)) for what in ("a wide column ", "1"))
MANY_DIGITS = re.compile(r"(?<![\w.])-?\d+\.\d{6,}(?:e[-+]?\d+)?(?![\w.])")
SECONDS = re.compile(r"(?<=in )[\d.]+(?= s \(seed)")
LAST_COLUMN = re.compile(r"\| [^|]* \|$", re.MULTILINE)
VERSION = re.compile(r"(?<=nnviz )\d+\.\d+\.\d+")
PICTURES = re.compile(r"data:image/[^)\"]+")


def _printed(*words: str, file: tuple[str, str] | None = None) -> str:
    """Return what a command prints; `{file}` among its words is a file with the given name and content."""
    with tempfile.TemporaryDirectory() as folder:
        if file:
            path = Path(folder) / file[0]
            path.write_text(file[1], encoding="utf-8")
            words = tuple(word.format(file=path) for word in words)
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
            code = main(words)
        return f"$ nnviz {' '.join(words)}\n{out.getvalue()}exit {code}\n".replace(f"{folder}/", "")


def _swept(*axes: str) -> str:
    """Return the table of a sweep without its last column, the seconds that a run took."""
    vary = [word for axis in axes for word in ("--vary", axis)]
    return LAST_COLUMN.sub("|", _printed("sweep", HAND, *vary, "--seeds", "2", "--epochs", "2", "--markdown"))


def _written(name: str, suffix: str, run: Callable[[], Run] | None = None) -> str:
    """Return what is written of a short run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"run{suffix}"
        exporter(name, suffix).write(run() if run else trained(test_fraction=0.25), path, ExportOptions())
        return path.read_text("utf-8")


@cache
def _of_maps() -> Run:
    """Return one update of a network with a kernel, small enough to be interpreted."""
    session = Session(load_spec(find(MAPS)))
    session.advance(1)
    return run_of(session, "maps")


@cache
def _changed() -> Run:
    """Return a run of two settings: what it was trained with first is no longer in the file."""
    spec = load_spec(find("xor-truth-table"))
    session = Session(spec)
    session.advance(40)
    session.apply(SetSpec(with_value(spec, "training.learning_rate", 0.25)))
    session.advance(200)
    return run_of(session, "changed")


def _walk(name: str, depth: str, *changes: str) -> Callable[[], str]:
    words = [word for change in changes for word in ("--set", change)]
    return partial(_printed, "trace", name, "--markdown", "--depth", depth, "--update", "2", *words)


TEXTS_KEPT: dict[str, Callable[[], str]] = {
    "train": partial(_printed, "train", HAND, "--epochs", "1"),
    "train-parts": partial(
        _printed, "train", "xor-quickstart", "--epochs", "3", "--set", "data.test_fraction=0.2",
        "--set", "data.standardize=true",
    ),
    "train-stopped": partial(
        _printed, "train", "xor-quickstart", "--epochs", "400", "--set", "stop.accuracy=0.95",
    ),
    "train-numbers": partial(_printed, "train", "regression-plane", "--epochs", "2"),
    "train-refused": partial(_printed, "train", HAND, "--set", "network.activation=mäßig\x1b[31m"),
    "list": partial(_printed, "list"),
    "trace": partial(_printed, "trace", "by-hand-two-outputs", "--set", "data.standardize=true"),
    "trace-maps": partial(_printed, "trace", MAPS),
    "trace-latex": partial(_printed, "trace", "by-hand-neuron", "--latex", "--depth", "product"),
    "walk-products": _walk(HAND, "product"),
    "walk-momentum": _walk(HAND, "layer", "training.optimizer=momentum", "training.l2=0.1"),
    "walk-adam": _walk("by-hand-neuron", "neuron", "training.optimizer=adam", "training.weight_decay=0.1"),
    "walk-update-first": _walk("by-hand-two-outputs", "layer", "training.order=update_first"),
    "walk-pixels": _walk(MAPS, "pixel"),
    "sweep": partial(_swept, "training.learning_rate=0.1,2"),
    "sweep-impossible": partial(
        _swept, "network.layers=[2,2,1],[2,2,2]", "network.activation=sigmoid,['tanh','softmax']"
    ),
    "diagnose": partial(_printed, "diagnose", str(CASES / "zeros.toml"), "--epochs", "200"),
    "data": partial(_printed, "data", "{file}", file=("t.csv", TABLE)),
    "data-refused": partial(
        _printed, "data", "{file}", "--set", "data.target=price", file=("t.csv", TABLE)
    ),
    "data-numbers": partial(_printed, "data", "regression-plane"),
    "data-gaps": partial(_printed, "data", "{file}", file=("gaps.csv", "a,b,y\n" + 15 * "1,,x\n2,3,y\n")),
    "data-many": partial(
        _printed, "data", "{file}", file=("wide.csv", f"{NAMES}\n{NUMBERS}\n{NUMBERS}\n{NUMBERS[::-1]}\n")
    ),
    "diagnose-healthy": partial(_printed, "diagnose", "xor-quickstart"),
    "diagnose-one-layer": partial(
        _printed, "diagnose", "xor-truth-table", "--set", "network.layers=[2,1]", "--epochs", "100"
    ),
    "exercise": partial(_printed, "exercise", HAND),
    "exercise-key": partial(_printed, "exercise", HAND, "--key", "--depth", "product"),
    "exercise-marks": partial(_printed, "exercise", HAND, "--answers", "{file}", file=("answers.csv", MARKS)),
    "lecture": partial(_printed, "lecture", "one-update-by-hand"),
    "lecture-check": partial(_printed, "lecture", "one-update-by-hand", "--check"),
    "written-script": partial(_written, "script", ".py"),
    "written-script-changed": partial(_written, "script", ".py", _changed),
    "written-notebook": partial(_written, "notebook", ".ipynb"),
    "written-table": partial(_written, "curves", ".csv"),
    "written-tikz": partial(_written, "network", ".tex"),
    "written-report": partial(_written, "report", ".md"),
    "written-page": partial(_written, "report", ".html", _changed),
    "written-model": partial(_written, "pytorch", ".py"),
    "written-script-maps": partial(_written, "script", ".py", _of_maps),
    "written-tikz-maps": partial(_written, "network", ".tex", _of_maps),
    "written-model-maps": partial(_written, "pytorch", ".py", _of_maps),
}  # fmt: skip


def text(name: str) -> str:
    """Return a text as the present code writes it, without what differs from machine to machine."""
    plain = MANY_DIGITS.sub(lambda found: f"{float(found[0]):.6g}", TEXTS_KEPT[name]())
    for pattern in (SECONDS, PICTURES, VERSION):
        plain = pattern.sub("...", plain)
    return plain.replace(str(CASES), "cases")


def kept_text(name: str) -> str | None:
    """Return the text that is kept; None if there is none yet."""
    path = FOLDER / f"{name}.txt"
    return path.read_text("utf-8") if path.exists() else None


def keep_text(name: str, new: str) -> None:
    """Keep a text as it is now."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(new, encoding="utf-8", newline="\n")


def difference_in_lines(old: str | None, new: str) -> str:
    """Return which lines of a text differ from the one that is kept; empty if none does."""
    lines = difflib.unified_diff((old or "").splitlines(), new.splitlines(), "kept", "now", n=0, lineterm="")
    return "\n".join(lines)
