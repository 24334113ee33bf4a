"""A lecture is made scene by scene, its file says the same, and packed it needs nothing beside it."""

import zipfile

import msgspec
import pytest

from nnviz.experiment.opening import opened
from nnviz.experiment.run_file.run_file import save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.lecture.editing import duplicated, inserted, moved, removed, replaced, toml_of
from nnviz.lecture.file import lecture_of, load_lecture, shipped_lectures
from nnviz.lecture.packing import SUFFIX, copy_files, is_lecture_file, pack, read_lecture
from nnviz.lecture.scene import MOST_SCENES, Lecture, Scene
from nnviz.lecture.stage import Stage, weights_sha256

THREE = Lecture(title="T", scene=tuple(Scene(title=name, experiment="xor-quickstart") for name in "abc"))


def titles(lecture: Lecture) -> str:
    return " ".join(scene.title for scene in lecture.scene)


def test_scenes_are_added_moved_copied_and_taken_away():
    assert titles(inserted(THREE, 1, Scene(title="x"))) == "a x b c"
    assert titles(moved(THREE, 0, 2)) == "b c a"
    assert titles(moved(THREE, 2, -5)) == "c a b"
    assert titles(duplicated(THREE, 1)) == "a b b (copy) c"
    assert titles(removed(THREE, 1)) == "a c"
    assert titles(replaced(THREE, 2, Scene(title="z"))) == "a b z"
    one = Lecture(scene=THREE.scene[:1])
    assert removed(one, 0) is one
    full = Lecture(scene=THREE.scene[:1] * MOST_SCENES)
    with pytest.raises(SpecError, match="at most"):
        inserted(full, 0, THREE.scene[0])


@pytest.mark.parametrize("path", list(shipped_lectures()), ids=lambda path: path.stem)
def test_what_is_written_is_read_again(path, tmp_path):
    lecture = load_lecture(path)
    again = tmp_path / "again.toml"
    again.write_text(toml_of(lecture), encoding="utf-8")
    assert load_lecture(again) == lecture


def test_every_key_is_written(tmp_path):
    scene = {
        "title": 'Quotes """ and\nlines',
        "experiment": "by-hand-one-update",
        "set": {"training.learning_rate": 0.25},
        "at": "epoch 3",
        "until": "key",
        "panels": ["network", "explanation"],
        "arrangement": "rows",
        "highlight": {"layer": 1, "unit": 2, "source": 1},
        "walk": {"phase": "update", "depth": "product", "layer": 2},
        "speed": 3.5,
        "text": "ä \\ **b**",
        "notes": "n",
        "ask": "winner",
        "runs": [{"training.seed": 1}, {"training.seed": 2}],
    }
    lecture = lecture_of({"title": "T", "about": "A", "language": "de", "scene": [scene]})
    path = tmp_path / "all.toml"
    path.write_text(toml_of(lecture), encoding="utf-8")
    assert load_lecture(path) == lecture
    assert msgspec.to_builtins(lecture)["scene"][0]["highlight"]["source"] == 1


def own_lecture(folder):
    folder.mkdir()
    session = Session(opened("xor-quickstart", {}))
    session.advance(30)
    save_run(session, folder / "a run.nnviz")
    (folder / "points.csv").write_text("x1,x2,class\n" + "0,1,1\n1,0,1\n0,0,0\n1,1,0\n" * 3)
    (folder / "mine.toml").write_text(
        '[data]\nname = "table"\npath = "points.csv"\n[network]\nlayers = [2, 3, 1]\nactivation = "sigmoid"\n'
        '[training]\nloss = "log_loss"\nepochs = 20\n'
    )
    scenes = [
        {"experiment": "a run.nnviz"},
        {"experiment": "mine.toml", "at": 5},
        {"experiment": "xor-quickstart", "at": 2},
    ]
    lecture = lecture_of({"title": "Own", "scene": scenes})
    (folder / "own.toml").write_text(toml_of(lecture))
    return lecture


def hashes(lecture, folder):
    stage = Stage(lecture, folder)
    return [weights_sha256(stage.session_at(number)) for number in range(len(lecture.scene))]


def test_a_packed_lecture_needs_nothing_beside_it(tmp_path):
    folder = tmp_path / "there"
    lecture = own_lecture(folder)
    expected = hashes(lecture, folder)
    packed = tmp_path / f"all{SUFFIX}"
    pack(lecture, folder, packed)
    for path in folder.iterdir():
        path.unlink()
    assert is_lecture_file(packed)
    found = read_lecture(packed)
    assert found.folder != folder
    assert hashes(found.lecture, found.folder) == expected
    again = tmp_path / f"again{SUFFIX}"
    pack(found.lecture, found.folder, again)
    assert hashes(read_lecture(again).lecture, read_lecture(again).folder) == expected


def test_a_file_whose_name_has_no_plain_letter_is_packed_under_a_plain_name(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "学習.toml").write_text(
        experiment_at("by-hand-one-update").to_toml(), encoding="utf-8"
    )
    packed = tmp_path / f"all{SUFFIX}"
    pack(lecture_of({"scene": [{"title": "a", "experiment": "学習.toml"}]}), tmp_path / "there", packed)
    assert read_lecture(packed).lecture.scene[0].experiment == "file.toml"


def test_files_of_one_name_in_other_folders_are_packed_side_by_side(tmp_path):
    (tmp_path / "there" / "two").mkdir(parents=True)
    spec = experiment_at("by-hand-one-update")
    for name, rate in (("my way!.toml", 0.1), ("two/my way!.toml", 0.2)):
        text = with_value(spec, "training.learning_rate", rate).to_toml()
        (tmp_path / "there" / name).write_text(text, encoding="utf-8")
    scenes = [{"title": "a", "experiment": "my way!.toml"}, {"title": "b", "experiment": "two/my way!.toml"}]
    packed = tmp_path / f"all{SUFFIX}"
    pack(lecture_of({"scene": scenes}), tmp_path / "there", packed)
    found = read_lecture(packed)
    names = [scene.experiment for scene in found.lecture.scene]
    assert names == ["my-way.toml", "my-way-1.toml"]
    rates = [experiment_at(str(found.folder / name)).training.learning_rate for name in names]
    assert rates == [0.1, 0.2]


def test_what_a_lecture_needs_goes_with_it(tmp_path):
    lecture = own_lecture(tmp_path / "there")
    (tmp_path / "here").mkdir()
    copy_files(lecture, tmp_path / "there", tmp_path / "here")
    assert (tmp_path / "here" / "a run.nnviz").read_bytes() == (
        tmp_path / "there" / "a run.nnviz"
    ).read_bytes()


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"lecture.toml": "title = 3"},
        {"lecture.toml": '[[scene]]\nexperiment = "xor-quickstart"'},
        {"lecture.toml": '[[scene]]\nexperiment = "xor-quickstart"', "files.toml": 'files = ["../out"]'},
        {"lecture.toml": '[[scene]]\nexperiment = "xor-quickstart"', "files.toml": 'files = ["missing"]'},
        {"lecture.toml": '[[scene]]\nexperiment = "xor-quickstart"', "files.toml": "files = [1"},
    ],
)
def test_a_damaged_pack_is_one_sentence(tmp_path, files):
    path = tmp_path / f"bad{SUFFIX}"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(SpecError, match="bad") as found:
        read_lecture(path)
    assert "\n" not in str(found.value)


def test_no_zip_at_all_is_one_sentence(tmp_path):
    path = tmp_path / f"bad{SUFFIX}"
    path.write_bytes(b"PK no")
    with pytest.raises(SpecError, match="packed lecture"):
        read_lecture(path)
