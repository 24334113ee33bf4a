from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from nnviz.config_folder import VARIABLE
from nnviz.ui.settings import Settings


def test_values_come_back_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "a.ini")
    settings.set("look/theme", "dark")
    settings.set("look/text_size", 1.5)
    settings.set("window/layout", QByteArray(b"\x00\x01\xff"))
    settings.flush()
    again = Settings(tmp_path / "a.ini")
    assert again.text("look/theme") == "dark"
    assert again.number("look/text_size", 1.0) == 1.5
    assert again.bytes("window/layout") == QByteArray(b"\x00\x01\xff")


def test_what_is_not_there_is_the_default(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "none.ini")
    assert settings.text("look/theme", "light") == "light"
    assert settings.number("look/text_size", 1.0) == 1.0
    assert settings.bytes("window/layout").isEmpty()


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff\xfe garbage",
        b"[look]\ntext_size=nan\ntheme=@Variant(\\0\\0)\n",
        b"[look\ntext_size=huge",
        b"[look]\ntext_size=inf",
    ],
)
def test_a_corrupt_file_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.ini"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.number("look/text_size", 1.0) == 1.0
    assert settings.text("look/theme", "light") in ("light", "")
    assert settings.bytes("window/layout").isEmpty()


def test_the_environment_moves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "elsewhere"))
    settings = Settings()
    settings.set("look/theme", "dark")
    settings.flush()
    assert (tmp_path / "elsewhere" / "nnviz.ini").exists()
