"""The line above the network diagram: how many hidden layers, and what the lines stand for."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from nnviz.paint.network_content import Quantity
from nnviz.paint.theme import GRID
from nnviz.ui.flow_layout import FlowLayout
from nnviz.ui.icons import icon

_TIPS = {
    Quantity.WEIGHTS: "Lines show the weights",
    Quantity.GRADIENTS: "Lines show the gradient of the loss in each weight, for the coming update",
    Quantity.CHANGES: "Lines show how much the last update changed each weight",
}


def small_button(icon_name: str, tip: str, parent: QWidget) -> QToolButton:
    """Return a quiet button with an icon, reached by Tab but not focused by a click."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name))
    button.setProperty("role", "small")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    name_button(button, tip)
    return button


def name_button(button: QToolButton, tip: str) -> None:
    """Set the tooltip and the accessible name."""
    button.setToolTip(tip)
    button.setAccessibleName(tip)


class NetworkHeader(QWidget):
    """Buttons beside the number of hidden layers, and the switch of what is shown.

    Signals
    -------
    add_layer_asked, remove_layer_asked
        A hidden layer more or less, at the output's side.
    quantity_changed : Quantity
        What lines and bars are to show.
    """

    add_layer_asked = Signal()
    remove_layer_asked = Signal()
    quantity_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = Quantity.WEIGHTS
        rows = FlowLayout(self)
        rows.setContentsMargins(GRID, 0, GRID, 0)
        rows.addWidget(self._layer_counter())
        rows.addWidget(self._switch())

    def _layer_counter(self) -> QWidget:
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        self.remove_layer = small_button("minus", "Remove the last hidden layer", whole)
        self.add_layer = small_button("plus", "Add a hidden layer", whole)
        self._count = QLabel(whole)
        for widget in (self.remove_layer, self._count, self.add_layer):
            row.addWidget(widget)
        self.remove_layer.clicked.connect(self.remove_layer_asked)
        self.add_layer.clicked.connect(self.add_layer_asked)
        return whole

    def _switch(self) -> QWidget:
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 4)
        self.switch = QButtonGroup(whole)
        for number, quantity in enumerate(Quantity):
            button = QToolButton(whole)
            button.setText(quantity.title)
            button.setCheckable(True)
            button.setChecked(quantity is self.quantity)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            name_button(button, _TIPS[quantity])
            row.addWidget(button)
            self.switch.addButton(button, number)
        self.switch.idClicked.connect(self._choose)
        return whole

    def show_layers(self, hidden: int) -> None:
        """Show how many hidden layers there are."""
        text = f"{hidden} hidden layer" + ("" if hidden == 1 else "s")
        if text != self._count.text():
            self._count.setText(text)
            self.remove_layer.setEnabled(hidden > 0)

    @Slot(int)
    def _choose(self, number: int) -> None:
        self.quantity = list(Quantity)[number]
        self.quantity_changed.emit(self.quantity)
