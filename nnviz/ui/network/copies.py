"""What can be copied from the diagram: itself as a picture, and the numbers of what is pointed at."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.picture import paint_diagram
from nnviz.ui.network.picture import NetworkPicture


class DiagramCopies:
    """The diagram as a picture to be copied from."""

    has_table = False

    def __init__(self, picture: NetworkPicture) -> None:
        self._picture = picture

    def table(self) -> str:
        """Return nothing: what is drawn is no table."""
        return ""

    def value_at(self, position: QPointF) -> str:  # noqa: ARG002 (told is what is marked, by mouse or keys)
        """Return the numbers of what is pointed at or selected."""
        return "\n".join("\t".join(row) for row in self._picture.told_facts())

    def paint_alone(self, painter: QPainter) -> None:
        """Paint the diagram with nothing marked, and with names in place of the controls."""
        if self._picture.diagram is not None:
            paint_diagram(painter, self._picture.diagram)

    def plot_style(self) -> Style:
        """Return its colours and sizes."""
        return Style() if self._picture.diagram is None else self._picture.diagram.style

    def as_widget(self) -> QWidget:
        """Return the widget that is copied from."""
        return self._picture
