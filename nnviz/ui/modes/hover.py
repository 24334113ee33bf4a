"""Terms of formulas and parts of the diagram light each other under the mouse."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from nnviz.parts import Part
from nnviz.ui.explanation.inspector import InspectorPanel
from nnviz.ui.explanation.panel import ExplanationPanel
from nnviz.ui.network.hand import NetworkHand
from nnviz.ui.network.picture import NetworkPicture


class HoverLink(QObject):
    """Joins the diagram with the pages that explain, whichever of them is shown."""

    def __init__(
        self,
        diagram: NetworkPicture,
        hand: NetworkHand,
        pages: Sequence[ExplanationPanel | InspectorPanel],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._diagram = diagram
        self._pages = tuple(pages)
        for page in pages:
            page.place_hovered.connect(self._point_at_part)
        hand.hovered.connect(self._point_at_term)

    @Slot(object)
    def _point_at_part(self, part: Part | None) -> None:
        self._diagram.point_at(part)

    @Slot(object)
    def _point_at_term(self, part: Part | None) -> None:
        for page in self._pages:
            page.canvas.point_at(part)
