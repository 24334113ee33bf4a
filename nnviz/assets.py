"""Where the files that ship with the app are: in the wheel beside the code, in a checkout beside `nnviz/`."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def documents() -> Path:
    """Return the folder that holds the pages of the documentation."""
    inside_wheel = _PACKAGE / "docs"
    return inside_wheel if inside_wheel.is_dir() else _PACKAGE.parent / "docs"


def assets() -> Path:
    """Return the folder that holds experiments, fonts, icons and the like."""
    inside_wheel = _PACKAGE / "resources"
    return inside_wheel if inside_wheel.is_dir() else _PACKAGE.parent / "resources"
