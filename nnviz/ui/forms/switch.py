"""An on/off switch."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from nnviz.paint.drawing.theme import Style
from nnviz.ui.forms.editor import Editor


class Switch(QAbstractButton):
    """A track with a knob: left is off, right is on; Space or a click flips it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the track with room for its outline."""
        return QSize(round(32 * self._style.scale), round(24 * self._style.scale))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the track, outlined when it has the focus, and the knob."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, scale = self._style.theme, self._style.scale
        height, width = 16 * scale, 30 * scale
        track = QRectF(scale, (self.height() - height) / 2, width, height)
        fill, outline = (theme.focus, theme.focus) if self.isChecked() else (theme.paper, theme.edge)
        if self.hasFocus():
            outline = theme.ink if self.isChecked() else theme.focus
        painter.setPen(QPen(QColor(outline), (2.0 if self.hasFocus() else 1.25) * scale))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(track, height / 2, height / 2)
        x = track.right() - height / 2 if self.isChecked() else track.left() + height / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.paper if self.isChecked() else theme.quiet))
        painter.drawEllipse(QPointF(x, track.center().y()), height / 2 - 3 * scale, height / 2 - 3 * scale)


class SwitchEditor(Editor):
    """Edits a truth value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = False
        self.switch = Switch(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.switch)
        layout.addStretch()
        self.setFocusProxy(self.switch)
        self.switch.clicked.connect(self._take_click)

    def value(self) -> bool:
        """Return the value in force."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show `value`."""
        self._value = bool(value)
        self.switch.setChecked(self._value)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.switch.set_style(style)

    def _take_click(self, on: bool) -> None:
        self.edited.emit(on)
        self.set_value(self._value)  # the one before, where the new one was refused
