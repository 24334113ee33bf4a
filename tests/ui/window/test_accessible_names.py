"""What a screen reader is told of the main window: everything that can be used has a role and a name."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.spec.overrides import with_value

Role = QAccessible.Role
USED = {
    Role.Button,
    Role.ButtonMenu,
    Role.ButtonDropDown,
    Role.CheckBox,
    Role.RadioButton,
    Role.ComboBox,
    Role.EditableText,
    Role.Slider,
    Role.SpinBox,
    Role.List,
    Role.MenuItem,
    Role.PageTab,
    Role.Graphic,
    Role.Canvas,
}
"""Roles of what is operated or looked at, and so needs a name."""


def tree(root: QAccessibleInterface, depth: int = 0) -> list[tuple[int, Role, str, QAccessibleInterface]]:
    """Return what is visible, from above: (depth, role, name, interface)."""
    found = [(depth, root.role(), root.text(QAccessible.Text.Name), root)]
    for place in range(root.childCount()):
        child = root.child(place)
        if child is not None and child.isValid() and not child.state().invisible:
            found += tree(child, depth + 1)
    return found


@pytest.fixture
def parts(open_window: Opener, qtbot: QtBot) -> list[tuple[int, Role, str, QAccessibleInterface]]:
    window = open_window()
    window.resize(1280, 720)
    settled(window, qtbot)
    QApplication.processEvents()
    return tree(QAccessible.queryAccessibleInterface(window))


def test_whatever_is_used_has_a_name(parts) -> None:
    without = [
        f"{part.role().name} at {part.rect().getRect()}: {part.object()}"
        for _, role, name, part in parts
        if role in USED and not name.strip()
    ]
    assert without == []
    assert sum(role in USED for _, role, _, _ in parts) > 40


def test_commands_settings_and_pictures_are_found_by_role_and_name(parts) -> None:
    found = {(role, name) for _, role, name, _ in parts}
    for role, names in {
        Role.Window: ["XOR in two seconds – nnviz"],
        Role.Button: [
            "Reset",
            "Step back",
            "Play",
            "Step",
            "Undo",
            "Redo",
            "Compare",
            "Export",
            "New sample",
        ],
        Role.ButtonMenu: ["Menu", "Panels", "Sizes and theme", "Activation of hidden layer 1: Tanh"],
        Role.CheckBox: ["Explain the update", "Lines show the weights", "Switch input x₁² on"],
        Role.EditableText: ["Learning rate", "Batch size", "Positions", "Noise"],
        Role.Slider: ["Learning rate", "Noise", "Speed"],
        Role.Client: [
            "Network diagram",
            "Output over the inputs, with the data",
            "Loss and accuracy by epoch",
        ],
        Role.Pane: ["Output", "Settings"],
    }.items():
        assert {(role, name) for name in names} - found == set()


def test_what_is_switched_on_says_so(parts) -> None:
    checked = {name: part.state().checked for _, role, name, part in parts if role is Role.CheckBox}
    assert checked["Lines show the weights"] == 1
    assert checked["Switch input x₁ off"] == 1
    assert checked["Switch input x₁² on"] == 0
    assert checked["Explain the update"] == 0


def test_names_follow_what_is_shown(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.document.edit(with_value(window.document.spec, "network.activation", ("relu", "sigmoid")), "ReLU")
    settled(window, qtbot)
    QApplication.processEvents()
    names = {name for _, _, name, _ in tree(QAccessible.queryAccessibleInterface(window))}
    assert "Activation of hidden layer 1: ReLU" in names
    assert "Activation of hidden layer 1: Tanh" not in names
