"""Fetching all of MNIST from the window, from a server on this machine that answers as OpenML does."""

import numpy as np
import pytest
from openml_server import arff, serving

from nnviz.config_folder import VARIABLE
from nnviz.data.images.mnist import Mnist
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.ui.importing.fetching import FETCH, USE, FetchDialog

LONG = 20_000


@pytest.fixture
def server(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "settings"))
    with serving(monkeypatch) as made:
        yield made


def asked(window):
    window.tables.fetch()
    return window.findChildren(FetchDialog)[-1]


def test_what_is_fetched_is_learned_by_an_experiment_of_mnist(server, open_window, qtbot):
    server.content = arff(7000)
    window = open_window(experiment_at("lab-c-mnist"), "lab-c-mnist")
    dialog = asked(window)
    assert dialog.take_button.text() == FETCH
    assert "120 MB" in dialog.said.text()
    assert str(dialog.path) in dialog.said.text()
    path = dialog.path
    dialog.take()
    qtbot.waitUntil(lambda: window.document.spec.data.path == str(path), timeout=LONG)
    spec = window.document.spec
    assert spec.data.samples == experiment_at("lab-c-mnist").data.samples
    qtbot.waitUntil(lambda: window.feed.latest.spec == spec, timeout=LONG)
    assert window.feed.latest.split.train.image == (28, 28, 1)
    window.document.history.undo()
    assert window.document.spec.data.path == ""
    again = asked(window)
    assert again.take_button.text() == USE
    again.choice.setCurrentIndex(1)
    assert again.take_button.text() == FETCH
    again.reject()


def test_elsewhere_it_is_an_experiment_of_its_own(server, open_window, qtbot):
    window = open_window()
    asked(window).take()
    qtbot.waitUntil(lambda: isinstance(window.document.spec.data, Mnist), timeout=LONG)
    assert window.document.spec.network.layers[0] == 784
    rows = np.loadtxt(server.content.splitlines()[5:], delimiter=",")
    made = window.document.spec.data.make(np.random.default_rng(0))
    pixels = sorted(map(tuple, np.rint((made.X + 1) * 127.5).astype(int).tolist()))
    assert pixels == sorted(map(tuple, rows[:, :-1].astype(int).tolist()))


def test_what_fails_is_said_and_can_be_tried_again(server, open_window, qtbot):
    server.checksum = "0" * 32
    window = open_window()
    dialog = asked(window)
    dialog.take()
    qtbot.waitUntil(lambda: not dialog.wrong.isHidden(), timeout=LONG)
    assert "not what OpenML promised" in dialog.wrong.text()
    assert list(dialog.path.parent.iterdir()) == []
    assert dialog.take_button.isEnabled()
    server.checksum = None
    dialog.take()
    qtbot.waitUntil(lambda: isinstance(window.document.spec.data, Mnist), timeout=LONG)


def test_closed_it_ends_and_leaves_nothing(server, open_window, qtbot):
    server.content = arff(21_000)
    window = open_window()
    dialog = asked(window)
    folder = dialog.path.parent
    dialog.take()
    fetching = dialog._fetching
    with qtbot.waitSignal(fetching.progressed, timeout=LONG):
        pass
    before = window.document.spec
    dialog.reject()
    qtbot.waitUntil(lambda: list(folder.iterdir()) == [], timeout=LONG)
    assert window.document.spec == before
