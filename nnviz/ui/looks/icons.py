"""Line icons in the colours of the current palette, crisp at every size and scale factor."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer

from nnviz.assets import assets


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return the icon `name` of `resources/icons`, drawn in the palette's colour for `role`.

    The colour is looked up when the icon is painted, so a new theme recolours icons that already exist.
    """
    return QIcon(_LineIcon(name, role))


def picture_icon(pixmap: QPixmap) -> QIcon:
    """Return a picture as an icon that looks the same where it is selected; Qt would tint it."""
    made = QIcon(pixmap)
    made.addPixmap(pixmap, QIcon.Mode.Selected)
    return made


def recoloured_svg(name: str, colour: str) -> bytes:
    """Return the source of the icon `name` with its lines in `colour`."""
    return _source(name).replace("currentColor", colour).encode()


@cache
def _source(name: str) -> str:
    return (assets() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(recoloured_svg(name, colour)))


class _LineIcon(QIconEngine):
    """Paints one SVG, its colour taken from the application's palette at that moment."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        renderer = _renderer(self._name, self._colour(mode, state).name())
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        renderer.render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button has no room for it
            return QPixmap()
        key = f"{self._name} {self._colour(mode, state).name()} {size.width()}x{size.height()}"
        pixmap = QPixmap(size)
        if size.isEmpty() or QPixmapCache.find(key, pixmap):  # of no size where a button has no room
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        QPixmapCache.insert(key, pixmap)
        return pixmap

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._role)

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, self._role)
        if state == QIcon.State.On:
            return palette.color(QPalette.ColorRole.Highlight)
        return palette.color(self._role)
