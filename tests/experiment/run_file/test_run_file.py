import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from pasts import bits_of, eventful_experiment, eventful_session, rerun, set_to

from nnviz import zip_arrays
from nnviz.experiment.commands import DeleteBranch, Fork, RestoreBranch, SetBookmark, SetParameter, Visit
from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.terrain import TerrainWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.past.timeline import MOST_BRANCHES
from nnviz.experiment.run_file import reading as run_reading
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.kind import is_run_file, require_writable
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.files import PlaceError, WriteError
from nnviz.parts import Weight

pytestmark = pytest.mark.usefixtures("compiled_engine")

ROOT = Path(__file__).resolve().parents[3]
CONTINUE = """
import hashlib, sys
from pathlib import Path
from nnviz.experiment.run_file.run_file import load_run
session = load_run(Path(sys.argv[1]))
session.advance(int(sys.argv[2]) - session.update)
state = session.state()
arrays = state.parameters, state.first_moment, state.second_moment, state.powers
print(session.update, hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest())
"""


def branched_session() -> Session:
    """Return a session with two branches and bookmarks, standing in the past of the second."""
    session = eventful_session(900)
    session.apply(SetBookmark("End"))
    session.apply(Visit(500))
    session.apply(Fork("Other"))
    session.advance(100)
    set_to(session, {"training.learning_rate": 0.2})
    session.apply(SetParameter(Weight(1, 0, 0), 0.125))
    session.advance(200)
    session.apply(SetBookmark("Middle", 550))
    session.apply(Visit(650))
    session.advance(0)
    return session


@pytest.fixture
def saved(tmp_path):
    session = branched_session()
    path = tmp_path / "run.nnviz"
    save_run(session, path)
    return session, path


def test_opens_at_the_same_moment_with_the_same_past(saved):
    session, path = saved
    opened = load_run(path)
    request = (ScoresWish(), MapsWish(boundary=16), PredictionsWish(), GradientsWish(), TimelineWish())
    a, b = session.snapshot(*request), opened.snapshot(*request)
    assert (a.update, a.epoch, a.spec, a.marks) == (b.update, b.epoch, b.spec, b.marks)
    assert a.look(Metrics) == b.look(Metrics)
    assert bits_of(session.state()) == bits_of(opened.state())
    assert a.look(Maps).boundary.outputs.tobytes() == b.look(Maps).boundary.outputs.tobytes()
    changes, opened_changes = a.look(Gradients).weights_change, b.look(Gradients).weights_change
    assert all(np.array_equal(x, y) for x, y in zip(changes, opened_changes, strict=True))
    branches, opened_branches = ((m.look(TimelineView).present, *m.look(TimelineView).others) for m in (a, b))
    for x, y in zip(branches, opened_branches, strict=True):
        assert (x.id, x.name, x.parent, x.start, x.length, x.position) == (
            y.id, y.name, y.parent, y.start, y.length, y.position
        )  # fmt: skip
        assert (x.marks, x.bookmarks) == (y.marks, y.bookmarks)
        assert x.curves.loss["test"].tobytes() == y.curves.loss["test"].tobytes()
        assert np.array_equal(x.updates, y.updates)
    kept = [moment.update for moment in run_reading.read_run(path).timeline.present.moments]
    assert kept == [moment.update for moment in session.saved().timeline.present.moments]


def test_goes_on_to_the_same_bits_as_without_a_break(saved):
    session, path = saved
    opened = load_run(path)
    log = session.log
    for each in (session, opened):
        each.apply(Visit(800))
        each.advance(400)
    assert bits_of(opened.state()) == bits_of(session.state())
    assert opened.curves().loss["train"].tobytes() == session.curves().loss["train"].tobytes()
    assert bits_of(opened.state()) == bits_of(rerun(eventful_experiment(), log, 1200).state())


def test_goes_on_to_the_same_bits_in_another_process(saved):  # and there interpreted
    session, path = saved
    script = [sys.executable, "-c", CONTINUE, str(path), "1000"]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    session.advance(1000 - session.update)
    _, arrays = bits_of(session.state())
    assert done.stdout.split() == ["1000", hashlib.sha256(arrays).hexdigest()]


