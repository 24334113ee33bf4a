"""The network panel with a real session: it shows, points, walks, and says what is to be changed."""

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent, QRegion, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.paint.network.captions import unit_count
from nnviz.paint.network.content.record import Quantity
from nnviz.parts import Bias, Unit, Weight
from nnviz.ui.application import make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.network.arrow_keys import Way, walk
from nnviz.ui.network.facts_sheet import FactsSheet
from nnviz.ui.network.unit_scroller import UnitFinder
from nnviz.ui.network.view import NetworkView

LEFT = Qt.MouseButton.LeftButton
XOR = {"data": {"name": "xor"}, "network": {"layers": [2, 4, 3, 1]}}
MANY = {"data": {"name": "xor"}, "network": {"layers": [2, 90, 1]}}
NO_BIAS = {"data": {"name": "xor"}, "network": {"layers": [2, 4, 1], "bias": False}}


def text_width_of(label: QLabel) -> int:
    return label.fontMetrics().horizontalAdvance(label.text())


def snapshot_of(table: dict[str, object], updates: int = 5) -> Snapshot:
    session = Session(spec_from_dict(table))
    session.advance(updates)
    return session.snapshot(ScoresWish(), MapsWish(responses=16), GradientsWish())


@pytest.fixture
def view(qtbot: QtBot) -> NetworkView:
    made = NetworkView()
    qtbot.addWidget(made)
    made.resize(640, 560)
    made.set_style(Style())
    made.show()
    made.show_snapshot(snapshot_of(XOR))
    return made


def middle(view: NetworkView, part: Unit | Bias) -> QPoint:
    assert view.canvas.diagram is not None
    return QPoint(*(round(at) for at in view.canvas.diagram.layout.anchor(part).centre))


def changes(view: NetworkView) -> list[tuple[Spec, str]]:
    told: list[tuple[Spec, str]] = []
    view.spec_changed.connect(lambda spec, text: told.append((spec, text)))
    return told


class Painted(QObject):
    """Collects where a widget is painted."""

    region = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # the name is Qt's
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return super().eventFilter(watched, event)


def test_numbers_of_a_neuron_lie_over_the_controls_and_let_the_mouse_through(
    view: NetworkView, qtbot: QtBot
) -> None:
    view.resize(360, 560)
    qtbot.mouseMove(view.canvas, middle(view, Unit(2, 2)))
    facts = view.canvas.findChild(FactsSheet)
    assert facts is not None
    qtbot.waitUntil(facts.isVisible)
    view.show_snapshot(snapshot_of({"data": {"name": "xor"}, "network": {"layers": [2, 4, 3, 3, 1]}}))
    qtbot.mouseMove(view.canvas, middle(view, Unit(2, 2)))
    covered = [b for b in view.canvas.findChildren(QToolButton) if b.isVisible()]
    covered = [button for button in covered if button.geometry().intersects(facts.geometry())]
    order = view.canvas.children()
    assert covered
    assert all(
        order.index(button) < order.index(facts) for button in order if isinstance(button, QToolButton)
    )
    at = covered[0].geometry().intersected(facts.geometry()).center()
    assert isinstance(view.canvas.childAt(at), QToolButton)
    with_facts = view.canvas.grab(facts.geometry()).toImage()
    view.canvas.show_facts(False)
    assert not facts.isVisible()
    assert view.canvas.grab(facts.geometry()).toImage() != with_facts


def test_the_scale_names_the_quantity_also_where_its_numbers_stay(view: NetworkView, qtbot: QtBot) -> None:
    snapshot = snapshot_of(XOR)
    known = snapshot.look(Gradients)
    same = snapshot.with_looks(replace(known, weights_change=known.weights, biases_change=known.biases))
    view.show_snapshot(same)
    view.canvas.show_quantity(Quantity.GRADIENTS)
    limit = view.canvas.diagram.limit if view.canvas.diagram is not None else 0.0
    view.canvas.repaint()
    painted = Painted()
    view.canvas.installEventFilter(painted)
    view.canvas.show_quantity(Quantity.CHANGES)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert view.canvas.diagram is not None
    assert view.canvas.diagram.limit == limit
    legend = view.canvas.diagram.layout.legend
    assert painted.region.contains(QPoint(round(legend.left) + 5, round(legend.top + legend.height / 2)))


