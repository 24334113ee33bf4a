"""Round brackets of any height around a matrix, as outlines."""

from PySide6.QtGui import QPainterPath

_THICK, _THIN = 7.0, 2.0
"""Width of the stroke in its middle and at its ends, at the reference size."""
_GAP = 24.0
"""Between a bracket and what it holds."""


def bracket_width(height: float) -> float:
    """Return the room one bracket takes, with the gap: taller brackets are a little wider."""
    return _bulge(height) + _GAP + 4.0


def brackets(side: float, inner: float, top: float, height: float) -> QPainterPath:
    """Return both brackets around something `inner` wide; `side` is the room of each, x = 0 the left end."""
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    path.addPath(_bracket(4.0, top, height, +1.0))
    path.addPath(_bracket(2 * side + inner - 4.0, top, height, -1.0))
    return path


def _bulge(height: float) -> float:
    return 14.0 + 0.05 * height


def _bracket(x: float, top: float, height: float, direction: float) -> QPainterPath:
    """Return one bracket: its back at `x`, its ends towards `direction`."""
    bulge, bottom = _bulge(height), top + height
    end = x + direction * bulge
    path = QPainterPath()
    path.moveTo(end, top)
    path.cubicTo(x, top + 0.25 * height, x, bottom - 0.25 * height, end, bottom)
    path.lineTo(end + direction * _THIN, bottom)
    path.cubicTo(
        x + direction * (_THIN + _THICK),
        bottom - 0.25 * height,
        x + direction * (_THIN + _THICK),
        top + 0.25 * height,
        end + direction * _THIN,
        top,
    )
    path.closeSubpath()
    return path
