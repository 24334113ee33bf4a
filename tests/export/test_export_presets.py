"""Presets: those of the publishers, and the user's own."""

from pathlib import Path

import msgspec
import pytest

from nnviz.config_folder import VARIABLE
from nnviz.export.errors import ExportError
from nnviz.export.options import ExportOptions
from nnviz.export.presets import (
    PRESETS,
    all_presets,
    forget_preset,
    preset_named,
    presets_file,
    save_preset,
)
from nnviz.files import WriteError


@pytest.mark.parametrize("name", PRESETS)
def test_shipped_presets_can_be_used(name: str) -> None:
    ExportOptions(preset=preset_named(name)).check()


def test_the_widths_are_those_of_the_guides_for_authors() -> None:
    assert (PRESETS["nature-1"].width_mm, PRESETS["nature-2"].width_mm) == (89.0, 183.0)
    assert PRESETS["ieee-1"].width_mm == pytest.approx(3.5 * 25.4)
    assert PRESETS["ieee-2"].width_mm == pytest.approx(7.16 * 25.4, abs=0.1)
    assert PRESETS["slide"].width_mm / PRESETS["slide"].height_mm == pytest.approx(16 / 9, abs=0.01)


def test_own_presets_come_back() -> None:
    wide = msgspec.structs.replace(PRESETS["handout"], title="My thesis", width_mm=140.0)
    saved = save_preset(wide)
    assert saved.name == "my-thesis"
    assert preset_named("my-thesis") == saved
    save_preset(msgspec.structs.replace(wide, width_mm=150.0))
    assert preset_named("my-thesis").width_mm == 150.0
    assert len(all_presets()) == len(PRESETS) + 1


@pytest.mark.parametrize("title", ["", "  ", "!!", "Nature, one column", "slide"])
def test_names_that_cannot_be_are_refused(title: str) -> None:
    with pytest.raises(ExportError):
        save_preset(msgspec.structs.replace(PRESETS["handout"], title=title))


@pytest.mark.parametrize("text", ["[[[", '[[preset]]\nname = "x"', "preset = 3", "\x00\xff"])
def test_a_broken_file_counts_as_not_there(text: str) -> None:
    presets_file().parent.mkdir(parents=True, exist_ok=True)
    presets_file().write_text(text, encoding="latin-1")
    assert all_presets() == PRESETS
    before = presets_file().read_bytes()
    with pytest.raises(ExportError, match="mend it or move it away"):
        save_preset(msgspec.structs.replace(PRESETS["handout"], title="New"))
    assert presets_file().read_bytes() == before


def test_own_presets_can_be_forgotten() -> None:
    for title in ("One", "Two"):
        save_preset(msgspec.structs.replace(PRESETS["handout"], title=title))
    forget_preset("one")
    assert set(all_presets()) == {*PRESETS, "two"}


def test_a_folder_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "folder"))
    with pytest.raises(WriteError, match="cannot be written"):
        save_preset(msgspec.structs.replace(PRESETS["handout"], title="New"))


def test_unknown_presets_get_the_names_there_are() -> None:
    with pytest.raises(ExportError, match="nature-1, nature-2"):
        preset_named("science")
