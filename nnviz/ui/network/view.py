"""The network panel: the diagram, the controls on it, and the editing of single numbers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.engine.layers.kinds import LAYERS
from nnviz.experiment.look.sample_maps import FIRST
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.content.pictured import is_pictured
from nnviz.paint.network.content.record import Quantity
from nnviz.paint.network.words import value_of
from nnviz.parts import Parameter, Part, Unit
from nnviz.ui.network import edits, map_edits
from nnviz.ui.network.copies import DiagramCopies
from nnviz.ui.network.feature_controls import FeatureControls
from nnviz.ui.network.hand import NetworkHand
from nnviz.ui.network.header import NetworkHeader
from nnviz.ui.network.layer_controls import LayerControls
from nnviz.ui.network.number_editing import NumberEditing
from nnviz.ui.network.picture import NetworkPicture
from nnviz.ui.network.unit_scroller import UnitScroller
from nnviz.ui.network.varying import show_menu_of
from nnviz.ui.network.wishes import wishes_of
from nnviz.ui.pictures.copying import copy_actions
from nnviz.ui.widgets.tab_order import chain_tabs, stops_in


class NetworkView(QWidget):
    """Shows snapshots; says what the user wants changed, and changes nothing itself.

    Signals
    -------
    spec_changed : Spec, str
        The Spec after a change made on the diagram, and what it was.
    refused : str
        Why a change cannot be made; one sentence.
    parameter_edited : Weight or Bias, float, float
        A weight or bias was set by hand, from the old value to the new one.
    grabbed, settled
        A drag begins, a drag has ended: the changes between them are one step of undo.
    neuron_hovered : Unit or None
        The neuron under the mouse; layer 0 are the inputs.
    why_asked : Unit, Weight or Bias
        The chain rule of this is to be shown.
    vary_asked : str, str
        What is to be varied, and where: in a "sweep" or on a "map".
    """

    spec_changed = Signal(object, str)
    refused = Signal(str)
    parameter_edited = Signal(object, float, float)
    grabbed = Signal()
    settled = Signal()
    neuron_hovered = Signal(object)
    why_asked = Signal(object)
    vary_asked = Signal(str, str)
    frames_apart = 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._spec: Spec | None = None
        self._snapshot: NetworkInstant | None = None
        self._layers: list[LayerControls] = []
        self._stops: list[QWidget] = []
        self._in_step_mode = False
        self.followed: Example | None = None
        self.header = NetworkHeader(self)
        self.canvas = NetworkPicture(self)
        self.hand = NetworkHand(self.canvas)
        self.scroller = UnitScroller(self.canvas)
        self.features = FeatureControls(self.canvas)
        self.editing = NumberEditing(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.canvas, 1)
        self._connect()

    def _connect(self) -> None:
        self.header.add_layer_asked.connect(self._add_last_layer)
        self.header.remove_layer_asked.connect(self._remove_last_layer)
        self.header.quantity_changed.connect(self._show_quantity)
        self.header.widths.changed.connect(self._show_widths)
        self.header.vary_asked.connect(self.vary_asked)
        self.hand.menu_asked.connect(self._show_menu)
        self.features.switched.connect(self._switch_feature)
        self.canvas.layout_changed.connect(self._arrange)
        self.hand.hovered.connect(self._tell_hovered)
        self.hand.beyond_asked.connect(self.scroller.step)
        self.scroller.found.connect(self.hand.select)
        self.hand.selected.connect(self.editing.close_unless)
        self.hand.edit_asked.connect(self.edit)
        self.editing.number_set.connect(self.set_number)
        self.editing.refused.connect(self.refused)
        self.editing.grabbed.connect(self.grabbed)
        self.editing.settled.connect(self.settled)
        self.editing.why_asked.connect(self.why_asked)

    @property
    def spec(self) -> Spec | None:
        """The settings in force."""
        return self._spec

    # What every view can do

    def set_spec(self, spec: Spec) -> None:
        """Take the settings in force; changes made on the diagram start from them."""
        self._spec = spec
        self._show_structure(spec)

    def show_snapshot(self, snapshot: NetworkInstant) -> None:
        """Show one moment."""
        is_first, self._snapshot = self._snapshot is None, snapshot
        if self._spec is None:
            self.set_spec(snapshot.spec)
        elif is_first:
            self._show_structure(self._spec)
        self.canvas.limit = self.header.widths.limit(snapshot)
        self.canvas.show_snapshot(snapshot)
        self.editing.follow(snapshot)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.editing.close()
        if self._spec is not None:
            self._show_structure(self._spec)
        self.canvas.set_style(style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find out anew whether there is room for all inputs that could be switched on."""
        super().resizeEvent(event)
        if self._spec is not None:
            self._show_structure(self._spec)

    def wishes(self) -> Wishes:
        """Ask for the neurons' responses, and for gradients while they are looked at."""
        pictured = self._snapshot is not None and is_pictured(self._snapshot)
        return wishes_of(self.canvas, self.header, self.followed or FIRST, pictured=pictured)

    @Slot(object)
    def follow(self, example: Example | None) -> None:
        """Show what the network makes of this example, where units are pictures; None: still of the last."""
        if example is not None:
            self.followed = example

    def show_step_mode(self, on: bool) -> None:
        """Put the controls that change the network away while an update is explained."""
        self.scroller.close()
        self._in_step_mode = self.canvas.captions_may_go = on
        self.editing.close()
        if self._spec is not None:
            self._show_structure(self._spec)
        self.canvas.lay_out()

    @Slot()
    def forget_selection(self) -> None:
        """Select nothing: what was selected belongs to another experiment; so does the sample."""
        self.followed = None
        self.scroller.close()
        self.editing.close()
        self.hand.select(None)

    def close_editor(self) -> bool:
        """Close the editor of a number; return whether one was open."""
        return self.editing.close()

    # The controls on the diagram

    def _show_structure(self, spec: Spec) -> None:
        """Have the controls that this network needs, and leave room for them."""
        self.header.show_layers(spec.network.built.depth - 1)
        on = edits.features_on(spec)
        choice = on if self._in_step_mode else edits.features_for(spec)
        if self._snapshot is None:  # there is no diagram yet that has places for them
            choice = ()
        self.features.show_features(choice, on, self._style, self.canvas.height())
        room = self.features.room_beside(self._style), self.features.room_below(self._style)
        if room != (self.canvas.least_left, self.canvas.below_inputs):
            self.canvas.least_left, self.canvas.below_inputs = room
            self.canvas.lay_out()

    @Slot()
    def _arrange(self) -> None:
        """Put the controls where the diagram has places for them."""
        diagram, snapshot = self.canvas.diagram, self._snapshot
        if diagram is None or snapshot is None:
            return
        self.editing.close_if_gone()
        columns = diagram.layout.columns
        while len(self._layers) < len(columns) - 1:
            self._layers.append(self._new_layer_controls(len(self._layers) + 1))
        taken = 0
        for controls in self._layers:
            if controls.layer < len(columns):
                column, words = columns[controls.layer], diagram.content.words
                said = words[controls.layer] if words else None
                changeable = not self._in_step_mode
                controls.arrange(column, snapshot.spec, self._style, changeable, taken, said)
                taken = controls.activation.geometry().right() if column.caption.height else 0
            else:
                controls.hide()
        self.features.arrange(diagram.layout, edits.features_on(snapshot.spec), self._style)
        self._chain_tabs()

    def _chain_tabs(self) -> None:
        """Let Tab go from the diagram through the controls on it."""
        stops = stops_in(self.canvas)
        if stops != self._stops:
            self._stops = stops
            chain_tabs(None, stops)

    def _new_layer_controls(self, layer: int) -> LayerControls:
        controls = LayerControls(layer, self.canvas)
        controls.unit_added.connect(self._add_unit)
        controls.unit_removed.connect(self._remove_unit)
        controls.layer_added.connect(self._add_layer)
        controls.layer_removed.connect(self._remove_layer)
        controls.activation_chosen.connect(self._set_activation)
        controls.vary_asked.connect(self.vary_asked)
        controls.table_changed.connect(self._change_table)
        controls.kind_added.connect(self._add_kind)
        return controls

    # Changes of the network

    def _change(self, change: Callable[[Spec], Spec], text: str) -> None:
        if self._spec is None:
            return
        try:
            spec = change(self._spec)
        except SpecError as error:
            self._show_structure(self._spec)
            self.refused.emit(edits.in_short(error.reason))
            return
        except IndexError:  # the layer has just gone; its buttons go when the picture follows
            return
        self._spec = spec  # the next click may come before the worker has answered
        self.spec_changed.emit(spec, text)

    @Slot(int)
    def _add_unit(self, layer: int) -> None:
        self._change(lambda spec: edits.add_unit(spec, layer), f"Add a unit to hidden layer {layer}")

    @Slot(int)
    def _remove_unit(self, layer: int) -> None:
        self._change(lambda spec: edits.remove_unit(spec, layer), f"Remove a unit from hidden layer {layer}")

    @Slot(int)
    def _add_layer(self, after: int) -> None:
        self._change(lambda spec: edits.add_layer(spec, after), "Add a hidden layer")

    @Slot(int)
    def _remove_layer(self, layer: int) -> None:
        self._change(lambda spec: edits.remove_layer(spec, layer), f"Remove hidden layer {layer}")

    @Slot()
    def _add_last_layer(self) -> None:
        if self._spec is not None:
            self._add_layer(self._spec.network.built.depth - 1)

    @Slot()
    def _remove_last_layer(self) -> None:
        if self._spec is not None and self._spec.network.built.depth > 1:
            self._remove_layer(self._spec.network.built.depth - 1)

    @Slot(int, str)
    def _set_activation(self, layer: int, name: str) -> None:
        self._change(lambda spec: edits.set_activation(spec, layer, name), f"Activation of layer {layer}")

    @Slot(int, object)
    def _change_table(self, layer: int, changes: dict[str, Any]) -> None:
        what = " and ".join(changes)
        self._change(lambda spec: map_edits.with_entry(spec, layer, **changes), f"Layer {layer}: {what}")

    @Slot(int, str)
    def _add_kind(self, at: int, kind: str) -> None:
        self._change(lambda spec: map_edits.inserted(spec, at, kind), f"Add layer {at}: {LAYERS[kind].title}")

    @Slot(str)
    def _switch_feature(self, name: str) -> None:
        self._change(lambda spec: edits.switch_feature(spec, name), f"Input {spoken(name)}")

    # Single numbers

    @Slot(object)
    def edit(self, part: Part) -> None:
        """Open the editor of a weight or a bias; of a neuron that of its bias."""
        diagram = self.canvas.diagram
        if self._snapshot is None or diagram is None:
            return
        if diagram.content.is_number(part):
            self.editing.open(part, self._snapshot, self._style)

    @Slot(object, float)
    def set_number(self, part: Parameter, value: float) -> None:
        """Ask for a weight or a bias to be this."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        self.parameter_edited.emit(part, value_of(part, snapshot), value)

    @Slot(object, object)
    def _show_menu(self, part: Parameter, at: QPoint) -> None:
        """Offer what can be done with a weight or a bias besides setting it."""
        copies = copy_actions(DiagramCopies(self.canvas), QPointF())
        show_menu_of(part, at, self, self.vary_asked.emit, copies)

    # Telling others

    @Slot(object)
    def _show_quantity(self, quantity: Quantity) -> None:
        self._show_widths()
        self.canvas.show_quantity(quantity)

    @Slot()
    def _show_widths(self) -> None:
        """Paint the lines in the widths that are chosen."""
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    @Slot(object)
    def _tell_hovered(self, part: Part | None) -> None:
        self.neuron_hovered.emit(part if isinstance(part, Unit) else None)
