import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextCursor, QWheelEvent

from nnviz.assets import assets
from nnviz.engine.evaluate import evaluate
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.graph.examples import load_examples
from nnviz.explain.graph.of_run import built, graph_of, telling_example
from nnviz.explain.graph.training_example import training_example
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.ui.graph.choice import BY_NEURONS, OWN
from nnviz.ui.graph.window import GraphWindow
from nnviz.ui.looks.look import Styles

Key = Qt.Key


@pytest.mark.parametrize("name", ["lab-a-xor", "lab-e-moons-tanh", "lab-b-linear"])
@pytest.mark.parametrize("by_neurons", [False, True])
def test_the_graph_of_a_session_has_the_loss_of_the_engine(name, by_neurons):
    session = Session(experiment_at(name))
    session.advance(3)
    snapshot = session.snapshot(ScoresWish())
    index = telling_example(snapshot)
    x, y = training_example(snapshot, index)
    network, loss = snapshot.spec.network.built, snapshot.spec.training.loss
    expected, _ = evaluate(network, loss, snapshot.weights, snapshot.biases, x[np.newaxis], y[np.newaxis])
    graph = built(graph_of(snapshot, index, by_neurons))
    np.testing.assert_allclose(graph.output.value, expected, rtol=1e-12)


@pytest.fixture
def window(qtbot):
    made = GraphWindow(load_examples(assets() / "graphs"))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(lambda: made._layout is not None)
    return made


def node_point(window, name):
    placed = next(p for p in window.canvas._layout.nodes if p.node.name == name)
    return window.canvas.transform().map(placed.box.center()).toPoint()


def test_a_lecture_by_keys_alone(window, qtbot):
    steps = len(window.model.walk)
    for key in (Key.Key_Right, Key.Key_PageDown, Key.Key_Space):
        qtbot.keyClick(window, key)
    assert window.model.place == 3
    qtbot.keyClick(window, Key.Key_Left)
    qtbot.keyClick(window, Key.Key_PageUp)
    assert window.model.place == 1
    qtbot.keyClick(window, Key.Key_End)
    assert window.model.place == steps - 1
    assert window.model.step().phase == "sum"
    qtbot.keyClick(window, Key.Key_Right)
    assert window.model.place == steps - 1
    qtbot.keyClick(window, Key.Key_Home)
    qtbot.keyClick(window, Key.Key_Left)
    assert window.model.place == 0


def test_a_click_on_a_node_chooses_whose_paths_are_walked(window, qtbot):
    window.to_end()
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=node_point(window, "w1"))
    assert window.model.by == "w1"
    assert window.model.step().phase == "path"
    assert "w1" in window.model.step().title


def test_a_value_is_edited_where_it_stands_and_everything_follows(window, qtbot):
    qtbot.mouseDClick(window.canvas, Qt.MouseButton.LeftButton, pos=node_point(window, "x"))
    field = window.canvas.field
    assert field.isVisible()
    assert field.line.text() == "0.8"
    qtbot.waitUntil(lambda: window._layout is not None)
    before = float(window.model.graph.output.value)
    field.line.setText("2.5")
    qtbot.keyClick(field.line, Key.Key_Return)
    assert not field.isVisible()
    assert float(window.model.graph.node("x").value) == 2.5
    assert float(window.model.graph.output.value) != before
    assert "x = 2.5" in window.editor.field.toPlainText()


@pytest.mark.parametrize("typed", ["abc", "", "[1, 2]", "1e99", "__import__('os')", "[[1], [2, 3]]"])
def test_a_wrong_value_is_refused_with_a_sentence_and_changes_nothing(window, qtbot, typed):
    window.open_example(1)
    qtbot.waitUntil(lambda: window._layout is not None)
    window.canvas.edit(window.canvas._layout.nodes[0])
    field, text = window.canvas.field, window.model.text
    if typed == "[1, 2]":
        window.canvas.edit(next(p for p in window.canvas._layout.nodes if p.node.name == "W1"))
    field.line.setText(typed)
    qtbot.keyClick(field.line, Key.Key_Return)
    assert field.isVisible()
    assert field._message.text().endswith(".")
    assert window.model.text == text
    qtbot.keyClick(field.line, Key.Key_Escape)
    assert not field.isVisible()
    assert window.isVisible()


def test_what_is_typed_is_shown_and_mistakes_are_marked(window, qtbot):
    field = window.editor.field
    field.setPlainText("x = 3\ny = sin(x)*nosuch(x)")
    with qtbot.waitSignal(window.editor.edited):
        pass
    assert window.editor.message.text().startswith("Line 2: there is no such function")
    (mark,) = field.extraSelections()
    assert mark.cursor.selectedText() == "nosuch"
    assert window.model.graph.node("h") is not None
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.setPlainText("x = 3\ny = sin(x)*x")
    with qtbot.waitSignal(window.editor.edited):
        pass
    assert not window.editor.message.isVisible()
    assert not field.extraSelections()
    np.testing.assert_allclose(window.model.graph.output.value, 3 * np.sin(3))


def test_escape_leaves_the_text_before_it_closes_the_window(window, qtbot):
    window.editor.field.setFocus()
    qtbot.keyClick(window.editor.field, Key.Key_Escape)
    assert window.isVisible()
    assert not window.editor.field.hasFocus()
    qtbot.keyClick(window, Key.Key_Escape)
    assert not window.isVisible()


