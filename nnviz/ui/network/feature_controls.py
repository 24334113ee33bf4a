"""The inputs' names as switches: beside the neuron while an input is on, below the column while it is off."""

import math

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnviz.paint.drawing.lettering import name_width, spoken
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.captions import NAME_GAP
from nnviz.paint.network.layout import NetworkLayout
from nnviz.ui.network.feature_button import FeatureButton
from nnviz.ui.widgets.buttons import name_button

_MOST_HEIGHT = 0.5
"""Share of the height below the captions that chips may take; else a menu takes their place."""
_CAPTIONS = 7.5
"""Height of the captions above and the legend below, in text sizes."""
_LEAST_HEIGHT = 12.0
"""In a diagram of less height, in text sizes, the inputs need the room of the menu."""
_GAP = 4.0
"""Between two chips, at 1x."""


class FeatureControls(QObject):
    """One button for each input that could be on.

    Signals
    -------
    switched : str
        This input is to be switched on or off.
    """

    switched = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.buttons: dict[str, FeatureButton] = {}
        self.more = QToolButton(parent)
        self.more.setText("+ input")
        self.more.setProperty("role", "small")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        name_button(self.more, "Switch another input on")
        self._menu = QMenu(parent)
        self._menu.triggered.connect(self._switch_on)
        self.more.setMenu(self._menu)

    def show_features(
        self, known: tuple[str, ...], on: tuple[str, ...], style: Style, height: float = 1e6
    ) -> None:
        """Have a button for each of `known`, those in `on` checked; `height` is that of the diagram."""
        for name in known:
            if name not in self.buttons:
                button = FeatureButton(name, self._parent)
                button.clicked.connect(self._switch)
                self.buttons[name] = button
        for name, button in self.buttons.items():
            button.set_style(style)
            button.show_state(name in on)
            button.setVisible(name in known)
        off = self._off()
        folded = len(off) * self._step(style) > _MOST_HEIGHT * (height - _CAPTIONS * style.text)
        self.more.setVisible(folded and height >= _LEAST_HEIGHT * style.text)
        self._menu.clear()
        for button in off if folded else ():
            self._menu.addAction(spoken(button.name)).setData(button.name)
            button.hide()

    def room_below(self, style: Style) -> float:
        """Return the height that the chips of the inputs that are off need, with a gap above."""
        chips = int(not self.more.isHidden()) if self._menu.actions() else len(self._off())
        return chips * self._step(style) + (style.text if chips else 0.0)

    def _step(self, style: Style) -> float:
        return self._chip(style).height() + _GAP * style.scale

    def room_beside(self, style: Style) -> float:
        """Return the width that the widest name needs, so that the inputs stay where they are."""
        widest = max((name_width(name, style) for name in self.buttons), default=0.0)
        return widest + 2 * NAME_GAP * style.scale + 6.0 * style.scale

    def arrange(self, layout: NetworkLayout, on: tuple[str, ...], style: Style) -> None:
        """Put the names of inputs that are on beside their neurons, and the chips of the others below."""
        for unit, name in enumerate(on):
            if unit in layout.columns[0].shown and name in self.buttons:
                self._put_beside(layout, unit, self.buttons[name], style)
        chip = self._chip(style)
        off: list[QWidget] = [self.more] if self._menu.actions() else [*self._off()]
        step = self._step(style)
        column = layout.columns[0]
        if self._menu.actions():
            chip = self.more.sizeHint()
        left = max(layout.box.left, column.x + layout.node / 2 - chip.width())
        top = layout.legend.top - len(off) * step - 0.3 * style.text
        for row, button in enumerate(off):
            y = math.floor(top) + row * round(step)  # whole pixels, so that all gaps are equal
            button.setGeometry(QRect(round(left), y, chip.width(), chip.height()))

    def _put_beside(self, layout: NetworkLayout, unit: int, button: FeatureButton, style: Style) -> None:
        node = layout.neuron_box(0, unit)
        size = button.sizeHint()
        right = node.left - NAME_GAP * style.scale + 4.0 * style.scale
        button.setGeometry(
            QRect(
                round(right - size.width()),
                round(node.centre[1] - size.height() / 2),
                size.width(),
                size.height(),
            )
        )

    def _off(self) -> list[FeatureButton]:
        return [
            button for button in self.buttons.values() if not button.isChecked() and not button.isHidden()
        ]

    def _chip(self, style: Style) -> QSize:
        """Return the size of all chips: that of the widest."""
        sizes = [button.sizeHint() for button in self._off()]
        width = max((size.width() for size in sizes), default=0)
        height = max((size.height() for size in sizes), default=round(1.75 * style.text))
        return QSize(width, height)

    @Slot(QAction)
    def _switch_on(self, action: QAction) -> None:
        self.switched.emit(action.data())

    @Slot()
    def _switch(self) -> None:
        button = self.sender()
        assert isinstance(button, FeatureButton)
        button.show_state(not button.isChecked())  # the picture follows when the change has been made
        self.switched.emit(button.name)
