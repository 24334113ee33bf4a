"""Colours that can be told apart when a figure is printed or copied without colour."""

from typing import Any

from msgspec.structs import replace

from nnviz.paint.drawing.contrast import luminance
from nnviz.paint.drawing.theme import Theme

POSITIVE, NEUTRAL, NEGATIVE = "#262626", "#6E6E6E", "#8E8E8E"
"""One scale from dark to light, so that two signs never share a grey."""
CLASSES = (
    "#141414",
    "#8E8E8E",
    "#4F4F4F",
    "#767676",
    "#2E2E2E",
    "#828282",
    "#222222",
    "#686868",
    "#3C3C3C",
    "#5C5C5C",
)
"""Each dark enough for white paper, mirrored light enough for dark; neighbours differ most.

Points differ by their shapes as well.
"""
ON_DARK = 0.2
"""Luminance of paper below which greys are light ones: the same, mirrored."""


def grey_safe(theme: Theme) -> Theme:
    """Return a theme of greys alone; signs also differ by dashes, classes by the shape of their points."""
    colours = {name: str(getattr(theme, name)) for name in theme.__struct_fields__}
    greys = {name: _grey(colour) for name, colour in colours.items() if colour.startswith("#")}
    put = _mirrored if luminance(theme.paper) < ON_DARK else str
    kept = {"positive": POSITIVE, "neutral": NEUTRAL, "negative": NEGATIVE}
    apart = {name: put(grey) for name, grey in kept.items()}
    changes: dict[str, Any] = greys | apart | {"classes": tuple(put(grey) for grey in CLASSES)}
    return replace(theme, **changes)


def _mirrored(grey: str) -> str:
    """Return the grey as far from white as this one is from black."""
    return "#" + 3 * f"{255 - int(grey[1:3], 16):02X}"


def _grey(colour: str) -> str:
    """Return the grey of the same luma (Rec. 709 weights of the encoded values, as photocopiers see it)."""
    red, green, blue = bytes.fromhex(colour[1:])
    return "#" + 3 * f"{round(0.2126 * red + 0.7152 * green + 0.0722 * blue):02X}"