def test_needs_no_csv_file_any_more(tmp_path):
    table = tmp_path / "points.csv"
    table.write_text(
        "a,b,class\n" + "".join(f"{i / 10},{i % 3},{'red' if i % 2 else 'blue'}\n" for i in range(20))
    )
    spec = spec_from_dict(
        {
            "data": {"name": "csv", "path": str(table)},
            "network": {"layers": [2, 3, 1]},
            "training": {"loss": "log_loss"},
        }
    )
    session = Session(spec)
    session.advance(100)
    save_run(session, tmp_path / "run.nnviz")
    table.unlink()
    opened = load_run(tmp_path / "run.nnviz")
    for each in (session, opened):
        each.advance(100)
    assert bits_of(opened.state()) == bits_of(session.state())
    assert opened.split.train.classes == session.split.train.classes


def test_float32_networks_keep_their_precision(tmp_path):
    spec = spec_from_dict(
        {"data": {"name": "moons", "samples": 40}, "network": {"layers": [2, 8, 1], "dtype": "float32"}}
    )
    session = Session(spec)
    session.advance(500)
    save_run(session, tmp_path / "run.nnviz")
    opened = load_run(tmp_path / "run.nnviz")
    for each in (session, opened):
        each.apply(Visit(137))
        each.advance(0)
    assert opened.state().parameters.dtype == np.float32
    assert bits_of(opened.state()) == bits_of(session.state())


def changed(path: Path, name: str, content: bytes) -> Path:
    """Return a copy of a run file in which one file is another."""
    copy = path.with_name("changed.nnviz")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return copy


def document(path: Path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("run.json"))


def npy(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def refusal(path: Path) -> str:
    with pytest.raises(RunFileError) as caught:
        load_run(path)
    sentence = str(caught.value)
    assert sentence.startswith(str(path))
    assert "\n" not in sentence
    return sentence


def test_what_is_no_run_file_is_refused(tmp_path, saved):
    path = tmp_path / "x.nnviz"
    assert "no such file" in refusal(path)
    path.write_bytes(b"")
    assert "damaged" in refusal(path)
    path.write_text("<html>")
    assert "damaged" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme", "no run")
    assert "run.json is missing" in refusal(path)
    assert "no run file of nnviz" in refusal(changed(saved[1], "run.json", b"{}"))
    assert "damaged" in refusal(changed(saved[1], "run.json", b"{"))
    assert "damaged" in refusal(changed(saved[1], "run.json", b"[" * 100_000))
    assert "folder" in refusal(tmp_path) or "cannot be read" in refusal(tmp_path)


def test_a_cut_file_is_refused_wherever_it_is_cut(tmp_path, saved):
    content = saved[1].read_bytes()
    path = tmp_path / "cut.nnviz"
    for share in np.linspace(0.0, 0.999, 25):
        path.write_bytes(content[: int(share * len(content))])
        refusal(path)


def test_flipped_bytes_never_end_in_a_traceback(tmp_path, saved):
    content = saved[1].read_bytes()
    path = tmp_path / "flipped.nnviz"
    session, loaded, sentences = saved[0], 0, []
    for position in np.random.default_rng(0).integers(0, len(content), 150).tolist():
        path.write_bytes(content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :])
        try:
            opened = load_run(path)
        except RunFileError as error:
            sentences.append(str(error))
            continue
        loaded += 1  # a date in the archive, say: the run is as it was
        assert bits_of(opened.state()) == bits_of(session.state())
        assert (opened.spec, opened.length, opened.log) == (session.spec, session.length, session.log)
    assert loaded + len(sentences) == 150
    assert len(sentences) > 75
    assert not any("\n" in sentence for sentence in sentences)


def test_another_version_is_named(saved):
    table = document(saved[1]) | {"version": 2}
    sentence = refusal(changed(saved[1], "run.json", json.dumps(table).encode()))
    assert "version 2" in sentence
    assert "version 1" in sentence


