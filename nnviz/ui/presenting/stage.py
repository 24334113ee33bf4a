"""The stage: one scene fills the screen; a title, a text, one to four panels, and nothing to press."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.lecture.arrangement import PanelPlace, places
from nnviz.lecture.predict.truths import Truth
from nnviz.lecture.scene import Scene
from nnviz.paint.drawing.lettering import make_font
from nnviz.paint.drawing.theme import GRID, THEMES, Style
from nnviz.ui.pictures.pages import page_words
from nnviz.ui.playing.view import View
from nnviz.ui.presenting.asking import Asking
from nnviz.ui.presenting.explained import ExplainedPanel
from nnviz.ui.presenting.head import moment_words, paint_head_line
from nnviz.ui.presenting.keys import Keys
from nnviz.ui.presenting.making import kept_points, made_panels
from nnviz.ui.presenting.map_panel import KnownMaps, MapPanel
from nnviz.ui.presenting.overlay import Overlay
from nnviz.ui.presenting.panel import ScenePanel
from nnviz.ui.presenting.panel_pages import page_of, panels_a_page
from nnviz.ui.presenting.size import SIZES, stage_style
from nnviz.ui.presenting.words import WordsPanel

MOST_WORDS = 0.3
"""Of the stage's height, for the text of the scene; what is longer has pages."""
NETWORK_ABOVE = 0.44
"""Of their common height, for the network above an explanation."""
_WHOLE = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground


