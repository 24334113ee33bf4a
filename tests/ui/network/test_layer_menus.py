"""What the menu and the buttons of a layer in the diagram offer, and what comes of each entry."""

from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from test_map_edits import SPEC as OF_MAPS
from windows import XOR, Opener

from nnviz.experiment.spec.spec import Spec
from nnviz.ui.network.layer_controls import LayerControls
from nnviz.ui.window.main_window import MainWindow


def controls_of(window: MainWindow, layer: int) -> LayerControls:
    return next(each for each in window.findChildren(LayerControls) if each.layer == layer)


def entries(controls: LayerControls) -> dict[str, QAction]:
    """Return the entries of the menu by their words, those of its menus after their titles."""
    controls.activation.menu().aboutToShow.emit()
    found: dict[str, QAction] = {}

    def add(menu: QMenu, before: str) -> None:
        for action in menu.actions():
            below = action.menu()
            if below is not None:
                add(below, f"{before}{action.text()}: ")
            elif not action.isSeparator():
                found[before + action.text()] = action

    add(controls.activation.menu(), "")
    return found


def chosen(window: MainWindow, layer: int, words: str) -> Spec:
    """Return the settings after an entry was chosen, and take that back."""
    before = window.document.spec
    entries(controls_of(window, layer))[words].trigger()
    after = window.document.spec
    window.document.history.undo()
    assert window.document.spec == before
    return after


def test_a_dense_layer_can_have_another_activation_go_and_be_followed(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window(XOR)
    size, outputs = window.document.spec.network.layers[1:3]
    offered = entries(controls_of(window, 1))
    assert [words for words, action in offered.items() if action.isChecked()] == ["Tanh"]
    assert "Softmax" not in offered
    assert chosen(window, 1, "ReLU").network.activations[0] == "relu"
    assert chosen(window, 1, "Add a layer after this one").network.layers == (2, size, size, outputs)
    assert chosen(window, 1, "Remove this layer").network.layers == (2, outputs)
    assert "Remove this layer" not in entries(controls_of(window, 2))  # of the output
    for button, change in ((controls_of(window, 1).more, 1), (controls_of(window, 1).fewer, -1)):
        button.click()
        assert window.document.spec.network.layers[1] == size + change
        window.document.history.undo()


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("Kernel: 5 × 5", "size", 5),
        ("Stride: 2", "stride", 2),
        ("Padding: Zeros around (same size)", "padding", "same"),
    ],
)
def test_a_convolution_has_another_window(
    open_window: Opener, qtbot: QtBot, words: str, key: str, value: object
) -> None:
    window = open_window(OF_MAPS, "maps")
    offered = entries(controls_of(window, 1))
    (now,) = [
        each
        for each, action in offered.items()
        if action.isChecked() and each.startswith(words.partition(":")[0])
    ]
    assert now != words
    changed: Any = chosen(window, 1, words).network.layers[1]
    assert getattr(changed, key) == value


def test_a_layer_of_another_kind_is_added_where_it_fits(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(OF_MAPS, "maps")
    kinds = [layer.kind for layer in OF_MAPS.network.built.layers[1:]]
    for title, at in (("Add before this layer", 0), ("Add after this layer", 1)):
        found = chosen(window, 1, f"{title}: Batch normalisation").network.built.layers[1:]
        assert [layer.kind for layer in found] == [*kinds[:at], "batch_norm", *kinds[at:]]
    offered = entries(controls_of(window, 1))
    assert not offered["Add before this layer: Dense"].isEnabled()
    assert chosen(window, 2, "Remove this layer").network.built.depth == len(kinds) - 1
