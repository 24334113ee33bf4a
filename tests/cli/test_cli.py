"""The command line in a process of its own, as people and scripts call it."""

import contextlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tomli_w

ROOT = Path(__file__).resolve().parents[2]
TOP_KEYS = {
    "experiment", "seed", "epochs", "updates", "seconds", "train", "validation", "test", "history", "weights",
    "agreement", "biases", "predictions", "spec",
}  # fmt: skip
LAYER_KEYS = {
    "kind", "weights", "biases", "z", "a", "delta", "weights_gradient", "biases_gradient",
    "weights_after", "biases_after",
}  # fmt: skip

posix = pytest.mark.skipif(os.name == "nt", reason="the shell of another system")

XOR = """
title = "XOR"
[data]
name = "xor"
[network]
layers = [2, 3, 1]
[training]
learning_rate = 0.5
epochs = 3
"""

BLACKBOARD = """
title = "By hand"
[data]
name = "points"
x = [[0.05, 0.1]]
y = [[0.01, 0.99]]
[network]
layers = [2, 2, 2]
weights = [[[0.15, 0.25], [0.2, 0.3]], [[0.4, 0.5], [0.45, 0.55]]]
biases = [[0.35, 0.35], [0.6, 0.6]]
[training]
learning_rate = 0.5
"""


@pytest.fixture
def xor(tmp_path):
    path = tmp_path / "xor.toml"
    path.write_text(XOR)
    return str(path)


@pytest.fixture
def blackboard(tmp_path):
    path = tmp_path / "blackboard.toml"
    path.write_text(BLACKBOARD)
    return str(path)


def environment(**changes):
    variables = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    variables.pop("QT_QPA_PLATFORM", None)
    return {**variables, "PYTHONPATH": str(ROOT), **changes}