def test_the_scale_of_the_pictures_is_painted_whole_when_they_come(view: NetworkView, qtbot: QtBot) -> None:
    snapshot = snapshot_of(XOR)
    view.show_snapshot(snapshot.with_looks(Maps()))
    view.canvas.repaint()
    painted = Painted()
    view.canvas.installEventFilter(painted)
    view.show_snapshot(snapshot)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert view.canvas.diagram is not None
    legend = view.canvas.diagram.layout.legend
    assert painted.region.contains(QPoint(round(legend.right) - 5, round(legend.top + legend.height / 2)))


def test_units_are_added_and_removed_on_the_diagram(view: NetworkView, qtbot: QtBot) -> None:
    told = changes(view)
    second = view._layers[1]
    qtbot.mouseClick(second.more, LEFT)
    qtbot.mouseClick(second.more, LEFT)  # before any answer: both count
    qtbot.mouseClick(view._layers[0].fewer, LEFT)
    assert [spec.network.layers for spec, _ in told] == [(2, 4, 4, 1), (2, 4, 5, 1), (2, 3, 5, 1)]
    assert told[0][1] == "Add a unit to hidden layer 2"


def test_the_output_has_no_unit_buttons(view: NetworkView) -> None:
    assert not view._layers[2].more.isVisible()
    assert view._layers[2].activation.isVisible()


def test_layers_come_and_go(view: NetworkView, qtbot: QtBot) -> None:
    told = changes(view)
    qtbot.mouseClick(view.header.add_layer, LEFT)
    assert told[-1][0].network.layers == (2, 4, 3, 3, 1)
    view.show_snapshot(snapshot_of({**XOR, "network": {"layers": [2, 4, 1]}}))
    assert not view._layers[2].activation.isVisible()


@pytest.mark.parametrize("width", [1000, 420, 300])
def test_buttons_stay_where_they_are_while_layers_are_counted(view: NetworkView, width: int) -> None:
    view.header.resize(width, view.header.height())
    places = set()
    for count in range(10):
        view.header.show_layers(count)
        QApplication.processEvents()
        places.add((view.header.remove_layer.pos().x(), view.header.add_layer.pos().x()))
        assert text_width_of(view.header._count) <= view.header._count.width()
    assert len(places) == 1


def test_the_menu_sets_an_activation(view: NetworkView) -> None:
    told = changes(view)
    menu = view._layers[0].activation.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.data() == "tanh").trigger()
    assert told[-1][0].network.activations == ("tanh", "sigmoid", "sigmoid")


def test_inputs_are_switched_on_the_diagram(view: NetworkView, qtbot: QtBot) -> None:
    told = changes(view)
    qtbot.mouseClick(view.features.buttons["x1*x2"], LEFT)
    assert told[-1][0].data.features == ("x1", "x2", "x1*x2")
    refused: list[str] = []
    view.refused.connect(refused.append)
    for name in ("x1", "x2", "x1*x2"):
        qtbot.mouseClick(view.features.buttons[name], LEFT)
    assert refused == ["The network needs at least one input."]
    assert view.features.buttons["x1*x2"].isChecked()


def test_every_control_lies_on_the_picture_and_has_a_name(view: NetworkView) -> None:
    controls = [widget for layer in view._layers for widget in layer.widgets]
    controls += list(view.features.buttons.values())
    for control in controls:
        if control.isVisible():
            assert view.canvas.rect().contains(control.geometry())
            assert control.accessibleName()
            assert control.toolTip()


def test_pointing_at_a_neuron_is_told(view: NetworkView, qtbot: QtBot) -> None:
    told: list[Unit | None] = []
    view.neuron_hovered.connect(told.append)
    qtbot.mouseMove(view.canvas, middle(view, Unit(1, 2)))
    assert told == [Unit(1, 2)]
    qtbot.mouseMove(view.canvas, QPoint(1, view.canvas.height() - 1))
    assert told == [Unit(1, 2), None]


def test_a_bias_is_clicked_and_typed(view: NetworkView, qtbot: QtBot) -> None:
    told: list[tuple[Bias, float, float]] = []
    view.parameter_edited.connect(lambda *edit: told.append(edit))
    qtbot.mouseClick(view.canvas, LEFT, pos=middle(view, Bias(2, 2)))
    assert view.editing.popover is not None
    line = view.editing.popover.editor.number.line
    line.selectAll()
    qtbot.keyClicks(line, "0.75")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    old = float(snapshot_of(XOR).biases[1][2])
    assert told == [(Bias(2, 2), old, 0.75)]
    view.editing.popover.closed.emit()
    assert view.editing.popover is None