def test_single_operations_digits_and_examples(window, qtbot):
    lines = len(window.model.graph.nodes)
    qtbot.keyClick(window, Key.Key_O)
    assert len(window.model.graph.nodes) > lines
    window.digits.setValue(12)
    assert window.model.walk.digits == 12
    for index in range(len(window._examples)):
        window.open_example(index)
        qtbot.waitUntil(lambda: window._layout is not None)
        window.to_end()
        assert window.model.step().phase == "sum"
    with qtbot.waitSignal(window.network_asked) as asked:
        window.choice.activated.emit(window.choice.findText(BY_NEURONS))
    assert asked.args == [True]


def test_zoom_keeps_the_point_and_follows_what_is_lit(window, qtbot):
    canvas = window.canvas
    fitted = canvas.transform()
    about = QPointF(300.0, 200.0)
    inverse, _ = canvas.transform().inverted()
    under = inverse.map(about)
    canvas.zoom(2.0, about)
    moved = canvas.transform().map(under)
    assert (moved - about).manhattanLength() < 1e-6
    canvas.zoom(2.0, QPointF(0.0, 0.0))
    window.to_end()
    window.to_phase("derivative")
    name = window.model.graph.output.name
    assert canvas.rect().contains(node_point(window, name))
    assert canvas.transform() != fitted
    canvas.fit()
    assert canvas.transform() == fitted


def moved(canvas, to, *, held):
    buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
    at, none = QPointF(to), Qt.MouseButton.NoButton
    kind = QEvent.Type.MouseMove
    canvas.mouseMoveEvent(QMouseEvent(kind, at, at, none, buttons, Qt.KeyboardModifier.NoModifier))


def test_the_mouse_takes_the_picture_along_and_chooses_nothing_then(window, qtbot):
    canvas, by = window.canvas, window.model.by
    start = node_point(window, "x")
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    moved(canvas, start + QPoint(2, 1), held=True)  # a click may tremble
    assert node_point(window, "x") == start
    moved(canvas, start + QPoint(40, 30), held=True)
    moved(canvas, start + QPoint(41, 30), held=True)
    assert node_point(window, "x") == start + QPoint(41, 30)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(41, 30))
    assert window.model.by == by
    moved(canvas, start + QPoint(80, 80), held=True)  # it was released
    assert node_point(window, "x") == start + QPoint(41, 30)


def test_what_is_under_the_mouse_says_what_a_click_does(window, qtbot):
    canvas = window.canvas
    moved(canvas, node_point(window, "x"), held=False)
    assert canvas.toolTip() == "Click: the paths to this node. Double click: its value."
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    moved(canvas, node_point(window, window.model.graph.output.name), held=False)
    assert canvas.toolTip() == "Click: the paths to this node."
    moved(canvas, QPoint(3, 3), held=False)
    assert canvas.toolTip() == ""
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_a_double_click_edits_an_input_and_elsewhere_shows_the_whole(window, qtbot):
    canvas, fitted = window.canvas, window.canvas.transform()
    canvas.zoom(1.5, QPointF(300.0, 200.0))
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert canvas.transform() == fitted
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=node_point(window, "x"))
    assert canvas.field.isVisible()
    canvas.resize(canvas.width() - 40, canvas.height())  # the node moves away under it
    assert not canvas.field.isVisible()


def test_the_wheel_zooms_about_the_mouse(window):
    canvas, at = window.canvas, QPointF(300.0, 200.0)
    before, (inverse, _) = canvas.transform().m11(), canvas.transform().inverted()
    for turn in (120, 120, -120):
        canvas.wheelEvent(
            QWheelEvent(
                at, at, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )
        )  # fmt: skip
    assert canvas.transform().m11() / before == pytest.approx(1.2)
    assert (canvas.transform().map(inverse.map(at)) - at).manhattanLength() < 1e-6


def test_every_theme_and_size_can_be_shown(window):
    for scale in (1.0, 3.0):
        style = Style(DARK, text=13 * scale, scale=scale)
        window.set_styles(Styles(style, style))
        assert not window.grab().isNull()


def test_the_list_names_what_is_shown(window):
    first = window.choice.currentText()
    text, about = window.model.text, window.about.text()
    window.editor.edited.emit("x = 2\nx ** 2")
    assert window.choice.currentIndex() == -1
    assert window.choice.placeholderText() == OWN
    assert window.about.text() == ""
    window.editor.edited.emit("x = (2")  # the graph that worked stays, and so does its name
    assert window.choice.currentIndex() == -1
    window.editor.edited.emit(text)
    assert (window.choice.currentText(), window.about.text()) == (first, about)


def test_a_graph_of_layers_is_walked_and_a_typed_one_follows_it(window, qtbot):
    session = Session(experiment_at("by-hand-convolution"))
    snapshot = session.snapshot(ScoresWish())
    window.open_graph(graph_of(snapshot, telling_example(snapshot)), "W1", "A node for each layer.")
    qtbot.waitUntil(lambda: window._layout is not None)
    assert [node.name for node in window.model.graph.nodes if not node.is_input] == [
        "a1",
        "a2",
        "a3",
        "a4",
        "L",
    ]
    assert not window.single.isEnabled()
    for _ in range(len(window.model.walk)):
        qtbot.keyClick(window, Key.Key_Right)
    assert window.model.step().title == "Backward: the derivative of L by x"
    assert "Every window that a pixel lies in" in window.model.step().why
    qtbot.mouseDClick(window.canvas, Qt.MouseButton.LeftButton, pos=node_point(window, "W1"))
    assert not window.canvas.field.isVisible()
    window.editor.edited.emit("x = 2\nx**2")
    qtbot.waitUntil(lambda: window._layout is not None)
    assert window.single.isEnabled()