@pytest.mark.parametrize(
    ("name", "array", "words"),
    [
        ("curves/0/epochs.npy", np.full(9, np.nan), "not finite"),
        ("keyframes/float64.npy", np.zeros(3), "another type or size"),
        ("keyframes/float64.npy", np.zeros(10**6), "larger than"),
        ("keyframes/float64.npy", np.zeros(3, np.float32), "another type"),
        ("keyframes/powers.npy", np.zeros((1, 2)), "another type or size"),
        ("keyframes/float64.npy", np.zeros(3, complex), "another type"),
        ("curves/0/epochs.npy", np.zeros(4), "curves"),
        ("data/0/train_x.npy", np.zeros((3, 5)), "points"),
        ("data/0/train_y.npy", np.full(48, 7), "classes that do not exist"),
        ("data/0/scaling.npy", np.zeros((2, 2)), "scaling"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(saved, name, array, words):
    assert words in refusal(changed(saved[1], name, npy(array)))


MAGIC = b"\x93NUMPY\x01\x00"


def header(text: str) -> bytes:
    return MAGIC + len(text).to_bytes(2, "little") + text.encode()


@pytest.mark.parametrize(
    "content",
    [
        header("(" * 9000),
        header("-" * 9000 + "1"),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1" * 9000),
        header("{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }\n") + bytes(16),
        MAGIC + b"\xff\xff{",
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -2)}") + bytes(16),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 10000000000000000000000)}"),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (2.5,)}") + bytes(20),
        b"no array",
    ],
)
def test_headers_made_to_do_harm_are_refused(saved, content):
    sentence = refusal(changed(saved[1], "keyframes/powers.npy", content))
    assert "another type or size" in sentence or "no NPY file" in sentence


@pytest.mark.parametrize("name", ["../run.json", "/run.json", "a\\..\\b"])
def test_names_that_lead_elsewhere_are_refused(saved, name):
    assert "impossible name" in refusal(changed(saved[1], name, b""))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(saved):
    with zipfile.ZipFile(saved[1], "a") as archive:
        archive.writestr("run.json", b"{}")
    assert "two files of one name" in refusal(saved[1])


def test_a_document_nested_deeply_or_with_a_million_branches_is_refused(saved):
    for content in (b"[" * 10**6, b'{"format": "nnviz run", "version": 1, "specs": ' + b'[{"a": ' * 10**5):
        refusal(changed(saved[1], "run.json", content))
    begin = json.dumps(document(saved[1]) | {"branches": []}).encode()[:-1]
    for content in (
        b"0," * 10**6 + b"0",
        b",".join([json.dumps(document(saved[1])["branches"][0]).encode()] * 65),
    ):
        refusal(
            changed(
                saved[1],
                "run.json",
                begin.replace(b'"branches": []', b'"branches": [' + content + b"]") + b"}",
            )
        )


def test_a_document_that_is_too_large_is_refused_before_it_is_unpacked(saved, monkeypatch):
    monkeypatch.setattr(run_reading, "MAX_DOCUMENT", 1000)
    assert "run.json in it is larger than" in refusal(saved[1])


def test_a_run_that_could_not_be_read_again_is_not_written(saved, monkeypatch):
    session, path = saved
    before = path.read_bytes()
    monkeypatch.setattr(zip_arrays, "MAX_BYTES", 10_000)
    with pytest.raises(WriteError, match="more than 0 MB"):
        save_run(session, path)
    assert path.read_bytes() == before


def test_as_many_branches_as_there_can_be_are_saved(tmp_path):
    session = Session(eventful_experiment())
    session.advance(20)
    for _ in range(MOST_BRANCHES - 1):
        session.apply(Fork())
    session.apply(DeleteBranch(5))
    session.apply(Fork())
    with pytest.raises(ValueError, match="delete one first"):
        session.apply(RestoreBranch(5))
    save_run(session, tmp_path / "run.nnviz")
    assert (
        len(load_run(tmp_path / "run.nnviz").snapshot(ScoresWish(), TimelineWish()).look(TimelineView).others)
        == MOST_BRANCHES - 1
    )