def nnviz(*arguments, code=0, program=("-m", "nnviz")):
    """Run a command without a display; return (stdout, stderr)."""
    command = [sys.executable, *program, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(), timeout=240, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if code:
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
    return done.stdout, done.stderr


def in_shell(line):
    return subprocess.run(
        line, shell=True, capture_output=True, text=True, env=environment(), timeout=240, check=False
    )


def strict_json(text):
    def refuse(token):
        raise AssertionError(f"{token} is not JSON")

    return json.loads(text, parse_constant=refuse)


def test_train_prints_what_the_contract_says(xor):
    out, err = nnviz("train", xor, "--json")
    report = strict_json(out)
    assert set(report) == TOP_KEYS
    assert (report["experiment"], report["epochs"], report["updates"], report["seed"]) == (xor, 3, 63, 0)
    assert report["seconds"] > 0
    assert set(report["train"]) == {"loss", "accuracy"}
    assert report["validation"] is None
    assert set(report["history"]) == {"epoch", "train_loss", "train_accuracy"}
    assert report["history"]["epoch"] == [0, 1, 2, 3]
    assert report["history"]["train_loss"][-1] == report["train"]["loss"]
    assert [np.shape(w) for w in report["weights"]] == [(2, 3), (3, 1)]
    assert [np.shape(b) for b in report["biases"]] == [(3,), (1,)]
    assert np.shape(report["predictions"]) == (21,)
    assert report["spec"]["training"]["optimizer"] == "sgd"
    assert err == ""


def test_the_same_seed_gives_the_same_run_and_another_one_does_not(xor):
    first, again = (strict_json(nnviz("train", xor, "--json", "--seed", "3")[0]) for _ in range(2))
    assert {**first, "seconds": 0} == {**again, "seconds": 0}
    assert strict_json(nnviz("train", xor, "--json")[0])["weights"] != first["weights"]


def test_the_completed_spec_runs_to_the_same_result(xor, tmp_path):
    report = strict_json(nnviz("train", xor, "--json")[0])
    copy = tmp_path / "copy.toml"
    copy.write_text(tomli_w.dumps(report["spec"]))
    assert strict_json(nnviz("train", str(copy), "--json")[0])["weights"] == report["weights"]


def test_overrides(xor):
    settings = ["training.learning_rate=0.25", "network.layers=[2, 5, 1]", "data.test_fraction=0.3"]
    options = [word for setting in settings for word in ("--set", setting)]
    report = strict_json(nnviz("train", xor, "--epochs", "1", "--json", *options)[0])
    assert report["spec"]["training"]["learning_rate"] == 0.25
    assert np.shape(report["weights"][0]) == (2, 5)
    assert report["epochs"] == 1
    assert report["test"] is not None
    assert "test_loss" in report["history"]


def test_large_arrays_come_only_when_asked_for(xor):
    wide = ["--set", "network.layers=[2, 4000, 1]", "--epochs", "0", "--json"]
    report = strict_json(nnviz("train", xor, *wide)[0])
    assert report["weights"] is None
    assert len(report["biases"]) == 2
    assert np.shape(strict_json(nnviz("train", xor, *wide, "--full")[0])["weights"][0]) == (2, 4000)


def test_regression_has_no_accuracy(blackboard):
    report = strict_json(nnviz("train", blackboard, "--epochs", "2", "--json")[0])
    assert report["train"]["accuracy"] is None
    assert report["history"]["train_accuracy"] == [None] * 3
    assert np.shape(report["predictions"]) == (1, 2)


def test_text_for_people(xor):
    out, _ = nnviz("train", xor)
    assert "3 epochs, 63 updates" in out
    assert "accuracy" in out


def test_trace_is_the_blackboard_example(blackboard):
    """The worked example of M. Mazur, A Step by Step Backpropagation Example (2015), biases updated too."""
    trace = strict_json(nnviz("trace", blackboard, "--json")[0])
    assert set(trace) == {"batch", "layers", "loss", "loss_after"}
    assert trace["batch"] == {"X": [[0.05, 0.1]], "y": [[0.01, 0.99]]}
    assert all(set(layer) == LAYER_KEYS for layer in trace["layers"])
    assert trace["loss"] == pytest.approx(0.298371109, abs=1e-9)
    hidden, output = trace["layers"]
    assert output["a"][0] == pytest.approx([0.75136507, 0.772928465], abs=1e-8)
    assert output["weights_gradient"][0][0] == pytest.approx(0.082167041, abs=1e-9)
    assert output["weights_after"][0][0] == pytest.approx(0.35891648, abs=1e-8)
    assert hidden["weights_after"][0][0] == pytest.approx(0.149780716, abs=1e-9)
    assert np.shape(hidden["z"]) == np.shape(hidden["delta"]) == (1, 2)


def test_trace_of_a_later_update_continues_the_run(xor):
    first = strict_json(nnviz("trace", xor, "--json")[0])
    second = strict_json(nnviz("trace", xor, "--update", "2", "--json")[0])
    assert second["layers"][0]["weights"] == first["layers"][0]["weights_after"]
    assert first["batch"] == {"X": [[0.0, 0.0]], "y": [0]}
    assert second["batch"]["y"] == [1]


def test_trace_goes_beyond_a_stop_condition(xor):
    straight = nnviz("trace", xor, "--update", "100", "--json")[0]
    assert nnviz("trace", xor, "--update", "100", "--set", "stop.loss=10.0", "--json")[0] == straight


def test_trace_as_text(blackboard):
    out, _ = nnviz("trace", blackboard)
    assert "loss 0.298371" in out
    assert out.index("forward") < out.index("delta") < out.index("weights after")


def test_list_names_experiments_that_train_knows():
    entries = strict_json(nnviz("list", "--json")[0])
    assert {"name", "title", "lab", "about"} == set(entries[0])
    assert entries[0]["name"] in nnviz("list")[0]
    nnviz("train", entries[0]["name"], "--epochs", "0")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train"], "EXP"),
        (["train", "no-such-experiment"], "nnviz list"),
        (["train", "missing.toml"], "missing.toml"),
        (["no-such-command"], "no-such-command"),
        (["trian", "{xor}"], 'did you mean "train"?'),
        (
            ["{xor}", "--set", "training.seed=1"],
            "is no command: they are list, train,",
        ),
        (["-"], "the commands read standard input"),
        (["train", "{xor}", "--set", "training.learning_rate=-1"], "training.learning_rate"),
        (["train", "{xor}", "--set", "training.learning_rate=nan"], "finite"),
        (["train", "{xor}", "--set", "training.speed=1"], "training.speed"),
        (["train", "{xor}", "--set", "learning_rate"], "KEY=VALUE"),
        (["train", "{xor}", "--set", "training.learning_rate=0.5\ntraining.seed=3"], "override of its own"),
        (["train", "{xor}", "--epochs", "many"], "many"),
        (["train", "{xor}", "--epochs", "-1"], "-1"),
        (["train", "{xor}", "--color"], "--color"),
        (["trace", "{xor}", "--update", "0"], "0"),
        (["trace", "{xor}", "--update", "99999999999999"], "99999999999999"),
        (["train", "{xor}", "--set", "data.name=csv", "--set", "data.path=/no/such.csv"], "/no/such.csv"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(xor, arguments, words):
    filled = [argument.format(xor=xor) for argument in arguments]
    _, err = nnviz(*filled, code=2)
    assert words in err


def test_an_experiment_from_standard_input(xor):
    from_file = strict_json(nnviz("train", xor, "--json")[0])
    command = [sys.executable, "-m", "nnviz", "train", "-", "--json"]
    done = subprocess.run(
        command, input=XOR, capture_output=True, text=True, env=environment(), timeout=240, check=True
    )
    assert strict_json(done.stdout)["weights"] == from_file["weights"]


def test_a_file_cannot_command_the_terminal(tmp_path):
    path = tmp_path / "strange.toml"
    path.write_text('"\\u001b[31mred\\u0007" = 1')
    _, err = nnviz("train", str(path), code=2)
    assert r"\x1b[31mred\x07 is not a key" in err


def test_letters_of_any_language_are_printed_as_they_are(tmp_path):
    _, err = nnviz("train", str(tmp_path / "größe-数.toml"), code=2)
    assert "größe-数.toml" in err


def test_a_run_that_diverges_is_one_line_and_exit_code_1(xor):
    settings = ["network.activation=identity", "training.learning_rate=1e5"]
    options = [word for setting in settings for word in ("--set", setting)]
    _, err = nnviz("train", xor, "--json", *options, code=1)
    assert err.startswith("nnviz: Update ")
    assert "learning rate" in err


def test_a_run_that_diverges_is_saved_with_its_past(xor, tmp_path):
    path = str(tmp_path / "run.nnviz")
    settings = ["network.activation=identity", "training.learning_rate=1e5", "training.epochs=200"]
    options = [word for setting in settings for word in ("--set", setting)]
    _, err = nnviz("train", xor, "--save", path, *options, code=1)
    assert nnviz("train", path, code=1)[1] == err
    assert json.loads(nnviz("trace", path, "--update", "2", "--json")[0])["loss"] > 0


def test_without_a_display_the_window_says_what_works_instead(xor):
    for arguments in ([], [xor]):
        _, err = nnviz(*arguments, code=1)
        assert "nnviz list" in err


def test_all_ways_to_call_it_are_the_same():
    assert nnviz("--version")[0] == nnviz("--version", program=("app.py",))[0]
    assert nnviz(
        "--version", program=("-c", "import sys; from nnviz.__main__ import main; sys.exit(main())")
    )[0]


def test_headless_commands_work_without_qt(xor):
    program = (
        "import sys; sys.modules.update({'PySide6': None, 'pyqtgraph': None});"
        "from nnviz.cli.main import main; sys.exit(main())"
    )
    for arguments in (["list"], ["train", xor, "--json"], ["trace", xor]):
        nnviz(*arguments, program=("-c", program))


def test_a_closed_pipe_leaves_no_traceback():
    command = f"{sys.executable} -m nnviz list --json | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment(), check=False)
    assert done.stderr == ""


@posix
@pytest.mark.parametrize(
    "arguments", [("list",), ("list", "--json"), ("train", "EXP"), ("trace", "EXP", "--markdown")]
)
def test_output_that_cannot_be_written_is_one_line(xor, arguments):
    command = shlex.join(
        [sys.executable, "-m", "nnviz", *(xor if each == "EXP" else each for each in arguments)]
    )
    for place, words in ((">&-", "standard output is closed"), (">/dev/full", "no space left")):
        done = in_shell(f"{command} {place}")
        assert done.returncode == 1
        assert words in done.stderr
        assert done.stderr.count("\n") == 1


@posix
def test_closed_error_output_changes_nothing_else(xor):
    command = shlex.join([sys.executable, "-m", "nnviz", "train", xor, "--json"])
    assert json.loads(in_shell(f"{command} 2>&-").stdout)["epochs"] == 3
    done = in_shell(f"{command} --set network.layers=3 2>&-")
    assert (done.returncode, done.stdout) == (2, "")


@posix
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_every_encoding_will_do(xor, encoding):
    program = shlex.join([sys.executable, "-m", "nnviz"])
    for arguments in ("list --json", f"trace {xor} --markdown", f"train {xor}"):
        done = in_shell(f"PYTHONIOENCODING={encoding} {program} {arguments}")
        assert (done.returncode, done.stderr) == (0, "")
        if "--json" in arguments:
            assert json.loads(done.stdout)


def test_names_that_are_no_text_are_names_all_the_same(xor, tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.toml")
    try:
        Path(name).write_text(XOR, encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    report = json.loads(nnviz("train", name, "--json", "--save", name + ".nnviz")[0])
    assert report["experiment"] == name
    assert "3 epochs" in nnviz("train", name + ".nnviz")[0]
    assert "no such file" in nnviz("train", name + "x", code=2)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_is_clean(xor):
    """Stopped when the progress bar has moved: on a terminal, where people press it."""
    command = [sys.executable, "-m", "nnviz", "train", xor, "--epochs", "1000000000"]
    try:
        ours, terminal = os.openpty()
    except OSError:
        pytest.skip("this system has no terminals (/dev/pts is not mounted)")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=terminal, env=environment(TERM="xterm", COLUMNS="300")
    )
    os.close(terminal)
    seen = b""
    with os.fdopen(ours, "rb", buffering=0) as screen:
        while not re.search(rb"[1-9]\d*/\d", seen):
            more = screen.read(4096)
            assert more, seen
            seen += more
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # how Linux says that nobody writes any more
            while more := screen.read(4096):
                seen += more
    out, _ = process.communicate(timeout=240)
    assert (process.returncode, out) == (130, b"")
    assert seen.endswith(b"nnviz: stopped.\r\n")
    assert b"Traceback" not in seen


def test_a_saved_run_goes_on_to_the_same_bits(tmp_path, xor):
    path = str(tmp_path / "run.nnviz")
    first = strict_json(nnviz("train", xor, "--json", "--epochs", "4", "--save", path)[0])
    assert first["epochs"] == 4
    continued = strict_json(nnviz("train", path, "--json", "--epochs", "9")[0])
    straight = strict_json(nnviz("train", xor, "--json", "--epochs", "9")[0])
    for report in (continued, straight):
        del report["seconds"], report["experiment"]
    assert continued == straight
    assert nnviz("trace", path, "--update", "3", "--json") == nnviz("trace", xor, "--update", "3", "--json")


def test_what_cannot_be_saved_or_continued_is_refused_before_training(tmp_path, xor):
    for arguments, words in (
        (("train", xor, "--save", str(tmp_path / "no" / "run.nnviz")), "no folder"),
        (("train", xor, "--save", xor), "no run file"),
        (("train", xor, "--save", str(tmp_path / "run.NPZ")), "a run file ends in .nnviz"),
        (("train", str(tmp_path / "missing.nnviz")), "no such file"),
    ):
        assert words in nnviz(*arguments, code=2)[1]


@pytest.mark.parametrize("command", ["train", "data", "trace", "diagnose"])
def test_what_is_no_file_is_called_by_its_name_and_not_waited_for(command, tmp_path):
    for name, words in (
        ("none.csv", "there is no such file"),
        ("none.xlsx", "there is no such file"),
        ("pipe.csv", "no ordinary file"),
        ("pipe.toml", "no ordinary file"),
        ("pipe", "no ordinary file"),
        ("zero.csv", "no ordinary file"),
        ("large.toml", "larger than 20 MB"),
        ("none", "there is no such file"),
    ):
        path = tmp_path / name
        if name.startswith("pipe"):
            os.mkfifo(path)
        elif name.startswith("zero"):
            path.symlink_to("/dev/zero")
        elif name.startswith("large"):
            path.write_bytes(bytes(20_000_001))
        error = nnviz(command, path, code=2)[1]
        assert words in error
        assert error.count(str(path)) == 1


def test_says_why_it_stopped_early(xor):
    report = strict_json(nnviz("train", xor, "--json", "--set", "stop.loss=10", "--epochs", "50")[0])
    assert report["epochs"] == 1
    assert report["stopped"].startswith("Stopped at epoch 1: the train loss is")


@pytest.mark.parametrize("platform", ["xcb", "wayland", "eglfs", "no such thing"])
def test_pictures_need_no_screen_whatever_the_shell_says_of_one(platform: str, tmp_path: Path) -> None:
    surroundings = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    made = subprocess.run(
        [
            *(sys.executable, "-m", "nnviz", "export", "xor-quickstart", "--epochs", "0"),
            *("--figure", "network", "-o", str(tmp_path / "out.svg")),
        ],
        env={**surroundings, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert (made.returncode, b"Traceback" in made.stderr) == (0, False)
    assert (tmp_path / "out.svg").stat().st_size > 1000
    assert not list(tmp_path.glob(".nnviz-*"))


def test_trace_of_a_convolutional_network(tmp_path):
    file = tmp_path / "maps.toml"
    file.write_text(
        """
[data]
name = "points"
x = [[1.0, 2.0, 3.0, 4.0], [0.5, 1.0, 0.0, 2.0]]
y = [0, 1]
[network]
layers = [[2, 2, 1], {kind = "conv", units = 2, size = 1}, {kind = "batch_norm"}, {kind = "flatten"}, 2]
activation = ["relu", "softmax"]
[training]
loss = "cross_entropy"
batch_size = 2
"""
    )
    layers = strict_json(nnviz("trace", str(file), "--json")[0])["layers"]
    assert [layer["kind"] for layer in layers] == ["conv", "batch_norm", "flatten", "dense"]
    shapes = [np.shape(layer["weights"]) for layer in layers]
    assert shapes == [(1, 1, 1, 2), (1, 2), (0,), (8, 2)]
    assert np.shape(layers[0]["delta"]) == (2, 2, 2, 2)
    a = np.array(layers[0]["a"])
    assert np.allclose(layers[1]["mean"], a.mean(axis=(0, 1, 2)))
    assert np.allclose(layers[1]["variance"], a.var(axis=(0, 1, 2)))
    kept = {key: layers[1][key] for key in layers[1] if key.startswith("running")}
    assert (kept["running_mean"], kept["running_variance"]) == ([0.0, 0.0], [1.0, 1.0])
    assert np.allclose(kept["running_mean_after"], 0.1 * a.mean(axis=(0, 1, 2)))
    assert np.allclose(kept["running_variance_after"], 0.9 + 0.1 * a.var(axis=(0, 1, 2), ddof=1))
    text = nnviz("trace", str(file))[0]
    assert "Layer 2 (batch_norm), forward" in text
    assert len(strict_json(nnviz("train", str(file), "--epochs", "2", "--json")[0])["weights"][1]) == 1
    explained = nnviz("trace", str(file), "--latex", "--depth", "map")[0]
    assert r"Layer 2, batch normalisation, map 1: mean, deviation, and what comes out" in explained
    assert len(strict_json(nnviz("exercise", str(file), "--json")[0])["blanks"]) > 5
    assert strict_json(nnviz("diagnose", str(file), "--epochs", "2", "--json")[0])["updates"] == 2
