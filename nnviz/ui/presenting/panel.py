"""One panel of a scene as a picture: the same painters as in the window and on paper, at the stage's size."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.sample_maps import SampleMapsWish
from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.formulas.step import Step
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.figures.step import paint_lit_network
from nnviz.export.handout.highlight import paint_highlighted_network, paint_region
from nnviz.export.shown import Shown
from nnviz.lecture.scene import Highlight
from nnviz.paint.drawing.lettering import make_font
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.explained import lit_of
from nnviz.paint.output.boundary import paint_boundary
from nnviz.ui.pictures.painted import Painted
from nnviz.ui.pictures.pixmap_layer import PixmapLayer

RESPONSE_POINTS = 32
COARSEST, FINEST = 100, 200
"""Points a side of the map of the outputs."""
TELLING = (ScoresWish(), MeasuredAtWish())

_WISHES: dict[str, Callable[[int], Wishes]] = {
    "network": lambda _side: (MapsWish(responses=RESPONSE_POINTS), SampleMapsWish()),
    "boundary": lambda side: (
        MapsWish(boundary=min(max(side // 4, COARSEST), FINEST)),
        PredictionsWish(),
    ),
    "curves": lambda _side: (*TELLING, TimelineWish()),
    "predictions": lambda _side: (PredictionsWish(), *TELLING),
    "confusion": lambda _side: (PredictionsWish(), *TELLING),
    "timeline": lambda _side: (TimelineWish(),),
    "graph": lambda _side: (GradientsWish(),),
}
"""What each kind of picture needs, by the longer side of the picture in pixels."""
PICTURES = tuple(_WISHES)
"""Panels that are pictures of this kind."""


class ScenePanel(Painted):
    """Paints one figure of the moment, without any control.

    Parameters
    ----------
    name : str
        Of the figure.
    points : PixmapLayer
        Keeps what changes with the data only.
    parent : QWidget
    """

    frames_apart = 2

    def __init__(self, name: str, points: PixmapLayer, parent: QWidget) -> None:
        super().__init__(FIGURES[name].title, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.name = name
        self._points = points
        self._step: Step | None = None
        self._highlight = Highlight()
        self._question = ""

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    def show_step(self, step: Step | None) -> None:
        """Light what a step of the walk is about."""
        self._step = step
        self.update()

    def show_highlight(self, highlight: Highlight) -> None:
        """Light a part of the network, while there is no step to light."""
        self._highlight = highlight
        self.update()

    def ask(self, question: str) -> None:
        """Cover the picture with a question, or uncover it with none."""
        self._question = question
        self.update()

    @property
    def asks(self) -> bool:
        """Whether it still hides what the hall is to predict."""
        return bool(self._question)

    def wishes(self) -> Wishes:
        """Return what the picture needs."""
        return _WISHES[self.name](max(self.width(), self.height()))

    def picture_key(self) -> object:
        """Return what the picture depends on besides the moment."""
        return self._step, self._highlight, self._question

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:
        """Paint the figure, the question that hides it, or why there is no such picture."""
        figure, style = FIGURES[self.name], self._style
        sentence = self._question or figure.missing(snapshot)
        if sentence:
            painter.setPen(QColor(style.theme.quiet))
            painter.setFont(make_font(style, style.heading))
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
            painter.drawText(rect, flags, sentence)
            return
        if self.name == "network" and self._step is not None:
            lit = lit_of(self._step, style.theme)
            paint_lit_network(painter, rect, snapshot, style, Shown(), lit)
        elif self.name != "network":
            if self.name == "boundary":
                paint_boundary(painter, rect, snapshot, style, keep=self._keep)
            else:
                figure.paint(painter, rect, snapshot, style, Shown())
            paint_region(painter, rect, self.name, snapshot, style, self._highlight)
        elif not paint_highlighted_network(painter, rect, snapshot, style, self._highlight):
            figure.paint(painter, rect, snapshot, style, Shown())

    def _keep(self, painter: QPainter, key: object, paint: Callable[[QPainter], None]) -> None:
        self._points.draw(painter, self.size(), key, paint)
