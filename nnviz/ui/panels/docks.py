"""Where the panels are: their places at the start, one alone, all again, and from one start to the next."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCursor, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QTabWidget, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.panels.arranged import Arranged, wanted_in
from nnviz.ui.panels.dock import CentralPanel, Dock
from nnviz.ui.panels.record import Panel, Place, layout_version
from nnviz.ui.settings import Settings

LEFT_WIDTH = 34 * GRID
TOP_HEIGHT = 24 * GRID
"""Of a panel that comes above another one."""
RIGHT_SHARE = 0.28
NARROW_SHARE = 0.45
"""Of the window's width; the panel in the middle has what is left."""
_SIDES = {
    Qt.DockWidgetArea.LeftDockWidgetArea: (Place.LEFT_TOP, Place.LEFT),
    Qt.DockWidgetArea.RightDockWidgetArea: (Place.RIGHT_TOP, Place.RIGHT),
}


class Docks(QObject):
    """The panel in the middle and those around it, each in the place that its record says.

    Where the window is narrow for the size of contents, the panels at the left become tabs at the right;
    where it is low, or too narrow for the text of controls, too, all become tabs there.

    Signals
    -------
    sight_changed
        A panel came into sight or went out of it.
    """

    sight_changed = Signal()

    def __init__(self, window: QMainWindow, centre: CentralPanel, docks: Sequence[Dock]) -> None:
        super().__init__(window)
        self._window = window
        self.centre = centre
        self._docks = tuple(docks)
        self.version = layout_version([centre.panel, *(dock.panel for dock in docks)])
        self._before: QByteArray | None = None
        self._given_width = 0
        self._arranged = Arranged.COLUMNS
        self._text_size = 0.0
        self._left_widths: dict[float, int] = {}
        self._noted: list[tuple[bool, bool]] = []
        window.setCentralWidget(centre)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        options = QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        window.setDockOptions(options)
        self._arrange()
        window.installEventFilter(self)
        centre.maximise_asked.connect(self.toggle_maximised)
        for panel in self._docks:
            panel.maximise_asked.connect(self.toggle_maximised)
            panel.visibilityChanged.connect(self.sight_changed)
            panel.toggleViewAction().triggered.connect(panel.raise_)  # in front of those that share its place
            panel.leaving.connect(self.restore_all)  # else nothing would be left in the window

    def toggles(self) -> list[QAction]:
        """Return one checkable action a dock that shows or hides it."""
        return [dock.toggleViewAction() for dock in self._docks]

    @property
    def in_sight(self) -> tuple[str, ...]:
        """The names of the panels around that can be seen."""
        return tuple(dock.panel.name for dock in self._docks if not dock.visibleRegion().isEmpty())

    @property
    def in_the_way(self) -> tuple[Dock, ...]:
        """All panels that make room while an update is explained."""
        return tuple(dock for dock in self._docks if not dock.panel.while_explaining)

    @Slot(str)
    def toggle_maximised(self, name: str) -> None:
        """Show one panel alone, or all again."""
        if self._before is not None:
            self.restore_all()
            return
        self._before = self._window.saveState(self.version)
        for panel in (self.centre, *self._docks):
            panel.setVisible(panel.objectName() == name)
            if isinstance(panel, Dock) and panel.isVisible():
                panel.setFloating(False)  # one that floats fills the window, too

    @property
    def is_one_alone(self) -> bool:
        """Whether one panel is shown alone."""
        return self._before is not None

    @Slot()
    def toggle_present_maximised(self) -> None:
        """Show the panel that is being worked on alone, or all again."""
        self.toggle_maximised(self.present.name)

    @property
    def present(self) -> Panel:
        """The panel that is worked on: under the mouse, else with the focus, else the one in the middle."""
        under_mouse = QApplication.widgetAt(QCursor.pos())
        return self.panel_of(under_mouse) or self.panel_of(QApplication.focusWidget()) or self.centre.panel

    @Slot()
    def restore_all(self) -> None:
        """End showing one panel alone."""
        if self._before is not None:
            self.centre.show()
            self._window.restoreState(self._before, self.version)
            self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Escape end showing one panel alone, where nothing else in the window wants it.

        Panels that float come to the front with the window: at the start it would come to lie over them.
        """
        if event.type() == QEvent.Type.WindowActivate:
            for dock in self._docks:
                if dock.isFloating() and dock.isVisible():
                    dock.raise_()
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.KeyPress and self._before is not None:
            self.restore_all()
            return True
        return super().eventFilter(watched, event)

    def toggle(self, name: str) -> None:
        """Show a panel in front of what shares its place, or hide it."""
        (dock,) = (dock for dock in self._docks if dock.panel.name == name)
        dock.setVisible(dock.isHidden() or dock.visibleRegion().isEmpty())
        dock.raise_()
        QTimer.singleShot(0, self, self._hide_left_over_bars)
        below = self._first(Place.LEFT)
        if dock.panel.place is Place.LEFT_TOP and below is not None:
            heights = [TOP_HEIGHT, max(1, below.height() - TOP_HEIGHT)]
            self._window.resizeDocks([dock, below], heights, Qt.Orientation.Vertical)

    def open(self, name: str) -> None:
        """Show a panel in front of what shares its place, if it is not seen already."""
        (dock,) = (dock for dock in self._docks if dock.panel.name == name)
        if dock.isHidden() or dock.visibleRegion().isEmpty():
            self.toggle(name)

    def reset(self) -> None:
        """Put every panel back in its place at the start."""
        self._before = None
        self.centre.show()
        for dock in self._docks:
            dock.setFloating(False)
            dock.setVisible(dock.panel.at_start)
        self._arrange()

    @Slot()
    def note_left_width(self) -> None:
        """Keep the width of the panel at the left for the present size of the text, before that changes."""
        left = self._first(Place.LEFT)
        if self._arranged is Arranged.COLUMNS and left is not None:
            self._left_widths[self._text_size] = left.width()

    def fit(self, text_size: float, content_size: float) -> None:
        """Fit the panels to the window and the sizes of controls and contents.

        What the user changed is left alone.
        """
        other_text = self._text_size not in (0.0, text_size)
        wanted = wanted_in(self._window.width(), self._window.height(), text_size, content_size)
        moves = self._before is None and wanted is not self._arranged
        right = self._first(Place.RIGHT_TOP)
        if moves:
            self._arranged = wanted
            self._arrange()
        elif right is not None and abs(right.width() - self._given_width) <= GRID:
            self._set_right_width()
        if (other_text or moves) and self._arranged is Arranged.COLUMNS:
            self._fit_left(text_size)
        self._text_size = text_size

    def panel_of(self, widget: QWidget | None) -> Panel | None:
        """Return the panel that holds a widget; None where none does."""
        while widget is not None:
            if isinstance(widget, CentralPanel | Dock):
                return widget.panel
            widget = widget.parentWidget()
        return None

    def remember(self, settings: Settings) -> None:
        """Store the layout and the window's place."""
        self.restore_all()
        for key, value in self._layout().items():
            settings.set(key, value)

    def note(self, settings: Settings) -> None:
        """Take the present layout for that of the start, unless panels were opened since the last call."""
        arranged = [(dock.isHidden(), dock.isFloating()) for dock in self._docks]
        if self._noted in ([], arranged):
            self._noted = arranged
            settings.note(self._layout())

    def _layout(self) -> dict[str, str | QByteArray]:
        return {
            "window/geometry": self._window.saveGeometry(),
            "window/layout": self._window.saveState(self.version),
            "window/tabs": self._arranged.value,
        }

    def recall(self, settings: Settings) -> bool:
        """Take up the stored layout; False where there is none that fits."""
        geometry = settings.bytes("window/geometry")
        if geometry.size() == self._window.saveGeometry().size():  # of less Qt would take zeros for the rest
            self._window.restoreGeometry(geometry)
        layout = settings.bytes("window/layout")
        known = [arranged for arranged in Arranged if arranged.value == settings.text("window/tabs")]
        self._arranged = known[0] if known else Arranged.COLUMNS
        return not layout.isEmpty() and self._window.restoreState(layout, self.version)

    def _at(self, place: Place) -> list[Dock]:
        return [dock for dock in self._docks if dock.panel.place is place]

    def _first(self, place: Place) -> Dock | None:
        return next(iter(self._at(place)), None)

    def _arrange(self) -> None:
        hidden = [dock for dock in self._docks if dock.isHidden()]
        if self._arranged is Arranged.TABS:
            self._arrange_tabs()
        else:
            self._arrange_columns()
        for dock in self._docks:
            dock.setVisible(dock not in hidden)
        self._set_right_width()
        self._hide_left_over_bars()

    def _hide_left_over_bars(self) -> None:
        """Hide the bars of tabs that Qt leaves at the window's corner when panels move before it is shown."""
        bars = self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for bar in bars:
            if not self._has_tabs_together(bar) or any(_has_all_of(other, bar) for other in bars):
                bar.hide()

    def _has_tabs_together(self, bar: QTabBar) -> bool:
        """Return whether a bar has two or more tabs, of panels that share a place."""
        titles = [bar.tabText(index) for index in range(bar.count())]
        together = [dock for dock in self._docks if dock.windowTitle() in titles]
        shared = self._window.tabifiedDockWidgets(together[0]) if together else []
        return len(together) > 1 and all(dock in shared for dock in together[1:])

    def _arrange_tabs(self) -> None:
        """Put all in one place; those at the right that are seen at the start come first."""
        right = (Place.RIGHT_TOP, Place.RIGHT)
        first, *others = sorted(
            self._docks, key=lambda dock: (not dock.panel.at_start, dock.panel.place not in right)
        )
        for dock in (first, *others):
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        for dock in others:
            self._window.tabifyDockWidget(first, dock)
        first.raise_()

    def _arrange_columns(self) -> None:
        window, vertical = self._window, Qt.Orientation.Vertical
        at_right = self._arranged is Arranged.RIGHT
        for side, places in _SIDES.items():
            if at_right and side is Qt.DockWidgetArea.LeftDockWidgetArea:
                continue
            firsts = [dock for place in places if (dock := self._first(place)) is not None]
            for dock in firsts:
                window.addDockWidget(side, dock)
            for above, below in pairwise(firsts):
                window.splitDockWidget(above, below, vertical)
            for first in firsts:
                for dock in self._at(first.panel.place)[1:]:
                    window.addDockWidget(side, dock)
                    window.tabifyDockWidget(first, dock)
        if at_right:
            self._arrange_left_behind()
        else:
            self._set_left_width(LEFT_WIDTH)
        right = [dock for place in (Place.RIGHT_TOP, Place.RIGHT) if (dock := self._first(place)) is not None]
        window.resizeDocks(right, [55, 45][: len(right)], vertical)

    def _arrange_left_behind(self) -> None:
        """Put the panels of the left behind the lower one at the right."""
        lower = self._first(Place.RIGHT)
        if lower is None:
            return
        for dock in (*self._at(Place.LEFT), *self._at(Place.LEFT_TOP)):
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            self._window.tabifyDockWidget(lower, dock)
        lower.raise_()

    def _fit_left(self, text_size: float) -> None:
        """Give the panel at the left the width that it had at a text size: large text had made it wider."""
        width = self._left_widths.get(text_size, LEFT_WIDTH)

        def fit() -> None:
            QApplication.sendPostedEvents(
                None, QEvent.Type.LayoutRequest.value
            )  # now it knows its least width
            self._set_left_width(width)

        QTimer.singleShot(0, self, fit)

    def _set_left_width(self, width: int) -> None:
        self._resize(Place.LEFT, width)

    def _set_right_width(self) -> None:
        share = RIGHT_SHARE if self._arranged is Arranged.COLUMNS else NARROW_SHARE
        self._given_width = round(share * self._window.width())
        self._resize(Place.RIGHT_TOP, self._given_width)

    def _resize(self, place: Place, width: int) -> None:
        dock = self._first(place)
        if dock is not None:
            self._window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)


def _has_all_of(bar: QTabBar, other: QTabBar) -> bool:
    """Whether a bar has all tabs of another one and more: then the other is left over."""
    titles, others = ({each.tabText(k) for k in range(each.count())} for each in (bar, other))
    return others < titles
