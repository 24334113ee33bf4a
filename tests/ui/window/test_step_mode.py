"""Step mode in the real window with the real worker: a walk driven by keys alone, and the inspector."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.formulas.step import Depth, Phase
from nnviz.parts import Unit, Weight
from nnviz.ui.explanation.own_example import OwnExample
from nnviz.ui.window.main_window import MainWindow

Key = Qt.Key


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    return open_window(load_spec(find("lab-a-xor")), "lab-a-xor")


def press(window: MainWindow, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window, key)


def explain(window: MainWindow, qtbot: QtBot) -> None:
    press(window, qtbot, Key.Key_E)
    qtbot.waitUntil(lambda: window.step_mode.panel.walker.key is not None, timeout=10_000)


def phase(window: MainWindow) -> Phase | None:
    key = window.step_mode.panel.walker.key
    return None if key is None else key.phase


def test_at_the_largest_text_the_formulas_get_the_room_of_how_they_look(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 720)
    explain(window, qtbot)
    looks = window.step_mode.panel.bar.looks
    assert looks.isVisible()
    window.look.set_content_size(3.0)
    qtbot.waitUntil(lambda: not looks.isVisible(), timeout=20_000)
    window.look.set_content_size(1.0)
    qtbot.waitUntil(looks.isVisible, timeout=20_000)


def test_a_lecture_by_keys_alone(window: MainWindow, qtbot: QtBot) -> None:
    explain(window, qtbot)
    assert phase(window) is Phase.INPUT
    seen = [phase(window)]
    for key in (Key.Key_Right, Key.Key_PageDown, Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Right):
        press(window, qtbot, key)
        seen.append(phase(window))
    assert seen == list(Phase)
    press(window, qtbot, Key.Key_Right)  # the update is done, and the next one begins
    qtbot.waitUntil(lambda: phase(window) is Phase.INPUT, timeout=10_000)
    assert window.feed.latest is not None
    assert window.feed.latest.update == 1
    press(window, qtbot, Key.Key_Left)  # back into the first update
    qtbot.waitUntil(lambda: phase(window) is Phase.LOSS_AFTER, timeout=10_000)
    assert window.feed.latest.update == 0
    press(window, qtbot, Key.Key_Home, Key.Key_PageUp)
    assert phase(window) is Phase.INPUT
    press(window, qtbot, Key.Key_Escape)
    assert not window.step_mode.is_on


def test_the_window_is_afterwards_as_it_was_before(window: MainWindow, qtbot: QtBot) -> None:
    shown = [dock.isVisible() for dock in window.docks.in_the_way]
    explain(window, qtbot)
    assert not any(dock.isVisible() for dock in window.docks.in_the_way)
    assert window.network.canvas._lit is not None
    press(window, qtbot, Key.Key_E)
    assert [dock.isVisible() for dock in window.docks.in_the_way] == shown
    assert window.network.canvas._lit is None
    assert not window.network.canvas.flow.moves


def test_in_and_out_by_keys_and_by_clicks(window: MainWindow, qtbot: QtBot) -> None:
    explain(window, qtbot)
    walker = window.step_mode.panel.walker
    press(window, qtbot, Key.Key_Right, Key.Key_Down, Key.Key_Down)
    assert walker.depth is Depth.NEURON
    diagram = window.network.canvas.diagram
    assert diagram is not None
    middle = diagram.layout.neuron_box(2, 3).centre
    qtbot.mouseClick(window.network.canvas, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, middle)))
    assert walker.key is not None
    assert (walker.key.layer, walker.key.unit) == (2, 3)
    qtbot.mouseClick(window.network.canvas, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))  # empty space
    assert walker.depth is Depth.LAYER
    press(window, qtbot, Key.Key_Escape)
    assert walker.depth is Depth.PHASE
    assert window.step_mode.is_on


def test_the_walk_goes_on_by_itself(window: MainWindow, qtbot: QtBot) -> None:
    explain(window, qtbot)
    window.step_mode.panel.bar.pace_chosen.emit(0.02)
    press(window, qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: phase(window) is Phase.LOSS, timeout=10_000)
    press(window, qtbot, Key.Key_Space)
    stopped = window.step_mode.panel.walker.key
    qtbot.wait(100)
    assert window.step_mode.panel.walker.key == stopped


def test_terms_and_lines_light_each_other(window: MainWindow, qtbot: QtBot) -> None:
    explain(window, qtbot)
    panel, canvas = window.step_mode.panel, window.network.canvas
    panel.walker.go_to_phase(Phase.FORWARD)
    panel.go_into(Unit(1, 0))
    panel.canvas.place_hovered.emit(Weight(1, 0, 0))
    assert canvas._pointed_at == Weight(1, 0, 0)
    panel.step_shown.emit(panel.walker.step())  # as whenever a snapshot arrives
    assert canvas._pointed_at == Weight(1, 0, 0)
    window.network.hand.hovered.emit(Unit(0, 1))
    assert panel.canvas._pointed_at == Unit(0, 1)


def test_a_point_is_explained_alone_and_not_carried_out(window: MainWindow, qtbot: QtBot) -> None:
    window.boundary.point_clicked.emit(7, "train")
    panel = window.step_mode.panel
    qtbot.waitUntil(lambda: panel.walker.coming is not None, timeout=10_000)
    coming = panel.walker.coming
    assert coming is not None
    assert window.feed.latest is not None
    assert (coming.trace.X[0] == window.feed.latest.split.train.X[7]).all()
    assert window.boundary._followed == Example("train", 7)
    press(window, qtbot, Key.Key_End, Key.Key_Right)
    qtbot.waitUntil(lambda: panel.walker.coming is not None and panel.walker.coming.example is None)
    assert window.feed.latest.update == 0
    press(window, qtbot, Key.Key_E)
    assert window.boundary._followed is None


def test_inputs_of_ones_own_are_taken_or_refused_with_a_sentence(window: MainWindow, qtbot: QtBot) -> None:
    explain(window, qtbot)
    panel = window.step_mode.panel
    panel.bar.own_asked.emit()
    dialog = panel.findChild(OwnExample)
    assert dialog is not None
    dialog.inputs[0].setText("two")
    dialog._take()
    assert dialog.message.text().startswith("x₁: Not a number.")
    dialog.inputs[0].setText("0.25")
    dialog._take()
    qtbot.waitUntil(lambda: panel.walker.coming is not None, timeout=10_000)
    assert panel.walker.coming is not None
    assert panel.walker.coming.trace.X[0, 0] == 0.25


def test_the_inspector_follows_an_edit_that_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    inspector = window.step_mode.inspector
    window.network.hand.edit_asked.emit(Weight(1, 1, 1))
    window.step_mode.inspect_selected()
    window.network.why_asked.emit(Weight(1, 1, 1))
    qtbot.waitUntil(lambda: inspector.canvas.layout_ is not None, timeout=20_000)
    assert inspector.isVisible()
    assert window.network.canvas._lit is not None
    field = window.network.editing.popover.findChild(QLineEdit)  # type: ignore[union-attr]
    field.setText("2.5")
    qtbot.keyClick(field, Key.Key_Return)
    title = "Its value is 2.5"
    qtbot.waitUntil(
        lambda: inspector.canvas.layout_ is not None and title in inspector.canvas.layout_.step.why,
        timeout=20_000,
    )
    window.document.history.undo()
    qtbot.waitUntil(
        lambda: inspector.canvas.layout_ is not None and title not in inspector.canvas.layout_.step.why,
        timeout=20_000,
    )
    press(window, qtbot, Key.Key_Escape, Key.Key_Escape)
    assert not inspector.isVisible()


def test_the_inspector_lights_one_path_after_the_other(window: MainWindow, qtbot: QtBot) -> None:
    inspector, canvas = window.step_mode.inspector, window.network.canvas
    explain(window, qtbot)
    window.network.why_asked.emit(Weight(1, 1, 1))
    qtbot.waitUntil(lambda: inspector._found is not None, timeout=20_000)
    assert inspector._found is not None
    rule = inspector._found.rule
    everything = canvas._lit
    for number, path in enumerate(rule.paths):
        press(window, qtbot, Key.Key_Right)
        assert inspector.canvas.layout_ is not None
        assert inspector.canvas.layout_.step.title.endswith(f"path {number + 1} of {rule.path_count}")
        assert canvas._lit is not None
        assert canvas._lit.weights == set(path.weights)
    press(window, qtbot, Key.Key_Right)
    assert canvas._lit == everything
    press(window, qtbot, Key.Key_Left, Key.Key_Right)
    assert canvas._lit == everything


def test_digits_are_chosen(window: MainWindow, qtbot: QtBot) -> None:
    explain(window, qtbot)
    panel = window.step_mode.panel
    panel.walker.go_to_phase(Phase.LOSS)
    for digits in (2, 17):
        panel.bar.digits.setValue(digits)
        step = panel.walker.step()
        assert step is not None
        assert panel.walker.digits == digits
    assert window.step_mode.is_on


def test_no_motion_where_none_is_wanted(window: MainWindow, qtbot: QtBot) -> None:
    explain(window, qtbot)
    press(window, qtbot, Key.Key_Right)
    assert window.network.canvas.flow.moves
    window.actions_["motion"].setChecked(False)
    assert not window.network.canvas.flow.moves