def test_a_network_without_biases_says_so(view: NetworkView) -> None:
    view.show_snapshot(snapshot_of(NO_BIAS))
    refused: list[str] = []
    view.refused.connect(refused.append)
    view.edit(Bias(1, 1))
    assert refused == ["This layer has no biases."]


def test_the_keyboard_walks_and_edits(view: NetworkView, qtbot: QtBot) -> None:
    canvas = view.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    view.hand.select(Unit(0, 0))
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert isinstance(canvas.selection, Weight)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert isinstance(canvas.selection, Unit)
    assert canvas.selection.layer == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert view.editing.part == Bias(1, canvas.selection.unit)


def test_walking_stays_on_the_diagram(view: NetworkView) -> None:
    assert view.canvas.diagram is not None
    layout = view.canvas.diagram.layout
    assert walk(Unit(0, 0), Way.LEFT, layout) == Unit(0, 0)
    assert walk(Unit(0, 1), Way.DOWN, layout) == Unit(0, 1)
    assert walk(Weight(1, 1, 2), Way.DOWN, layout) == Weight(1, 1, 3)
    assert walk(Weight(1, 1, 2), Way.LEFT, layout) == Unit(0, 1)
    assert walk(Bias(1, 3), Way.UP, layout) == Unit(1, 2)


def test_what_is_asked_for_depends_on_what_is_looked_at(view: NetworkView, qtbot: QtBot) -> None:
    assert GradientsWish() not in view.wishes()
    qtbot.mouseClick(view.header.switch.button(1), LEFT)
    assert view.header.quantity is Quantity.GRADIENTS
    assert GradientsWish() in view.wishes()
    assert view.canvas.diagram is not None
    shown, expected = view.canvas.diagram.content.weights, snapshot_of(XOR).look(Gradients).weights
    assert all(np.array_equal(a, b) for a, b in zip(shown, expected, strict=True))


def test_selection_goes_with_its_unit(view: NetworkView) -> None:
    view.hand.select(Weight(1, 0, 3))
    view.show_snapshot(snapshot_of({**XOR, "network": {"layers": [2, 3, 3, 1]}}))
    assert view.canvas.selection is None


def test_themes_and_sizes_repaint(view: NetworkView) -> None:
    light = view.grab().toImage()
    view.set_style(Style(DARK, text=26.0, scale=2.0))
    assert view.grab().toImage() != light


def test_the_buttons_of_a_layer_keep_clear_of_its_number_of_units(view: NetworkView) -> None:
    view.resize(900, 560)
    view.show_snapshot(snapshot_of({**XOR, "network": {"layers": [2, 32, 32, 1]}}))
    assert view.canvas.diagram is not None
    column = view.canvas.diagram.layout.columns[1]
    words = unit_count(column, Style())
    assert words == "32 units, 12 shown"
    half = text_width(words, Style()) / 2
    controls = view._layers[0]
    assert controls.fewer.geometry().right() < column.x - half
    assert controls.more.geometry().left() > column.x + half
    assert controls.more.geometry().right() < column.caption.right


def test_there_are_no_inputs_to_switch_before_there_is_a_diagram(qtbot: QtBot) -> None:
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(640, 560)
    view.show()
    view.set_spec(spec_from_dict(XOR))
    assert not any(button.isVisible() for button in view.features.buttons.values())
    view.show_snapshot(snapshot_of(XOR))
    assert view.features.buttons["x1"].isVisible()


def test_numbers_of_a_line_once_clicked_cover_the_diagram_only_while_needed(
    view: NetworkView, qtbot: QtBot
) -> None:
    canvas, part = view.canvas, Weight(1, 0, 0)
    view.hand.select(part)
    bare = canvas.grab().toImage()
    canvas.under_mouse = part
    canvas.lay_out()
    with_numbers = canvas.grab().toImage()
    canvas.under_mouse = None
    canvas.lay_out()
    assert bare != with_numbers
    assert canvas.grab().toImage() == bare


def test_line_widths_are_steady_in_training_and_those_of_the_moment_at_rest(view: NetworkView) -> None:
    now = snapshot_of(XOR)
    larger = replace(now, running=True, weights=tuple(1.5 * array for array in now.weights))
    view.show_snapshot(now)
    at_rest = view.canvas.diagram.limit
    view.show_snapshot(larger)
    wide = view.canvas.diagram.limit
    assert wide > at_rest
    view.show_snapshot(replace(now, running=True))
    assert view.canvas.diagram.limit == wide
    view.show_snapshot(now)
    assert view.canvas.diagram.limit == at_rest


