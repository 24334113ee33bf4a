"""What views show while the data of another experiment is read: a quiet sentence, not the picture before."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.run import engine_watch
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.lettering import make_font
from nnviz.paint.drawing.theme import GRID, Style


def waiting_words(spec: Spec, other: bool) -> tuple[str, str]:
    """Return what to say while the worker takes long: in the status line, and over the views.

    Parameters
    ----------
    spec : Spec
        What is waited for.
    other : bool
        Whether it is not the experiment whose pictures are shown; if it is, they stay uncovered.
    """
    if not other:
        return f"One moment … {engine_watch.hint(spec)}".strip(), ""
    if engine_watch.holds_up(spec):
        left = engine_watch.left()
        cover = f"Compiling the engine, the first time only … {left}".strip()
        return f"{spec.title} opens when the engine is compiled, once on this computer.", cover
    loading = f"Loading {spec.title} …"
    return f"{loading} {engine_watch.hint(spec)}".strip(), loading


class LoadingCover(QWidget):
    """Covers one view, controls on it included, as long as it is shown."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._style = Style()
        self.text = ""
        view.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, style: Style) -> None:
        """Cover the view with a sentence; an empty one uncovers it."""
        self.text, self._style = text, style
        self.setAccessibleName(text)
        self.setGeometry(self._view.rect())
        self.setVisible(bool(text))
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the view."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sentence in the middle."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._style.theme.paper))
            painter.setPen(QColor(self._style.theme.quiet))
            painter.setFont(make_font(self._style, 0.0))
            margin = round(GRID * self._style.scale)
            room = self.rect().adjusted(margin, 0, -margin, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text)


class LoadingCovers:
    """One cover for each of several views."""

    def __init__(self, views: Sequence[QWidget]) -> None:
        self.covers: list[LoadingCover] = []
        for view in views:
            self.add(view)

    def add(self, view: QWidget) -> None:
        """Cover one more view from the next time on."""
        self.covers.append(LoadingCover(view))

    def show_text(self, text: str, style: Style) -> None:
        """Cover all views; an empty text uncovers them."""
        for cover in self.covers:
            cover.show_text(text, style)
