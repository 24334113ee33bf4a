"""What was changed in an experiment is there again at the next start, and easily taken back."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.ui.changed_settings import MOST, remember, remembered
from nnviz.ui.settings import Settings

XOR = load_spec(find("lab-a-xor"))
CHANGED = with_value(with_value(XOR, "network.layers", (2, 6, 1)), "training.learning_rate", 0.3)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "changed.toml")


def test_what_was_changed_is_remembered_until_nothing_is(settings: Settings) -> None:
    assert remembered(settings) is None
    remember(settings, "lab-a-xor", CHANGED)
    assert remembered(settings) == CHANGED
    remember(settings, "lab-a-xor", None)
    assert remembered(settings) is None


@pytest.mark.parametrize("text", ["[network", "[network]\nlayers = 3", "x = " + "[" * 9999])
def test_what_cannot_be_read_is_told_in_a_line(settings: Settings, text: str) -> None:
    settings.set("experiment/changed", text)
    with pytest.raises(SpecError) as failure:
        remembered(settings)
    assert "\n" not in str(failure.value)


def test_what_is_longer_than_ever_written_is_passed_over(settings: Settings) -> None:
    settings.set("experiment/changed", "#" * (MOST + 1))
    assert remembered(settings) is None


def test_what_is_too_long_is_not_kept(settings: Settings) -> None:
    remember(settings, "lab-a-xor", CHANGED)
    weights = [np.full(shape, 1 / 3).tolist() for shape in ((2, 100), (100, 100), (100, 1))]
    network = {"layers": [2, 100, 100, 1], "weights": weights}
    remember(settings, "lab-a-xor", spec_from_dict({"data": {"name": "xor"}, "network": network}))
    assert remembered(settings) is None


def test_the_window_goes_on_with_them_and_takes_them_back(
    open_window, qtbot: QtBot, settings: Settings
) -> None:
    first = open_window(XOR, "lab-a-xor")
    first.document.edit(CHANGED, "change")
    first.close()
    changed = remembered(Settings(first.settings.path))
    assert changed == CHANGED
    window = open_window(XOR, "lab-a-xor")
    window.go_on_with(changed)
    qtbot.waitUntil(lambda: window.feed.latest.spec == CHANGED)
    fresh = open_window(CHANGED, "lab-a-xor").feed.latest
    assert all((a == b).all() for a, b in zip(window.feed.latest.weights, fresh.weights, strict=True))
    assert window.files.is_modified
    QApplication.sendEvent(window, QStatusTipEvent("the tip of a button that the mouse passes"))
    QApplication.sendEvent(window, QStatusTipEvent(""))
    assert "as you left it" in window.status._hint_text
    window.document.history.undo()
    qtbot.waitUntil(lambda: window.feed.latest.spec == XOR)
    assert not window.files.is_modified
    assert "as you left it" not in window.status._hint_text
    window.close()
    assert remembered(Settings(window.settings.path)) is None