def test_a_click_on_a_layer_that_has_just_gone_changes_nothing(view, qtbot):
    changed = []
    view.spec_changed.connect(lambda spec, _text: changed.append(spec))
    view._remove_layer(1)
    layers = len(changed[-1].network.layers)
    count = len(changed)
    view._set_activation(layers, "tanh")
    assert len(changed) == count


def test_names_of_activations_do_not_overlap(view: NetworkView) -> None:
    look = Look(make_application(), text_size=2.0)
    look.apply_sheet()
    names = [*["tanh"] * 6, "sigmoid"]
    network = {"layers": [2, 8, 8, 8, 8, 8, 8, 1], "activation": names}
    view.set_style(look.style())
    view.resize(930, 850)
    view.show_snapshot(snapshot_of({"data": {"name": "xor"}, "network": network}))
    buttons = [b for b in view.findChildren(QToolButton) if b.accessibleName().startswith("Activation")]
    boxes = sorted((button.geometry() for button in buttons), key=QRect.left)
    empty = 2 * 8 * 2  # at the sides of a button's text, at text size 2
    assert len(boxes) == 7
    assert all(after.left() >= before.right() - empty for before, after in pairwise(boxes))
    look.set_text_size(1.0)


def test_escape_after_a_slip_changes_no_weight(view: NetworkView, qtbot: QtBot) -> None:
    told: list[float] = []
    view.parameter_edited.connect(lambda *change: told.append(change[-1]))
    view.edit(Weight(1, 1, 2))
    assert view.editing.popover is not None
    line = view.editing.popover.editor.number.line
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Qt.Key.Key_Escape)  # the number as it was
    qtbot.keyClick(line, Qt.Key.Key_Escape)  # and out
    assert told == []
    assert view.editing.popover is None


def test_a_layer_of_many_units_is_scrolled_and_searched(qtbot: QtBot, view: NetworkView) -> None:
    view.set_spec(spec_from_dict(MANY))
    view.show_snapshot(snapshot_of(MANY, 0))
    columns = lambda: view.canvas.diagram.layout.columns  # noqa: E731
    count = len(columns()[1].shown)
    assert count < 90
    place = QPoint(round(columns()[1].x), round(columns()[1].ys[0]))
    send_wheel(view.canvas, place, +20)  # up to the first
    assert columns()[1].shown == tuple(range(count))
    send_wheel(view.canvas, place, -2)
    assert columns()[1].shown == tuple(range(6, 6 + count))
    view.hand.select(Unit(1, 6))
    view.hand.beyond_asked.emit(Way.UP)
    assert view.canvas.selection == Unit(1, 5)
    view.scroller.find(1)
    qtbot.keyClicks(view.scroller.finder.line, "77")
    assert 76 in columns()[1].shown
    assert view.canvas.selection == Unit(1, 76)
    qtbot.keyClicks(view.scroller.finder.line, "7")
    assert "1 to 90" in view.scroller.finder.message.text()
    view.scroller.finder.active_asked.emit(1)
    assert columns()[1].shown == tuple(sorted(view.canvas.seen.active[1][:count]))
    assert view.scroller.finder is None
    view.hand.select(Unit(0, 0))  # of a layer that is shown whole: the first of the others is meant
    assert view.scroller._find_beside_selection()
    qtbot.keyClicks(view.scroller.finder.line, "90")
    assert 89 in columns()[1].shown


def test_a_unit_is_found_by_the_beginning_of_its_name(qtbot: QtBot, view: NetworkView) -> None:
    finder = UnitFinder(3, "Output", 12, ("Cat", "Cow", "dog"), view.canvas.diagram.style, view.canvas)
    asked: list[object] = []
    finder.asked.connect(asked.append)
    for typed, unit in (("do", 2), ("CO", 1), ("c", 0), (" 3 ", 2)):
        finder.line.clear()
        qtbot.keyClicks(finder.line, typed)
        assert asked.pop() == Unit(3, unit)
        assert not finder.message.isVisibleTo(finder)
        asked.clear()
    finder.line.clear()
    qtbot.keyClicks(finder.line, "x")
    assert not asked
    assert finder.message.isVisibleTo(finder)


def send_wheel(canvas: QObject, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        at.toPointF(), canvas.mapToGlobal(at).toPointF(), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
