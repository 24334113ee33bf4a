"""How parts of plots are written: "0 to 50 by 0.1 to 1 log", of several plots "1 = 0 to 5; 3 = 0 to 9"."""

from nnviz.export.look.writing import ALL, Parts, Value, Writing, read_range, write_range
from nnviz.paint.drawing.axis import WHOLE, Ends, Zoom

_KINDS = {"log": True, "even": False}
"""The words after a range, and whether the axis then goes by factors."""


def _read_side(text: str) -> tuple[Ends | None, bool | None]:
    ends, _, kind = text.strip().lower().rpartition(" ")
    log = _KINDS.get(kind)
    chosen = read_range(text.strip() if log is None and kind not in _KINDS else ends.strip())
    if log and chosen is not None and chosen[0] <= 0.0:
        raise ValueError("begins at or below 0, which no logarithmic axis has")
    return chosen, log


def _read_zoom(text: str) -> Value:
    across, _, up = text.partition(" by ")
    (x, log_x), (y, log_y) = _read_side(across), _read_side(up)
    return Zoom(x, y, log_x, log_y)


def _write_side(ends: Ends | None, log: bool | None) -> str:
    said = ALL if ends is None else write_range(ends)
    return said if log is None else f"{said} {'log' if log else 'even'}"


def _write_zoom(value: Value) -> str:
    if not isinstance(value, Zoom) or value == WHOLE:
        return ""
    across, up = _write_side(value.x, value.log_x), _write_side(value.y, value.log_y)
    return across if up == ALL else f"{across} by {up}"


def _read_parts(text: str) -> Value:
    parts: dict[str, Zoom] = {}
    if text.lower() == ALL:
        return ()
    for words in filter(None, (each.strip() for each in text.split(";"))):
        name, found, part = (each.strip() for each in words.partition("="))
        if not found or not name:
            raise ValueError(f'must name each plot with "=" and its range, or be {ALL}')
        if name in parts:
            raise ValueError(f"names {name} twice")
        zoom = _read_zoom(part)
        assert isinstance(zoom, Zoom)
        parts[name] = zoom
    return tuple((name, zoom) for name, zoom in parts.items() if zoom != WHOLE)


def _write_parts(value: Value) -> str:
    return "; ".join(f"{name} = {_write_zoom(zoom)}" for name, zoom in parts_in(value) if zoom != WHOLE)


def parts_in(value: Value) -> Parts:
    """Return the parts that were typed."""
    every = value if isinstance(value, tuple) else ()
    return tuple(each for each in every if isinstance(each, tuple))


def parts_like(example: str) -> Writing:
    """Return how parts of several plots are written, such as this."""
    return Writing(_read_parts, _write_parts, example)


PART = Writing(_read_zoom, _write_zoom, "0 to 50 by 0.1 to 1 log")
