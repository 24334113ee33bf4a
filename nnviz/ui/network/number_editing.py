"""Setting one weight or bias by hand on the diagram: which one, and the popover beside it."""

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.words import sentence, value_of
from nnviz.parts import Bias, Part, Unit, Weight
from nnviz.ui.network.number_popover import NumberPopover
from nnviz.ui.network.picture import NetworkPicture


class NumberEditing(QObject):
    """Opens the popover on a canvas, one at a time, and closes it.

    Signals
    -------
    number_set : Weight or Bias, float
        This is to have that value.
    refused : str
        Why there is nothing to edit; one sentence.
    grabbed, settled
        A drag begins, a drag has ended: the changes between them are one step of undo.
    why_asked : Weight or Bias
        The chain rule of this is to be shown.
    """

    number_set = Signal(object, float)
    refused = Signal(str)
    grabbed = Signal()
    settled = Signal()
    why_asked = Signal(object)

    def __init__(self, canvas: NetworkPicture) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.popover: NumberPopover | None = None
        self.part: Weight | Bias | None = None

    def open(self, part: Part, snapshot: NetworkInstant, style: Style) -> None:
        """Open the editor of a weight or a bias; of a neuron that of its bias."""
        diagram = self._canvas.diagram
        if isinstance(part, Unit) and part.layer > 0:
            part = Bias(part.layer, part.unit)
        if diagram is None or isinstance(part, Unit):
            return
        if isinstance(part, Bias) and not diagram.content.has_biases(part.layer):
            self.refused.emit("This layer has no biases.")
            return
        self.close()
        value = value_of(part, snapshot)
        popover = NumberPopover(sentence(part, diagram.content), value, style, self._canvas)
        popover.edited.connect(self._set)
        popover.grabbed.connect(self.grabbed)
        popover.settled.connect(self.settled)
        popover.closed.connect(self.close)
        popover.why_asked.connect(self._ask_why)
        self.popover, self.part = popover, part
        self._canvas.show_facts(False)
        popover.open_within(self._canvas.rect(), self._canvas.boxes_to_keep_free(part))

    def follow(self, snapshot: NetworkInstant) -> None:
        """Show the value of another moment."""
        if self.popover is not None and self.part is not None:
            self.popover.editor.show_value(value_of(self.part, snapshot))

    @Slot(object)
    def close_unless(self, part: Part | None) -> None:
        """Close the editor, except that of `part`."""
        if part != self.part:
            self.close()

    def close_if_gone(self) -> None:
        """Close the editor of a number that is no longer drawn."""
        diagram = self._canvas.diagram
        if self.part is not None and diagram is not None and not diagram.layout.shows(self.part):
            self.close()

    @Slot()
    def close(self) -> bool:
        """Close the editor; return whether one was open."""
        if self.popover is None:
            return False
        self._canvas.window().setFocus()  # hiding what has the focus would give it to the next button
        self.popover.hide()
        self.popover.deleteLater()
        self.popover, self.part = None, None
        self._canvas.show_facts(True)
        return True

    @Slot(float)
    def _set(self, value: float) -> None:
        if self.part is not None:
            self.number_set.emit(self.part, value)

    @Slot()
    def _ask_why(self) -> None:
        if self.part is not None:
            self.why_asked.emit(self.part)
