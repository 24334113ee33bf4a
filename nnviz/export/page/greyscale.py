"""Colours that can be told apart when a figure is printed or copied without colour."""

from typing import Any

from msgspec.structs import replace

from nnviz.paint.drawing.theme import Theme

POSITIVE, NEUTRAL, NEGATIVE = "#262626", "#848484", "#BABABA"
"""One scale from dark to light, so that two signs never share a grey."""
CLASSES = ("#141414", "#ACACAC", "#606060", "#D0D0D0", "#3A3A3A", "#868686", "#E4E4E4", "#4E4E4E")
"""Neighbours differ most; more than two classes also need the shapes of their points."""
_KEPT_APART = {"positive": POSITIVE, "neutral": NEUTRAL, "negative": NEGATIVE}


def grey_safe(theme: Theme) -> Theme:
    """Return a theme of greys alone; signs also differ by dashes, classes by the shape of their points."""
    colours = {name: str(getattr(theme, name)) for name in theme.__struct_fields__}
    greys = {name: _grey(colour) for name, colour in colours.items() if colour.startswith("#")}
    changes: dict[str, Any] = greys | _KEPT_APART | {"classes": CLASSES}
    return replace(theme, **changes)


def _grey(colour: str) -> str:
    """Return the grey of the same luma (Rec. 709 weights of the encoded values, as photocopiers see it)."""
    red, green, blue = bytes.fromhex(colour[1:])
    return "#" + 3 * f"{round(0.2126 * red + 0.7152 * green + 0.0722 * blue):02X}"