def test_a_diverged_run_can_be_saved_and_its_past_visited(tmp_path):
    spec = with_values(eventful_experiment(), {"training.optimizer": "sgd", "network.activation": "identity"})
    session = Session(spec)
    session.advance(100)
    set_to(session, {"training.learning_rate": 1e5})
    session.advance(1000)
    assert session.divergence
    save_run(session, tmp_path / "run.nnviz")
    opened = load_run(tmp_path / "run.nnviz")
    assert opened.divergence == session.divergence
    assert bits_of(opened.state()) == bits_of(session.state())
    everything = (
        ScoresWish(),
        MapsWish(boundary=8, responses=4),
        PredictionsWish(),
        GradientsWish(),
        TimelineWish(),
        HealthWish(),
        TerrainWish(),
    )
    for update in (opened.length, 3, 100, opened.length - 1, opened.length):
        opened.apply(Visit(update))
        opened.advance(0)
        assert opened.snapshot(*everything).update == update
        assert (opened.divergence is not None) == (update == opened.length)


def test_no_pickle_is_ever_loaded(saved):
    content = npy(np.array([{"a": 1}], dtype=object))
    assert "another type" in refusal(changed(saved[1], "keyframes/powers.npy", content))


def test_a_header_that_promises_too_much_costs_no_memory(saved):
    content = npy(np.zeros(4)).replace(b"(4,), }" + 10 * b" ", b"(99999999999,), }")
    assert b"99999999999" in content
    assert "another type or size" in refusal(changed(saved[1], "keyframes/powers.npy", content))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path, monkeypatch):
    monkeypatch.setattr(zip_arrays, "MAX_BYTES", 10_000_000)
    path = tmp_path / "bomb.nnviz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run.json", bytes(10_000_001))
    assert path.stat().st_size < 20_000
    assert "more than 10 MB" in refusal(path)


def test_images_are_images_again_also_in_files_that_do_not_say_so(tmp_path):
    path = tmp_path / "digits.nnviz"
    table = {"data": {"name": "digits"}, "network": {"layers": [64, 10], "activation": "softmax"}}
    save_run(Session(spec_from_dict(table | {"training": {"loss": "cross_entropy"}})), path)
    assert load_run(path).split.train.image == (8, 8, 1)
    silent = document(path)
    assert silent["data"][0].pop("image") == [8, 8, 1]
    assert load_run(changed(path, "run.json", json.dumps(silent).encode())).split.test.image == (8, 8, 1)
    silent["data"][0]["image"] = [9, 8, 1]
    assert "images" in refusal(changed(path, "run.json", json.dumps(silent).encode()))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("present", 99),
        ("aims", 99),
        ("specs", [{"data": {"name": "xor"}, "network": {"layers": [2, 1]}}]),
        ("keyframes", []),
        ("branches", []),
        ("position", -1),
        ("data", []),
    ],
)
def test_a_document_that_does_not_fit_is_refused(saved, key, value):
    table = document(saved[1]) | {key: value}
    refusal(changed(saved[1], "run.json", json.dumps(table).encode()))


def test_writing_is_whole_or_not_at_all(tmp_path, saved, monkeypatch):
    session, path = saved
    before = path.read_bytes()

    def broken(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", broken)
    with pytest.raises(WriteError, match="disk is full"):
        save_run(session, path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [path.name]


def test_places_that_cannot_be_written_are_known_before(tmp_path, saved):
    other = tmp_path / "notes.txt"
    other.write_text("mine")
    for path, words in (
        (tmp_path, "folder"),
        (tmp_path / "no" / "a.nnviz", "no folder"),
        (other, "no run file"),
    ):
        with pytest.raises(PlaceError, match=words):
            require_writable(path)
    require_writable(saved[1])
    require_writable(tmp_path / "new.nnviz")
    assert is_run_file(saved[1])
    assert is_run_file("anything.nnviz")
    assert not is_run_file(other)


def complete(session):
    """Return a snapshot whose health is measured at every moment of the trail."""
    while True:
        snapshot = session.snapshot(ScoresWish(), HealthWish(), TerrainWish())
        if snapshot.look(HealthView).complete:
            return snapshot


def test_health_and_the_path_are_there_again(saved):
    session, path = saved
    a, b = (complete(each) for each in (session, load_run(path)))
    assert len(a.look(HealthView).epochs) > 20
    assert np.array_equal(a.look(HealthView).epochs, b.look(HealthView).epochs)
    for name, curves in a.look(HealthView).curves.items():
        assert np.array_equal(curves, b.look(HealthView).curves[name], equal_nan=True)
    assert len(a.look(Terrain).path) > 20
    assert np.array_equal(a.look(Terrain).path, b.look(Terrain).path)
