"""Files that are read well, to be damaged: those that ship, the corpora of the tests, and some made here."""

import gzip
import json
import random
import shutil
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import tomli_w

from fuzzing.changes import changed
from nnviz.assets import assets
from nnviz.experiment.commands import Fork, SetSpec, Visit
from nnviz.experiment.run_file.kept_work import WorkSummary
from nnviz.experiment.run_file.writing import write_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.kept_cells import KeptCells
from nnviz.lecture.file import load_lecture
from nnviz.lecture.packing import pack

TESTS = Path(__file__).resolve().parent.parent.parent / "tests"
TABLES = TESTS / "data" / "tables" / "corpus"
FIXTURES = TESTS / "fixtures" / "version_0_1_0"
CASES = TESTS / "cases"


def tables(suffixes: Sequence[str], _folder: Path) -> list[Path]:
    """Return the tables of the corpus with some suffixes."""
    return [path for path in sorted(TABLES.iterdir()) if path.suffix in suffixes]


def packed_tables(folder: Path) -> list[Path]:
    """Pack the tables of text."""
    made = []
    for path in tables((".csv", ".txt", ".tsv", ".npy"), folder):
        made.append(folder / f"{path.name}.gz")
        made[-1].write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return made


def zipped_tables(folder: Path) -> list[Path]:
    """Pack the tables of text into archives, one each."""
    made = []
    for path in tables((".csv", ".txt", ".tsv"), folder):
        made.append(folder / f"{path.name}.zip")
        with zipfile.ZipFile(made[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
    return made


def changed_packed(content: bytes, rng: random.Random) -> bytes:
    """Return something packed that is damaged outside, inside, or twice there."""
    kind = rng.random()
    if kind < 0.3:
        return changed(content, rng)
    inside = changed(gzip.decompress(content), rng)
    packed = gzip.compress(inside, 1, mtime=0)
    return packed + packed if kind > 0.9 else packed


def _shipped(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((assets() / folder).glob("*.toml"))]


def experiments(folder: Path) -> list[Path]:
    """Return the shipped experiments, those of the tests, and some on data of one's own."""
    table = folder / "table.csv"
    table.write_text("a,b,kind\n" + "".join(f"{i % 7},{i % 5},{'pqr'[i % 3]}\n" for i in range(40)))
    own = folder / "own.toml"
    own.write_text(
        'title = "Own"\n[data]\nname = "table"\npath = "table.csv"\ntarget = "kind"\ntask = "classes"\n'
        'missing = "drop"\nstandardize = true\ncolumns = ["a", "b"]\nvalidation_fraction = 0.2\nrows = 30\n'
        '[network]\nlayers = [2, 4, 3]\nactivation = ["tanh", "softmax"]\n'
        '[training]\nloss = "cross_entropy"\n'
    )
    points = folder / "points.toml"
    points.write_text(
        '[data]\nname = "points"\nx = [[0, 0], [0, 1], [1.5, 0]]\ny = [0, 1, 2]\n'
        '[network]\nlayers = [2, 3]\nactivation = "softmax"\n[training]\nloss = "cross_entropy"\n'
    )
    fixtures = [path for path in FIXTURES.glob("*.toml") if path.name != "presets.toml"]
    return [*_shipped("experiments"), *sorted(CASES.glob("*.toml")), *sorted(fixtures), own, points]


def runs(folder: Path) -> list[Path]:
    """Make short runs, with branches, changes, a table of one's own, and images."""
    made = []
    for name in ("xor-truth-table", "own.toml", "by-hand-convolution"):
        if name == "own.toml":
            experiments(folder)
        session = Session(load_spec(folder / name if name.endswith(".toml") else find(name)))
        session.advance(3)
        session.apply(SetSpec(with_values(session.spec, {"training.learning_rate": 0.05})))
        session.advance(2)
        session.apply(Visit(4))
        session.advance(0)
        session.apply(Fork())
        session.advance(1)
        made.append(folder / f"{Path(name).stem}.nnviz")
        summary = WorkSummary(title="Work", location=name)
        write_run(session.saved(), made[-1], {"summary.json": msgspec.json.encode(summary)})
    return made


def weights(_folder: Path) -> list[Path]:
    """Return files of weights."""
    return sorted(FIXTURES.glob("*.npz"))


def sweeps(_folder: Path) -> list[Path]:
    """Return the shipped sweeps."""
    return _shipped("sweeps")


def lectures(_folder: Path) -> list[Path]:
    """Return the shipped lectures."""
    return _shipped("lectures")


def packed_lectures(folder: Path) -> list[Path]:
    """Pack a lecture with a run and a table of its own."""
    own = runs(folder)[0]
    (folder / "own.lecture.toml").write_text(
        f'title = "Own"\n[[scene]]\ntitle = "A"\nexperiment = "{own.name}"\nat = "epoch 1"\n'
        '[[scene]]\ntitle = "B"\nexperiment = "own.toml"\nat = "epoch 2"\n'
    )
    made = []
    for path in (folder / "own.lecture.toml", *_shipped("lectures")[:1]):
        made.append(folder / f"{path.stem}.nnvizlecture")
        pack(load_lecture(path), folder, made[-1])
    return made


@lru_cache(maxsize=1)
def sweep_spec() -> Spec:
    """Return the experiment whose cells are kept."""
    return load_spec(find("lab-a-xor"))


def kept_cells(folder: Path) -> list[Path]:
    """Make a file that keeps two cells of a sweep."""
    path = folder / "kept.json"
    KeptCells(path, sweep_spec()).write()
    document = json.loads(path.read_bytes())
    outcome = {"epochs": 3, "updates": 9, "seconds": 0.1, "diverged": None, "test": None, "validation": None}
    outcome["train"] = {"loss": 0.25, "accuracy": None}
    document["cells"] = [{"settings": {"training.seed": 1}, "seed": 1, "file": "", "outcome": outcome}]
    other = folder / "cells.json"
    other.write_text(json.dumps(document, indent=1))
    return [path, other]


def presets(_folder: Path) -> list[Path]:
    """Return presets of figures."""
    return [FIXTURES / "presets.toml"]


def settings(folder: Path) -> list[Path]:
    """Make settings of the window."""
    path = folder / "nnviz.toml"
    recent = json.dumps(["/tmp/a.toml", "lab-a-xor"])
    path.write_text(
        tomli_w.dumps(
            {
                "look": {"theme": "dark", "text_size": 1.25},
                "window": {"geometry": "AdnQywAD", "state": "AAAA/w==", "location": "lab-a-xor"},
                "files": {"recent": recent},
                "past": {"megabytes": 200},
            }
        )
    )
    return [path]


def old_settings(_folder: Path) -> list[Path]:
    """Return settings of version 0.1."""
    return [FIXTURES / "nnviz.ini"]


def answers(folder: Path) -> list[Path]:
    """Make answers to an exercise in each form."""
    contents = {
        "a.json": '{"z(1)1": 0.5, "w(1)2,11": -1.25, "loss": "0.5"}',
        "b.json": '[{"id": "z(1)1", "given": 0.5}, {"id": "loss", "given": null}]',
        "c.csv": "id,number\nz(1)1,0.5\nw(1)2,11,-1.25\n",
        "d.csv": "id;number\nz(1)1;0,5\nloss;\n",
    }
    for name, content in contents.items():
        (folder / name).write_text(content)
    return [folder / name for name in contents]


def _digits() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.integers(0, 256, (12, 5, 4), dtype=np.uint8), np.arange(12, dtype=np.uint8) % 3


def labels(folder: Path) -> list[Path]:
    """Make images that stay as they are, and their labels."""
    images, classes = _digits()
    (folder / "u-images-idx3-ubyte").write_bytes(_idx_bytes(images))
    made = folder / "whole-idx1-ubyte"
    made.write_bytes(_idx_bytes(classes))
    return [made]


def _idx_bytes(array: np.ndarray) -> bytes:
    return (
        bytes((0, 0, 8, array.ndim)) + b"".join(n.to_bytes(4, "big") for n in array.shape) + array.tobytes()
    )


def idx(folder: Path, ending: str = "") -> list[Path]:
    """Make images and their labels."""
    images, labels = _digits()
    pack_ = gzip.compress if ending else bytes
    (folder / f"t-labels-idx1-ubyte{ending}").write_bytes(pack_(_idx_bytes(labels)))
    made = folder / f"whole-idx3-ubyte{ending}"
    made.write_bytes(pack_(_idx_bytes(images)))
    return [made]


def idx_gz(folder: Path) -> list[Path]:
    """Make packed images."""
    return idx(folder, ".gz")


def keras(folder: Path) -> list[Path]:
    """Make an archive as Keras has it."""
    images, labels = _digits()
    path = folder / "mnist.npz"
    np.savez(path, x_train=images, y_train=labels, x_test=images[:5], y_test=labels[:5])
    return [path]


def pictures(folder: Path) -> list[Path]:
    """Make pictures of every format, in two classes; they are changed elsewhere."""
    from PIL import Image  # noqa: PLC0415

    rng = np.random.default_rng(2)
    for name in "ab":
        (folder / "pictures" / name).mkdir(parents=True)
    (folder / "whole").mkdir()
    made = []
    for mode in ("L", "RGB", "P", "RGBA"):
        picture = Image.fromarray(rng.integers(0, 256, (9, 7, 3), dtype=np.uint8)).convert(mode)
        for ending in ("png", "jpg", "gif", "bmp", "webp"):
            if (mode, ending) in (("P", "jpg"), ("RGBA", "jpg")):
                continue
            made.append(folder / "whole" / f"{mode}.{ending}")
            picture.save(made[-1])
    shutil.copy(made[0], folder / "pictures" / "b" / "other.png")
    return made


def arff(folder: Path) -> list[Path]:
    """Make a table as OpenML answers."""
    path = folder / "mnist.arff"
    rows = "\n".join(",".join(["0", "255"] * 392 + [str(i % 10)]) for i in range(8))
    path.write_text(f"@relation mnist\n@attribute x real\n@data\n{rows}\n")
    return [path]
