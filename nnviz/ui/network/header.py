"""The line above the network diagram: how many hidden layers, and what the lines stand for."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from nnviz.experiment.sweeps.part_axes import DEPTH
from nnviz.paint.drawing.theme import GRID
from nnviz.paint.network.content.record import Quantity
from nnviz.ui.looks.icons import icon
from nnviz.ui.network.varying import offer_to_vary
from nnviz.ui.network.widths import WidthsMenu
from nnviz.ui.widgets.buttons import name_button, small_button
from nnviz.ui.widgets.flow_layout import GAP, FlowLayout
from nnviz.ui.widgets.keyboard import mark_removing

_TIPS = {
    Quantity.WEIGHTS: "Lines show the weights",
    Quantity.GRADIENTS: "Lines show the gradient of the loss in each weight, for the coming update",
    Quantity.CHANGES: "Lines show how much the last update changed each weight",
}


class NetworkHeader(QWidget):
    """Buttons beside the number of hidden layers, and the switch of what is shown.

    Where the panel is narrow for its text, words are shortened and the switch becomes a menu.

    Signals
    -------
    add_layer_asked, remove_layer_asked
        A hidden layer more or less, at the output's side.
    vary_asked : str, str
        What is to be varied, and where (see `varying`).
    quantity_changed : Quantity
        What lines and bars are to show.
    """

    add_layer_asked = Signal()
    remove_layer_asked = Signal()
    vary_asked = Signal(str, str)
    quantity_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = Quantity.WEIGHTS
        self._hidden = 0
        self._fitting = False
        self.widths = WidthsMenu(self)
        self._rows = FlowLayout(self)
        self._rows.setContentsMargins(GRID, 0, GRID, 0)
        self._layers = self._layer_counter()
        self._buttons = self._switch()
        self._menu_button = self._switch_menu()
        for part in (self._layers, self._buttons, self._menu_button):
            self._rows.addWidget(part)
        self._menu_button.hide()

    def sizeHint(self) -> QSize:
        """Return the size at which all is in one row, in the longest words."""
        return QSize(self._width_of(_long, self._buttons), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the shortest words and the menu."""
        return QSize(self._width_of(_short, self._menu_button), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the words that there is room for."""
        super().resizeEvent(event)
        self._fit()

    def show_layers(self, hidden: int) -> None:
        """Show how many hidden layers there are."""
        self._hidden = hidden
        self.remove_layer.setEnabled(hidden > 0)
        self._fit()

    def _layer_counter(self) -> QWidget:
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        self.remove_layer = small_button("minus", "Remove the last hidden layer", whole)
        mark_removing(self.remove_layer)
        self.add_layer = small_button("plus", "Add a hidden layer", whole)
        self._count = QLabel(whole)
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.remove_layer, self._count, self.add_layer):
            row.addWidget(widget)
            offer_to_vary(widget, "the number of hidden layers", DEPTH, self.vary_asked.emit)
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
        more = small_button("ellipsis", "How wide lines are for their numbers", whole)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.setToolTipsVisible(True)
        self.widths.add_to(menu)
        more.setMenu(menu)
        row.addWidget(more)
        return whole

    def _switch_menu(self) -> QToolButton:
        button = QToolButton(self)
        button.setText(self.quantity.title)
        button.setIcon(icon("chevron-down"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the text
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name_button(button, "What the lines show")
        menu = QMenu(button)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for number, quantity in enumerate(Quantity):
            action = menu.addAction(quantity.title)
            action.setToolTip(_TIPS[quantity])
            action.triggered.connect(self.switch.button(number).click)
        menu.addSeparator()
        self.widths.add_to(menu)
        menu.setToolTipsVisible(True)
        button.setMenu(menu)
        return button

    def _fit(self) -> None:
        """Show the longest words, and the most buttons, that fit in one row."""
        if self._fitting:  # showing and hiding may resize this header at once
            return
        ways = ((_long, self._buttons), (_short, self._buttons), (_long, self._menu_button))
        fits = (way for way in ways if self._width_of(*way) <= self.width())
        words, switch = next(fits, (_short, self._menu_button))
        self._fitting = True
        try:
            self._count.setText(words(self._hidden))
            self._count.setToolTip(_long(self._hidden))
            self._count.setMinimumWidth(self._room(words))
            self._buttons.setVisible(switch is self._buttons)
            self._menu_button.setVisible(switch is self._menu_button)
        finally:
            self._fitting = False

    def _width_of(self, words: Callable[[int], str], switch: QWidget) -> int:
        more = self._room(words) - self._count.minimumWidth()
        return self._layers.sizeHint().width() + more + switch.sizeHint().width() + GAP + 2 * GRID

    def _room(self, words: Callable[[int], str]) -> int:
        """Return the width of the widest count of one digit: the buttons beside it stay when it changes."""
        measure = self._count.fontMetrics()
        return max(measure.horizontalAdvance(words(count)) for count in (*range(10), self._hidden))

    @Slot(int)
    def _choose(self, number: int) -> None:
        self.quantity = list(Quantity)[number]
        self._menu_button.setText(self.quantity.title)
        self.widths.show_quantity(self.quantity)
        self.quantity_changed.emit(self.quantity)


def _long(hidden: int) -> str:
    return f"{hidden} hidden layer" + ("" if hidden == 1 else "s")


def _short(hidden: int) -> str:
    return f"{hidden} hidden"
