"""The inspector in the real window with the real worker: value, sample, digits and paths at hand."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.formulas.step import Depth, Phase
from nnviz.parts import Unit, Weight
from nnviz.ui.explanation.difference_view import DifferencePicture
from nnviz.ui.explanation.inspector import InspectorPanel
from nnviz.ui.network.edits import add_layer
from nnviz.ui.window.main_window import MainWindow


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    return open_window(with_value(load_spec(find("lab-a-xor")), "training.batch_size", 3), "lab-a-xor")


def weights(window: MainWindow) -> list[np.ndarray]:
    assert window.feed.latest is not None
    return list(window.feed.latest.weights)


def inspect(window: MainWindow, qtbot: QtBot, place: Weight | Unit) -> InspectorPanel:
    inspector = window.step_mode.inspector
    window.step_mode.inspect(place)
    qtbot.waitUntil(lambda: inspector._found is not None, timeout=20_000)
    return inspector


def test_a_value_that_is_typed_changes_boundary_and_loss_and_can_be_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    inspector = inspect(window, qtbot, Weight(1, 1, 1))
    before, boundary = weights(window), window.feed.latest and window.feed.latest.look(Maps).boundary
    assert inspector._found is not None
    loss = inspector._found.step.why.split("the loss")[1]
    editor = inspector.bar.editor
    assert editor is not None
    line = editor.number.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "2.5")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: weights(window)[0][1, 1] == 2.5, timeout=20_000)
    qtbot.waitUntil(lambda: inspector._found is not None and inspector._found.rule.value == 2.5)
    assert inspector._found is not None
    assert inspector._found.step.why.split("the loss")[1] != loss
    assert window.feed.latest is not None
    assert window.feed.latest.look(Maps).boundary is not boundary
    window.document.history.undo()
    qtbot.waitUntil(lambda: np.array_equal(weights(window)[0], before[0]), timeout=20_000)


@pytest.mark.parametrize("place", [Unit(4, 0), Weight(4, 0, 0)])
def test_what_has_come_to_the_network_since_it_was_seen_last_is_inspected(
    window: MainWindow, qtbot: QtBot, place: Weight | Unit
) -> None:
    inspect(window, qtbot, Unit(1, 0))
    window.step_mode.leave()
    larger = add_layer(add_layer(window.document.spec, 2), 2)
    window.document.edit(larger, "layers")
    qtbot.waitUntil(lambda: len(weights(window)) == 5, timeout=20_000)
    inspector = inspect(window, qtbot, place)
    assert inspector._found is not None
    assert inspector._found.place == place
    assert inspector.bar.editor is not None


def test_a_drag_is_one_step_of_undo(window: MainWindow, qtbot: QtBot) -> None:
    inspector = inspect(window, qtbot, Weight(2, 0, 1))
    before = weights(window)
    editor = inspector.bar.editor
    assert editor is not None
    slider = editor.slider
    slider.setSliderDown(True)
    for position in (200, 400, 600):
        slider.setSliderPosition(position)
        qtbot.wait(30)
    slider.setSliderDown(False)
    qtbot.waitUntil(lambda: weights(window)[1][0, 1] != before[1][0, 1], timeout=20_000)
    window.document.history.undo()
    qtbot.waitUntil(lambda: np.array_equal(weights(window)[1], before[1]), timeout=20_000)


def test_sample_and_digits_are_chosen_here_too(window: MainWindow, qtbot: QtBot) -> None:
    inspector = inspect(window, qtbot, Unit(2, 0))
    coming = window.feed.latest.look(ComingUpdate) if window.feed.latest is not None else None
    assert coming is not None
    qtbot.keyClick(window, Qt.Key.Key_S)
    z = float(coming.trace.layers[1].z[1, 0])
    qtbot.waitUntil(lambda: inspector._found is not None and inspector._found.rule.value == z, timeout=20_000)
    inspector.bar.digits.setValue(9)
    qtbot.waitUntil(
        lambda: inspector._found is not None and f"{z:.9g}".lstrip("-") in inspector._found.step.why,
        timeout=20_000,
    )
    inspector.bar.samples.asked.emit(-2)  # from the second of three past the first to the last
    z = float(coming.trace.layers[1].z[2, 0])
    qtbot.waitUntil(lambda: inspector._found is not None and inspector._found.rule.value == z, timeout=20_000)


def test_the_check_is_copied_as_numbers(window: MainWindow, qtbot: QtBot) -> None:
    inspector = inspect(window, qtbot, Weight(1, 1, 1))
    (picture,) = inspector.findChildren(DifferencePicture)
    qtbot.waitUntil(lambda: picture._found is not None and len(picture._found.curve) > 3, timeout=20_000)
    head, *rows = (line.split("\t") for line in picture.table().splitlines())
    assert head == ["epsilon", "central difference", "error"]
    epsilons = [float(row[0]) for row in rows]
    assert epsilons == sorted(epsilons)
    assert inspector._found is not None
    assert repr(inspector._found.difference.gradient) in picture.value_at(QPointF())


def test_the_row_of_a_path_lights_it_in_the_diagram(window: MainWindow, qtbot: QtBot) -> None:
    inspector = inspect(window, qtbot, Weight(1, 0, 0))
    qtbot.waitUntil(lambda: inspector.canvas._is_set, timeout=20_000)
    layout, found = inspector.canvas.layout_, inspector._found
    assert layout is not None
    assert found is not None
    everything = window.network.canvas._lit
    row = {id(term) for term in found.step.numbers[1]}  # terms of other rows may look the same
    term = next(placed for placed in layout.terms if id(placed.term) in row and placed.term.place)
    qtbot.mouseMove(inspector.canvas, term.box.center().toPoint())
    QApplication.processEvents()
    lit = window.network.canvas._lit
    assert lit is not None
    assert lit.weights == set(found.rule.paths[1].weights)
    qtbot.mouseMove(inspector.canvas, QPoint(3, inspector.canvas.height() - 3))
    QApplication.processEvents()
    assert window.network.canvas._lit == everything


def test_inputs_and_neurons_without_biases_have_no_value_to_edit(window: MainWindow, qtbot: QtBot) -> None:
    inspector = inspect(window, qtbot, Unit(0, 1))
    assert inspector.bar.editor is None
    inspector = inspect(window, qtbot, Unit(1, 1))
    assert inspector.bar.editor is not None


def test_by_keys_alone_what_the_step_is_about_is_inspected(window: MainWindow, qtbot: QtBot) -> None:
    inspector, panel = window.step_mode.inspector, window.step_mode.panel
    qtbot.keyClick(window, Qt.Key.Key_W)
    assert inspector.place == Unit(3, 0)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: panel.walker.key is not None, timeout=20_000)
    panel.set_depth(Depth.PRODUCT)
    seen = []
    for phase in (Phase.FORWARD, Phase.BACKWARD, Phase.CHANGE):
        panel._go_to_phase(phase)
        qtbot.keyClick(window, Qt.Key.Key_W)
        seen.append(inspector.place)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert seen == [Weight(1, 0, 0), Unit(3, 0), Weight(3, 0, 0)]


def test_a_point_of_the_output_picture_is_taken_as_the_sample(window: MainWindow, qtbot: QtBot) -> None:
    inspector = inspect(window, qtbot, Unit(0, 0))
    assert window.feed.latest is not None
    x = float(window.feed.latest.split.train.X[9, 0])
    window.boundary.point_clicked.emit(9, "train")
    qtbot.waitUntil(lambda: inspector._found is not None and inspector._found.rule.value == x, timeout=20_000)
    assert not window.step_mode.is_on


def test_when_its_weight_goes_with_its_layer_the_inspector_closes(window: MainWindow, qtbot: QtBot) -> None:
    inspector = inspect(window, qtbot, Weight(3, 1, 0))
    assert inspector.isVisible()
    window.network.header.remove_layer.click()
    qtbot.waitUntil(lambda: len(weights(window)) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not window.step_mode.is_inspecting)
    assert not inspector.isVisible()
