"""Every reader of files that may come from strangers: how its files are changed, and what reads them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from fuzzing import seeds
from fuzzing.changes import Change, changed, changed_array, changed_inside, changed_text, mostly
from nnviz.data.images import openml
from nnviz.data.images.mnist import Mnist
from nnviz.data.tables.table import Table
from nnviz.experiment.run_file.kept_work import kept_work
from nnviz.experiment.run_file.run_file import load_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.own_images import pictures_at
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec, to_dict
from nnviz.experiment.spec.weights_file import experiment_at, read_weights
from nnviz.experiment.sweeps.kept_cells import KeptCells
from nnviz.experiment.sweeps.named_sweeps import sweep_at
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.explain.exercise.answers import read_answers
from nnviz.export.presets import all_presets, own_presets
from nnviz.lecture.packing import read_lecture
from nnviz.ui.old_settings import old_values
from nnviz.ui.settings import Settings

SMALL = 200_000
"""Weights times samples up to which an experiment is begun, too."""
_INSIDE = mostly(changed_inside, 0.8)
"""Archives that are changed as a whole are mostly refused as archives."""

Read = Callable[[Path, random.Random], str]
"""Reads a file and says how it came out; whatever is no refusal in one sentence goes on."""


@dataclass(frozen=True)
class Reader:
    """What reads files of one kind.

    Attributes
    ----------
    name : str
    seeds : callable
        Puts files that are read well into a folder and returns them.
    read : callable
    change : callable
        Makes a damaged content of one that is not.
    place : str
        Where the changed file lies in the folder that `seeds` has filled; empty: beside it, with its suffix.
    """

    name: str
    seeds: Callable[[Path], list[Path]]
    read: Read
    change: Change = changed
    place: str = ""


def _table(path: Path, rng: random.Random) -> str:
    missing = rng.choice(("refuse", "drop", "mean"))
    table = Table(path=str(path), missing=missing).understood()
    return "read" if table.obstacle is None else "refused inside"


def _mnist(path: Path, _rng: random.Random) -> str:
    data = Mnist(path=str(path), samples=2, test_samples=1)
    data.shape()
    data.make(np.random.default_rng(0))
    return "read"


def _labels(path: Path, rng: random.Random) -> str:
    return _mnist(path.with_name("u-images-idx3-ubyte"), rng)


def _pictures(path: Path, _rng: random.Random) -> str:
    pictures_at(path.parent.parent)
    return "read"


def _begun(spec: Spec) -> str:
    """Begin an experiment, if it is small."""
    to_dict(spec)
    layers = spec.network.built.layers
    numbers = sum(int(np.prod(layer.weights_shape)) for layer in layers[1:])
    if numbers * getattr(spec.data, "samples", 100) < SMALL:
        Session(spec)
    return "read"


def _experiment(path: Path, _rng: random.Random) -> str:
    return _begun(load_spec(path))


def _run(path: Path, _rng: random.Random) -> str:
    load_run(path)
    return "read"


def _kept_work(_path: Path, _rng: random.Random) -> str:
    found = kept_work()
    return "read" if found and found[0].summary.title else "refused"


def _weights(path: Path, _rng: random.Random) -> str:
    return _begun(read_weights(path))


def _sweep(path: Path, _rng: random.Random) -> str:
    order = sweep_at(str(path))
    if order is None:
        return "refused"
    spec = experiment_at(order.experiment, order.overrides())
    plan_of(spec, order.experiment, list(order.groups(spec)), order.seeds, order.overrides())
    return "read"


def _kept_cells(path: Path, _rng: random.Random) -> str:
    KeptCells(path, seeds.sweep_spec())
    return "read"


def _lecture(path: Path, _rng: random.Random) -> str:
    read_lecture(path)
    return "read"


def _presets(_path: Path, _rng: random.Random) -> str:
    all_presets()
    return "read" if own_presets() else "refused"


def _settings(path: Path, _rng: random.Random) -> str:
    settings = Settings(path)
    return "refused" if settings.problem else "read"


def _old_settings(path: Path, _rng: random.Random) -> str:
    return "read" if old_values(path) else "refused"


def _answers(path: Path, _rng: random.Random) -> str:
    read_answers(path)
    return "read"


def _arff(path: Path, _rng: random.Random) -> str:
    openml._images(path.read_bytes(), lambda _share: None)
    return "read"


def _tables(*suffixes: str) -> Callable[[Path], list[Path]]:
    return partial(seeds.tables, suffixes)


READERS = (
    Reader("text", _tables(".csv", ".txt", ".tsv"), _table),
    Reader("gz", seeds.packed_tables, _table, seeds.changed_packed),
    Reader("zip", seeds.zipped_tables, _table, _INSIDE),
    Reader("xlsx", _tables(".xlsx"), _table, _INSIDE),
    Reader("ods", _tables(".ods"), _table, _INSIDE),
    Reader("npy", _tables(".npy"), _table, mostly(changed_array, 0.8)),
    Reader("npz", _tables(".npz"), _table, _INSIDE),
    Reader("idx", seeds.idx, _mnist, changed, "t-images-idx3-ubyte"),
    Reader("idx.gz", seeds.idx_gz, _mnist, seeds.changed_packed, "t-images-idx3-ubyte.gz"),
    Reader("labels", seeds.labels, _labels, changed, "u-labels-idx1-ubyte"),
    Reader("mnist.npz", seeds.keras, _mnist, _INSIDE),
    Reader("pictures", seeds.pictures, _pictures, changed, "pictures/a/input"),
    Reader("experiment", seeds.experiments, _experiment, changed_text),
    Reader("run", seeds.runs, _run, _INSIDE),
    Reader("kept-work", seeds.runs, _kept_work, _INSIDE, "state/work/0123456789abcdef.nnviz"),
    Reader("weights", seeds.weights, _weights, _INSIDE),
    Reader("sweep", seeds.sweeps, _sweep, changed_text),
    Reader("kept-cells", seeds.kept_cells, _kept_cells, changed_text),
    Reader("lecture", seeds.lectures, _lecture, changed_text),
    Reader("packed-lecture", seeds.packed_lectures, _lecture, _INSIDE),
    Reader("presets", seeds.presets, _presets, changed_text, "presets.toml"),
    Reader("settings", seeds.settings, _settings, changed_text),
    Reader("old-settings", seeds.old_settings, _old_settings, changed_text),
    Reader("answers", seeds.answers, _answers, changed_text),
    Reader("arff", seeds.arff, _arff),
)
