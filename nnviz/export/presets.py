"""Presets by purpose: how wide a figure is, how large its text, how strong its lines, in which font.

Sizes are those of the publishers' guides for authors: Nature 89 and 183 mm with text of 5 to 7 pt, Elsevier
90 and 190 mm, IEEE columns of 3.5 and 7.16 inches with text of 8 pt.
"""

import contextlib
import os
import re
from pathlib import Path

import msgspec
import tomli_w

from nnviz.config_folder import config_folder
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import read_toml
from nnviz.export.errors import ExportError, no_such
from nnviz.files import written_whole
from nnviz.paint.drawing.theme import THEMES


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One purpose.

    Attributes
    ----------
    name, title : str
        On the command line and in the window.
    width_mm : float
        Width of the figure.
    height_mm : float
        Height; 0: whatever suits the figure.
    text_pt : float
        Size of normal text.
    line : float
        Factor on line widths.
    margin_mm : float
        Empty border around the picture.
    theme : str
        One of THEMES.
    fonts : tuple of str
        Families to try in order; the last resort is the app's own.
    """

    name: str
    title: str
    width_mm: float
    height_mm: float = 0.0
    text_pt: float = 7.0
    line: float = 1.0
    margin_mm: float = 1.0
    theme: str = "print"
    fonts: tuple[str, ...] = ()


_SANS = ("Arial", "Helvetica", "Liberation Sans", "Arimo", "Nimbus Sans", "TeX Gyre Heros")
_ROMAN = ("Times New Roman", "Times", "Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes")

SHIPPED = (
    Preset("nature-1", "Nature, one column", 89.0, text_pt=7.0, fonts=_SANS),
    Preset("nature-2", "Nature, two columns", 183.0, text_pt=7.0, fonts=_SANS),
    Preset("elsevier-1", "Elsevier, one column", 90.0, text_pt=7.0, fonts=_SANS),
    Preset("elsevier-2", "Elsevier, two columns", 190.0, text_pt=7.0, fonts=_SANS),
    Preset("ieee-1", "IEEE, one column", 88.9, text_pt=8.0, fonts=_ROMAN),
    Preset("ieee-2", "IEEE, two columns", 181.9, text_pt=8.0, fonts=_ROMAN),
    Preset("slide", "Slide 16:9", 338.7, 190.5, text_pt=16.0, line=1.2, margin_mm=10.0, theme="projector"),
    Preset("handout", "Handout, A4", 170.0, text_pt=10.0),
)
PRESETS = {preset.name: preset for preset in SHIPPED}


def presets_file() -> Path:
    """Return where the user's own presets are kept."""
    return config_folder() / "presets.toml"


def all_presets() -> dict[str, Preset]:
    """Return the shipped presets and the user's own by name; own ones that cannot be read are left out."""
    return PRESETS | {preset.name: preset for preset in own_presets()}


def preset_named(name: str) -> Preset:
    """Return a preset by name.

    Raises
    ------
    ExportError
        With the names there are.
    """
    known = all_presets()
    if name not in known:
        raise no_such("preset", name, known)
    return known[name]


def own_presets() -> tuple[Preset, ...]:
    """Return the presets that the user has saved; none if they cannot be read."""
    try:
        stored = _stored()
    except ExportError:
        return ()
    return tuple(preset for preset in stored if preset.theme in THEMES)


def _stored() -> list[Preset]:
    """Return what is in the user's file; ExportError if that is no file of presets."""
    if not os.path.lexists(presets_file()):
        return []
    try:
        stored = msgspec.convert(read_toml(presets_file()), type=dict[str, list[Preset]])
    except (SpecError, msgspec.ValidationError):
        raise ExportError(
            f"{presets_file()} cannot be read as presets: mend it or move it away first."
        ) from None
    return stored.get("preset", [])


def save_preset(preset: Preset) -> Preset:
    """Keep a preset under its title for the next time, in place of an own one of that name.

    Raises
    ------
    ExportError
        If the title is empty or that of a shipped preset, or the presets there are cannot be read.
    WriteError
        If the file cannot be written.
    """
    name = re.sub(r"[^\w]+", "-", preset.title.strip().lower()).strip("-")
    if not name:
        raise ExportError("A preset needs a name.")
    if name in PRESETS or preset.title in {shipped.title for shipped in SHIPPED}:
        raise ExportError(f'"{preset.title}" is a preset that comes with the app: choose another name.')
    named = msgspec.structs.replace(preset, name=name, title=preset.title.strip())
    _store([*(own for own in _stored() if own.name != name), named])
    return named


def forget_preset(name: str) -> None:
    """Remove a preset of the user's own.

    Raises
    ------
    ExportError
        If the presets there are cannot be read.
    WriteError
        If the file cannot be written.
    """
    _store([own for own in _stored() if own.name != name])


def _store(presets: list[Preset]) -> None:
    path = presets_file()
    with contextlib.suppress(OSError):  # writing says why there is no folder
        path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path, replace=True) as partial:
        partial.write_text(tomli_w.dumps({"preset": msgspec.to_builtins(presets)}), encoding="utf-8")
