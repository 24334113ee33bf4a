"""A map of trainings on the stage, and how many of its runs are done."""

from typing import Protocol

from PySide6.QtCore import QRectF, Qt, SignalInstance, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.maps.named_maps import map_named
from nnviz.experiment.results.map_standing import MapStanding
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.lettering import draw_text, make_font
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.maps.look import MapLook
from nnviz.paint.maps.picture import paint_map
from nnviz.ui.pictures.painted import Painted

BEGINNING = "Every pixel becomes a run of its own …"


class HasStanding(Protocol):
    """What is known of a map."""

    @property
    def standing(self) -> MapStanding:
        """How it stands."""


class KnownMaps(Protocol):
    """Who runs maps; see `ShownMaps`."""

    changed: SignalInstance
    theme: Theme
    """In whose colours they are shown."""

    def want(self, name: str) -> None:
        """Have a map run, unless it was, or is being run."""

    def known(self, name: str) -> HasStanding | str:
        """Return how a map stands, or in one sentence why there is none; empty while it begins."""


class MapPanel(Painted):
    """Shows a map as far as it is known."""

    frames_apart = 12

    def __init__(self, name: str, maps: KnownMaps | None, parent: QWidget) -> None:
        super().__init__("Map of trainings", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name, self._maps = name, maps
        if maps is not None:
            maps.changed.connect(self._note)
            maps.want(name)

    @property
    def _known(self) -> HasStanding | str:
        known = self._maps.known(self._name) if self._maps is not None else ""
        return known or BEGINNING

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        if self._maps is not None:
            self._maps.theme = style.theme
        self.update()

    def wishes(self) -> Wishes:
        """Need nothing of the moment."""
        return ()

    def picture_key(self) -> object:
        """Return how the map stands."""
        known = self._known
        return known if isinstance(known, str) else known.standing

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:
        """Paint the map; while it runs, with what is done below it."""
        del snapshot
        style, known = self._style, self._known
        painter.setPen(QColor(style.theme.quiet))
        if isinstance(known, str):
            painter.setFont(make_font(style, style.heading))
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
            painter.drawText(rect, flags, known)
            return
        standing = known.standing
        row = QRectF(rect.left(), rect.bottom() - 1.5 * style.text, rect.width(), 1.5 * style.text)
        said = f"{standing.runs:,} runs"
        if standing.done < standing.runs:
            said = f"{standing.done:,} of {said}"
        draw_text(painter, row, said, style, align=Qt.AlignmentFlag.AlignLeft)
        look = MapLook(standing, map_named(self._name).quantity)
        paint_map(painter, rect.adjusted(0.0, 0.0, 0.0, -row.height()), look, style)

    @Slot(str)
    def _note(self, name: str) -> None:
        if name == self._name:
            self.update()
