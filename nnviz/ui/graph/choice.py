"""The list of graphs: the examples, the network of the main window, or a graph of one's own."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox

from nnviz.explain.graph.examples import GraphExample
from nnviz.ui.widgets.combo_box import ComboBox

BY_LAYERS, BY_NEURONS = "This network, by layers", "This network, by neurons"
"""The network that the main window shows."""
OWN = "Your own graph"
"""What is typed is none of the list."""


class GraphChoice(ComboBox):
    """Lists the graphs; it shows nothing itself.

    Signals
    -------
    example_chosen : int
        An example was chosen.
    network_chosen : bool
        The network of the main window was chosen: by neurons (True) or by layers.
    """

    example_chosen = Signal(int)
    network_chosen = Signal(bool)

    def __init__(self, examples: Sequence[GraphExample]) -> None:
        super().__init__()
        self._examples = tuple(examples)
        self.setAccessibleName("Graph")
        self.setToolTip("Choose a graph")
        self.addItems([example.title for example in examples])
        self.insertSeparator(len(examples))
        self.addItems([BY_LAYERS, BY_NEURONS])
        self.setPlaceholderText(OWN)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)
        self.activated.connect(self._tell)

    def name_typed(self, text: str) -> str:
        """Name a typed text: the example that it is, else one's own; return what is said about it."""
        for index, example in enumerate(self._examples):
            if example.expression.strip() == text.strip():
                self.setCurrentIndex(index)
                return example.about
        self.setCurrentIndex(-1)
        return ""

    @Slot(int)
    def _tell(self, index: int) -> None:
        if index < len(self._examples):
            self.example_chosen.emit(index)
        else:
            self.network_chosen.emit(self.itemText(index) == BY_NEURONS)