class StageWindow(QWidget):
    """Shows a scene; what the keys are is in `keys.py`, what comes next is said by the mode.

    Signals
    -------
    closed
        Its window was closed.
    answered(QuestionPanel)
        The truth was laid over the guesses of the hall.
    """

    frames_apart = 2
    closed = Signal()
    answered = Signal(object)

    def __init__(self, parent: QWidget, keys: Keys, theme: str, maps: KnownMaps | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("nnviz – presentation")
        self.setAccessibleName("Presentation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.keys = keys
        self.maps = maps
        self.theme = theme
        self.size_ = SIZES[0]
        self.scene = Scene()
        self.arrangement = ""
        self.waiting = self._awaited = ""
        self._style = Style()
        self._snapshot: RunInstant | None = None
        self._large: QWidget | None = None
        self._page, self._pages = 0, 1
        self._points = kept_points()
        self.panels: list[QWidget] = []
        self.words = WordsPanel(self)
        self.overlay = Overlay(self, self.picture, self._place_of)
        self.overlay.enlarge_asked.connect(self._enlarge)
        self.asking = Asking(self, self.overlay)

    # What it shows

    def show_scene(self, scene: Scene, following: Scene | None) -> None:
        """Show another scene, from its beginning."""
        self.scene, self.arrangement, self._large = scene, scene.arrangement, None
        self._page = 0
        for panel in self.panels:
            panel.hide()
            panel.deleteLater()
        self.panels = made_panels(scene, self.maps, self._points, self)
        self.words.show_text(scene.text)
        self.overlay.strokes.show(scene.strokes)
        self.asking.begin(scene.ask)
        covered, question = self.asking.covered, self.asking.prompt
        explained = self.explained
        if explained is not None:
            explained.begin(scene, following)
        for panel in self.pictures:
            panel.show_highlight(scene.highlight)
            panel.ask(self.asking.cover_of(panel.name, scene))
            if explained is not None:
                explained.step_shown.connect(panel.show_step)
        if explained is not None and covered == "explanation":
            explained.hide_behind(question)
        self._restyle()
        self.overlay.raise_()

    def show_truth(self, truth: Truth) -> None:
        """Take up what will come out of the question of the scene: from now on it can be guessed."""
        self.asking.take_truth(truth, self._snapshot)

    @property
    def explained(self) -> ExplainedPanel | None:
        """The panel of formulas, if the scene has one."""
        return next((panel for panel in self.panels if isinstance(panel, ExplainedPanel)), None)

    @property
    def pictures(self) -> list[ScenePanel]:
        """The panels that are pictures."""
        return [panel for panel in self.panels if isinstance(panel, ScenePanel)]

    @property
    def views(self) -> Sequence[View]:
        """What wants to be shown every moment."""
        return [self, *(panel for panel in self.panels if not isinstance(panel, WordsPanel))]  # type: ignore[list-item]

    def reveal(self) -> bool:
        """Lay the truth over what was predicted, then show what was hidden; False where nothing was."""
        question = self.asking.panel
        if question is not None:
            if question.answer():
                self.answered.emit(question)
                return True
            self.asking.end()
            self._lay_out()
        hidden = [panel for panel in self.pictures if panel.asks]
        for panel in hidden:
            panel.ask("")
        explained = self.explained
        shown = explained is not None and explained.uncover()
        return bool(hidden) or shown

    def wishes(self) -> Wishes:
        """Return what the line at the top needs."""
        return (ScoresWish(), MeasuredAtWish())

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Say which moment is shown."""
        self._snapshot = snapshot
        self.asking.take_truth(None, snapshot)
        for panel in self.panels:
            if isinstance(panel, WordsPanel):
                panel.show_text(snapshot.spec.about)
        self.update()

    def keep_picture(self) -> None:
        """Go on showing the picture of the scene before, until `let_be_seen`.

        It is laid over the stage: Qt may never again paint a window whose updates were disabled for a while.
        """
        if self.panels:
            self.overlay.cover(self.grab())

    @property
    def is_covered(self) -> bool:
        """Whether the picture of the scene before is still shown."""
        return self.overlay.is_covered

    @Slot()
    def let_be_seen(self) -> None:
        """Show the scene, after the picture of the one before was kept for a while."""
        self.overlay.cover(None)

    def show_waiting(self, sentence: str, title: str = "") -> None:
        """Say that the scene of a title is on its way, or why it does not come; empty: it is there."""
        self.waiting, self._awaited = sentence, title
        if sentence:
            self.let_be_seen()
        self._lay_out()

    # What is drawn over it

    def picture(self, larger: float = 1.0) -> QPixmap:
        """Return the stage without what is drawn over it, painted so much larger."""
        ratio = larger * self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(self._style.theme.paper))
        painted = [self, self.words, *self.panels, *([self.asking.panel] if self.asking.panel else [])]
        for widget in painted:
            if widget.isVisible():
                flags = QWidget.RenderFlag(0) if widget is self else _WHOLE
                widget.render(pixmap, QPoint() if widget is self else widget.pos(), renderFlags=flags)
        return pixmap

    def keep_strokes(self) -> Scene:
        """Keep what is drawn over the scene with it; return the scene."""
        places = {name: place for name in self.scene.panels if (place := self._place_of(name)) is not None}
        kept = self.overlay.strokes.keep(self.rect().toRectF(), places)
        self.scene = replace(self.scene, strokes=kept)
        self.update()
        return self.scene

    def _place_of(self, panel: str) -> QRectF | None:
        """Return where a panel lies; None where it is not seen. Empty: the whole stage."""
        if not panel:
            return self.rect().toRectF()
        names = tuple(dict.fromkeys(self.scene.panels))
        found = self.panels[names.index(panel)] if panel in names else None
        return None if found is None or found.isHidden() else found.geometry().toRectF()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the remote asks for; while something is asked, what is typed may be the guess."""
        if self.asking.panel is not None and self.asking.panel.key(event):
            return
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go, and say so: the system may have closed it."""
        self.closed.emit()
        event.accept()

    # Sizes

    def set_theme(self, name: str) -> None:
        """Take other colours."""
        self.theme = name
        self._restyle()

    def resize_content(self, direction: int) -> None:
        """Make everything one size larger or smaller; never smaller than can be read."""
        self.size_ = SIZES[min(max(SIZES.index(self.size_) + direction, 0), len(SIZES) - 1)]
        self._restyle()

    def arrange(self, arrangement: str) -> None:
        """Arrange the panels otherwise; empty: as the scene has it."""
        self.arrangement = arrangement or self.scene.arrangement
        self._large = None
        self._lay_out()

    @Slot(QPointF)
    def _enlarge(self, point: QPointF) -> None:
        """Show the panel at a point alone, or all again."""
        found = [panel for panel in self.panels if panel.geometry().contains(point.toPoint())]
        self._large = None if self._large is not None or not found else found[0]
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit everything to the screen."""
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        self._style = stage_style(THEMES[self.theme], self.height(), self.size_)
        for panel in (*self.panels, self.words, self.overlay, self.asking):
            panel.set_style(self._style)  # type: ignore[attr-defined]
        self._lay_out()

    def _lay_out(self) -> None:
        """Put title, text and panels in their places."""
        whole = self._inner()
        self.overlay.setGeometry(self.rect())
        top = whole.top() + 1.9 * self._style.text  # below the title
        words = self.words.height_in(whole.width())
        height = min(words, MOST_WORDS * self.height())
        self.words.setVisible(words > 0.0 and not self.waiting and self._large is None)
        if not self.words.isHidden():
            self.words.setGeometry(QRectF(whole.left(), top, whole.width(), height).toAlignedRect())
            self.words.fit()
            top += height + 0.4 * self._style.text
        room = PanelPlace(whole.left(), top, whole.width(), whole.bottom() - top)
        shown = [self._large] if self._large is not None else self._on_page(room)
        for panel in self.panels:
            panel.setVisible(panel in shown and not self.waiting)
        for panel, place in zip(shown, self._places(shown, room), strict=True):
            panel.setGeometry(_rect(place))
        self.asking.place(self.panels)
        for panel in self.panels:
            if isinstance(panel, WordsPanel):
                panel.fit()
        self.update()

    def _on_page(self, room: PanelPlace) -> list[QWidget]:
        """Return the panels of the present page."""
        count = len(self.panels)
        few = 1 if self.arrangement == "one" else max(1, count)
        if few > 1 and self.explained is None:  # formulas have pages of their own
            few = panels_a_page(count, lambda n: places(n, self.arrangement, room, GRID), self._style.text)
        self._pages = max(1, -(-count // few))
        self._page = min(self._page, self._pages - 1)
        return [self.panels[number] for number in page_of(self._page, few, count)]

    def turn(self, direction: int) -> bool:
        """Turn to the next page of panels (1), or the one before (-1); False where there is none."""
        page = self._page + direction
        if self._large is not None or not 0 <= page < self._pages:
            return False
        self._page = page
        self._lay_out()
        return True

    def _places(self, shown: Sequence[QWidget], room: PanelPlace) -> list[PanelPlace]:
        """Return where the panels go; formulas below a network get the larger half."""
        found = places(len(shown), self.arrangement, room, GRID)
        stacked = len(shown) == 2 and found[0].top + found[0].height <= found[1].top
        if not stacked or shown[1] is not self.explained:
            return found
        upper = NETWORK_ABOVE * room.height
        below = PanelPlace(room.left, room.top + upper + GRID, room.width, room.height - upper - GRID)
        return [PanelPlace(room.left, room.top, room.width, upper), below]

    def _inner(self) -> QRectF:
        margin = 0.6 * self._style.text
        return QRectF(self.rect()).adjusted(2 * margin, margin, -2 * margin, -margin)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the title, and of which moment everything is."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._style.theme.paper))
            self.paint_head(painter)

    def paint_head(self, painter: QPainter) -> None:
        """Paint the line at the top: the title, the page of panels, the moment; or what is waited for."""
        style, row = self._style, self._inner()
        painter.setPen(QColor(style.theme.quiet))
        if self.waiting:
            painter.setFont(make_font(style, style.heading))
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
            painter.drawText(row, flags, self.waiting)
        row.setHeight(1.6 * style.text)
        pages = page_words(self._page, self._pages) if self._large is None else ""
        shows_run = any(not isinstance(panel, WordsPanel | MapPanel) for panel in self.panels)
        moment = moment_words(self._snapshot) if self._snapshot and shows_run and not self.waiting else ""
        said = "  ·  ".join(words for words in (pages, moment) if words)
        paint_head_line(painter, row, self._awaited or self.scene.title, said, style)


def _rect(place: PanelPlace) -> QRect:
    return QRectF(place.left, place.top, place.width, place.height).toAlignedRect()
