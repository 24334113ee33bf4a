"""The walk of a scene through the coming update: its steps, each as large as can be, page by page."""

import math

from msgspec.structs import replace
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.explain.formulas.step import Depth, Key, Step
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.export.handout.walk_place import key_of, sample_of
from nnviz.lecture.scene import Scene, WalkPlace
from nnviz.paint.drawing.theme import Style
from nnviz.ui.explanation.step_canvas import StepCanvas
from nnviz.ui.presenting.pages import Span, page_words, pages_of
from nnviz.ui.presenting.words import paint_page_number

_SHARES = (1.0, 0.9, 0.82)
"""Of the size of everything else, where a formula is wider than its room; its words are larger anyway."""


class ExplainedPanel(QWidget):
    """Walks from where the scene begins to where the next scene of the same update does.

    Signals
    -------
    step_shown : Step or None
        This step is to be lit in the network.
    """

    step_shown = Signal(object)
    frames_apart = 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._style = Style()
        self._scene: Scene | None = None
        self._next: Scene | None = None
        self._walk: Walk | None = None
        self._keys: list[Key] = []
        self._at = 0
        self._update = -1
        self._page = 0
        self._pages: list[Span] = [(0.0, 1.0)]
        self._columns = 1
        self._window = QWidget(self)
        self._canvas = StepCanvas(self._window)
        self._canvas.typesetter.ready.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        self._foot = _Foot(self)
        self._cover = QLabel(self)
        self._cover.setTextFormat(Qt.TextFormat.PlainText)
        self._cover.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cover.setWordWrap(True)

    def begin(self, scene: Scene, following: Scene | None) -> None:
        """Go to the first step of a scene; this ends where the walk of the `following` begins."""
        self._scene, self._next = scene, following
        self._walk, self._keys, self._at, self._page, self._update = None, [], 0, 0, -1
        self._cover.clear()
        self._canvas.show_step(None)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._foot.style_ = style
        font = QFont(style.family)
        font.setPixelSize(round(style.heading))
        self._cover.setFont(font)
        self._cover.setStyleSheet(f"font-size: {round(style.heading)}px; color: {style.theme.quiet};")
        self._fit()

    def wishes(self) -> Wishes:
        """Ask for the coming update in full."""
        return (ComingUpdateWish(),)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take up the moment whose coming update is explained."""
        timeline = snapshot.look(TimelineView)
        on_the_way = timeline is not None and not timeline.arrived
        if self._scene is None or snapshot.running or on_the_way or snapshot.look(ComingUpdate) is None:
            return
        self._walk = Walk(case_of(snapshot, sample_of(self._scene, snapshot)))
        place = self._scene.walk or WalkPlace()
        self._keys = self._keys_from(self._walk, place)
        if snapshot.update != self._update:
            self._update, self._at, self._page = snapshot.update, 0, 0
        self._at = min(self._at, len(self._keys) - 1)
        self._show()

    def _keys_from(self, walk: Walk, place: WalkPlace) -> list[Key]:
        """Return the steps of the scene: up to where the next begins, else to the end of its phase."""
        first = key_of(place, walk)
        every = walk.keys(Depth[place.depth.upper()])
        keys = every[every.index(first) :] if first in every else [first]
        following = self._next.walk if self._next is not None else None
        if following is not None:
            end = key_of(following, walk)
            later = [key for key in keys if key == end or walk.at_depth(key, end.depth) == end]
            if later and later[0] != first:
                return keys[: keys.index(later[0])]
        in_phase = [key for key in keys if key.phase is first.phase and place.layer in (None, key.layer)]
        return keys if not place.phase else in_phase or [first]

    def hide_behind(self, question: str) -> None:
        """Let the hall predict first: show a question in place of the step."""
        self._cover.setText(question)

    def uncover(self) -> bool:
        """Take the question away; False where there was none."""
        asked = bool(self._cover.text())
        self._cover.clear()
        if asked:
            self._show()
        return asked

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self._walk.step(self._keys[self._at]) if self._walk is not None and self._keys else None

    def forward(self) -> bool:
        """Turn to the next page, or go to the next step; False at the end of the scene's walk."""
        return self._move(+1)

    def back(self) -> bool:
        """Turn to the page before, or go to the step before; False at the beginning."""
        return self._move(-1)

    def _move(self, direction: int) -> bool:
        if not self.isVisible():
            return False
        page = self._page + direction
        if 0 <= page < self.pages:
            self._page = page
            self._turn()
            return True
        if not 0 <= self._at + direction < len(self._keys):
            return False
        self._at += direction
        self._page = 0
        self._show()
        return True

    @property
    def pages(self) -> int:
        """How many pages the step has."""
        return len(self._pages) * self._columns

    def _show(self) -> None:
        step = self.step
        self._canvas.show_step(step)
        self._fit()
        self.step_shown.emit(None if self._cover.text() else step)  # its numbers would be the answer

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the step out anew."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Choose the largest formulas whose lines fit into the width, and cut them into pages."""
        self._cover.setGeometry(self.rect())
        self._cover.setVisible(bool(self._cover.text()))
        self._window.setVisible(not self._cover.text())
        self._foot.setGeometry(0, self.height() - round(1.6 * self._style.text), self.width(), 0)
        room = self.rect().size()
        for share in _SHARES:
            style = replace(self._style, text=share * self._style.text, scale=share * self._style.scale)
            self._canvas.set_style(style)
            self._canvas.fit(room, 0)
            layout = self._canvas.layout_
            if layout is None or layout.width <= room.width():
                break
        self._columns = 1 if layout is None else max(1, math.ceil(layout.width / max(1, room.width()) - 0.01))
        boxes = [] if layout is None else [*(w.box for w in layout.words), *(t.box for t in layout.terms)]
        fits = layout is None or layout.height <= room.height()
        height = float(room.height()) if fits else room.height() - 1.6 * self._style.text
        self._pages = pages_of([] if fits else boxes, height)
        self._page = min(self._page, self.pages - 1)
        self._turn()

    def _turn(self) -> None:
        """Show the present page of the step through a window of its size."""
        row, column = divmod(self._page, self._columns)
        top, bottom = self._pages[row]
        size = QSize(self.width(), math.ceil(bottom - top) if len(self._pages) > 1 else self.height())
        self._window.resize(size)
        self._canvas.move(-column * self.width(), -math.floor(top))
        self._foot.show_words(page_words(self._page, self.pages))


class _Foot(QWidget):
    """Says at the bottom that a step has more than one page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.style_ = Style()
        self._words = ""

    def show_words(self, words: str) -> None:
        self._words = words
        self.setFixedHeight(round(1.6 * self.style_.text) if words else 0)
        self.setVisible(bool(words))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self.style_.theme.paper))
            paint_page_number(painter, QRectF(self.rect()), self._words, self.style_)
