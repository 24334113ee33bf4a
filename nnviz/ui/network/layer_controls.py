"""The controls at the caption of one layer: fewer or more units, another activation, the layer itself."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.layers.kinds import LAYERS
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.captions import fitted, fitting, unit_count, with_shown
from nnviz.paint.network.content.pictured import Words
from nnviz.paint.network.layout import Box, Column
from nnviz.ui.looks.icons import icon
from nnviz.ui.network import map_edits
from nnviz.ui.network.edits import activations_for
from nnviz.ui.network.varying import offer_to_vary
from nnviz.ui.widgets.buttons import name_button, small_button
from nnviz.ui.widgets.keyboard import mark_removing

_PADDING = 8.0
"""Empty pixels at both sides of a button's text at text size 1: those of two buttons may overlap."""


class LayerControls(QObject):
    """Buttons on top of the caption of layer `layer` (1 is the first after the inputs).

    Signals
    -------
    unit_added, unit_removed : int
        This hidden layer is to have a unit more or less.
    layer_added, layer_removed : int
        A hidden layer is to follow this one; this one is to go.
    activation_chosen : int, str
        This layer is to have that activation.
    vary_asked : str, str
        What is to be varied, and where (see `varying`).
    table_changed : int, dict
        Something else in the table of this layer is to change: its window, stride or padding.
    kind_added : int, str
        A layer of that kind is to become layer number so and so.
    """

    unit_added = Signal(int)
    unit_removed = Signal(int)
    layer_added = Signal(int)
    layer_removed = Signal(int)
    activation_chosen = Signal(int, str)
    vary_asked = Signal(str, str)
    table_changed = Signal(int, object)
    kind_added = Signal(int, str)

    def __init__(self, layer: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.layer = layer
        self._canvas = parent
        self._spec: Spec | None = None
        self.fewer = small_button("minus", f"Remove a unit from hidden layer {layer}", parent)
        mark_removing(self.fewer)
        self.more = small_button("plus", f"Add a unit to hidden layer {layer}", parent)
        self.activation = QToolButton(parent)
        self.activation.setProperty("role", "small")
        self.activation.setIcon(icon("chevron-down"))
        self.activation.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.activation.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.activation.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the text
        self._menu = QMenu(parent)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.activation.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._choose)
        for button in (self.fewer, self.more):
            title = f"the units of hidden layer {layer}"
            offer_to_vary(button, title, f"network.layers.{layer}", self.vary_asked.emit, on_map=True)
        offer_to_vary(self.activation, "this activation", f"network.activation.{layer}", self.vary_asked.emit)
        self.fewer.clicked.connect(self._remove_unit)
        self.more.clicked.connect(self._add_unit)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """All buttons."""
        return self.fewer, self.more, self.activation

    def arrange(
        self,
        column: Column,
        spec: Spec,
        style: Style,
        changeable: bool = True,
        taken: int = 0,
        said: Words | None = None,
    ) -> None:
        """Put the buttons where the caption is, none where there is no caption.

        Those for units are left out where nothing is to be changed. The output's column is narrow, but there
        is room at its left, from `taken` on: where the buttons of the layer before end. `said` is what stands
        in the caption of a layer that is no plain one.
        """
        if not column.caption.height:
            self.hide()
            return
        self._spec = spec
        self._write_in(style.text, style, self.fewer, self.more, self.activation)
        hidden = self.layer < spec.network.built.depth
        side = round(column.caption_line(1).height)
        count = column.caption_line(1)
        # beside the number of units, at the same place for all that are short, never outside the column
        if said is None:
            words = unit_count(column, style, "" if hidden else "output")
            widest = max(text_width("000 units", style), text_width(words, style))
        else:
            widest = text_width(fitting(with_shown(said[0], column), count.width - 2 * side, style), style)
        away = min(count.width / 2 - side, 0.5 * widest + 0.4 * style.text)
        middle, top = column.x, round(count.top)
        self.fewer.setGeometry(round(middle - away - side), top, side, side)
        self.more.setGeometry(round(middle + away), top, side, side)
        layer = spec.network.built.layers[self.layer]
        self.fewer.setEnabled(layer.maps[2] > 1)
        for button, change in ((self.fewer, "Remove a {} from"), (self.more, "Add a {} to")):
            has_room = said is None or count.width >= 2 * side + style.text
            button.setVisible(hidden and changeable and has_room and layer.is_sum)
            noun = "map" if layer.makes_maps else "unit"
            name_button(button, f"{change.format(noun)} hidden layer {self.layer}")
        self._arrange_activation(column.caption_line(2), spec, style, taken, said)

    def _write_in(self, size: float, style: Style, *buttons: QToolButton) -> None:
        """Write as large as the picture does, whatever the size of other controls."""
        size = round(size)
        padding, icons = round(4 * style.scale), round(14 * style.scale)
        own = f"font-size: {size}px; padding: {padding}px; icon-size: {icons}px;"
        sheet = own if size != QApplication.font().pixelSize() else ""
        for button in buttons:
            if sheet != button.styleSheet():
                button.setStyleSheet(sheet)

    def _arrange_activation(
        self, line: Box, spec: Spec, style: Style, taken: int, said: Words | None
    ) -> None:
        title = ACTIVATIONS[spec.network.activations[self.layer - 1]].title
        titles = (
            (title,) if said is None or spec.network.built.layers[self.layer].kind == "dense" else said[1]
        )
        output = self.layer == spec.network.built.depth
        start = taken - _PADDING * style.scale if output else line.left
        room = self._canvas.width() - start if output else line.width
        self.activation.setText(titles[0])
        self.activation.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if self.activation.sizeHint().width() > room:  # no room for the arrow
            self.activation.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        padding = self.activation.sizeHint().width() - text_width(titles[0], style)
        words, size = fitted(titles, room - padding, style)
        self.activation.setText(words)
        if size < style.text:
            self._write_in(math.floor(size), style, self.activation)
        width = self.activation.sizeHint().width()
        height = max(line.height, self.activation.sizeHint().height())
        left = max(start, min(line.centre[0] - width / 2, self._canvas.width() - width))
        top = line.centre[1] - height / 2
        self.activation.setGeometry(QRect(round(left), round(top), round(width), round(height)))
        where = "the output" if output else f"hidden layer {self.layer}"
        what = "Activation" if len(titles) == 1 else "Kind, activation and settings"
        name_button(self.activation, f"{what} of {where}: {titles[0] if len(titles) > 1 else title}")
        self.activation.setVisible(True)

    def hide(self) -> None:
        """Hide all buttons of a layer that no longer exists, and the choices that may be open."""
        self._menu.close()
        self._menu.clear()
        for widget in self.widgets:
            widget.hide()

    @Slot()
    def _fill_menu(self) -> None:
        """List the activations and, for a hidden layer, what can be done with the layer."""
        assert self._spec is not None  # the button is hidden until it has been arranged
        self._menu.clear()
        self._menu.setToolTipsVisible(True)
        network = self._spec.network.built
        layer = network.layers[self.layer]
        present = layer.activation
        for key, title, values, value in map_edits.choices(layer):
            self._add_choices(title, key, values, value)
        for name in activations_for(self._spec, self.layer) if layer.has_activation else ():
            action = self._menu.addAction(ACTIVATIONS[name].title)
            action.setToolTip(ACTIVATIONS[name].help)
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == present)
        if not network.is_dense:
            self._offer_kinds()
        if self.layer < network.depth:
            self._menu.addSeparator()
            if network.is_dense:
                self._menu.addAction("Add a layer after this one").triggered.connect(self._add_layer)
            self._menu.addAction("Remove this layer").triggered.connect(self._remove_layer)

    def _add_choices(
        self,
        title: str,
        key: str,
        values: Sequence[tuple[str, object]],
        present: object,
    ) -> None:
        """Add a submenu, each entry of which changes something in the table of this layer."""
        menu = self._menu.addMenu(title)
        for words, value in values:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == present)
            action.setData({key: value})

    def _offer_kinds(self) -> None:
        """Offer every kind of layer that could stand before or after this one."""
        assert self._spec is not None
        places = [("Add before this layer", self.layer), ("Add after this layer", self.layer + 1)]
        self._menu.addSeparator()
        for title, at in places if self.layer < self._spec.network.built.depth else places[:1]:
            menu = self._menu.addMenu(title)
            for kind, record in LAYERS.items():
                action = menu.addAction(record.title)
                action.setEnabled(map_edits.fits(self._spec, at, kind))
                action.setData((at, kind))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        data = action.data()
        if isinstance(data, str):
            self.activation_chosen.emit(self.layer, data)
        elif isinstance(data, dict):
            self.table_changed.emit(self.layer, data)
        elif data is not None:
            self.kind_added.emit(*data)

    @Slot()
    def _add_unit(self) -> None:
        self.unit_added.emit(self.layer)

    @Slot()
    def _remove_unit(self) -> None:
        self.unit_removed.emit(self.layer)

    @Slot()
    def _add_layer(self) -> None:
        self.layer_added.emit(self.layer)

    @Slot()
    def _remove_layer(self) -> None:
        self.layer_removed.emit(self.layer)
