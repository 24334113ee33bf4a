"""`nnviz doctor` says what is there and what is missing, whatever state the machine is in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz import checkup
from nnviz.checkup_text import report_text
from nnviz.cli.main import main
from nnviz.config_folder import config_folder
from nnviz.engine.compiling import cache_folder


def report(capsys: pytest.CaptureFixture[str]) -> dict:
    assert main(["doctor", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_names_versions_folders_and_screen(capsys):
    found = report(capsys)
    assert found["packages"]["numpy"]
    assert found["python"]["version"].startswith(f"{sys.version_info[0]}.{sys.version_info[1]}")
    assert found["folders"]["settings"]["path"] == str(config_folder())
    assert Path(found["folders"]["resources"]["path"], "experiments").is_dir()
    assert found["screen"]["platform"] == "offscreen"
    assert found["engine"]["compiler"] is True


def test_without_a_screen_it_says_what_qt_says():
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    surroundings.pop("DISPLAY", None)
    ended = subprocess.run(
        [sys.executable, "-m", "nnviz", "doctor", "--json"],
        env=surroundings,
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert ended.returncode == 0
    assert ended.stderr == b""
    found = json.loads(ended.stdout)
    assert found["screen"] is None
    assert any("Qt cannot open a window" in problem["sentence"] for problem in found["problems"])


def test_a_warning_before_it_is_not_the_cause(monkeypatch):
    said = "Detected locale C\\nqt.qpa.xcb: could not connect to display\\nThis application failed"
    monkeypatch.setattr(checkup, "_ASK_QT", f"import sys; sys.exit('{said}')")
    assert checkup._screen() == (None, "qt.qpa.xcb: could not connect to display")


def test_a_missing_package_is_named_with_its_command(capsys, monkeypatch):
    monkeypatch.setattr(checkup, "_version", lambda package: None if package == "click" else "1.0")
    found = report(capsys)
    problem = next(problem for problem in found["problems"] if "click" in problem["sentence"])
    assert problem["command"] == f"{sys.executable} -m pip install click"
    assert "click MISSING" in report_text(found)


def test_a_folder_that_cannot_be_written_is_told(capsys, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(checkup.os, "access", lambda path, _mode: blocked not in (path, *Path(path).parents))
    monkeypatch.setenv("NNVIZ_CACHE_DIR", str(blocked / "cache"))
    found = report(capsys)
    assert any("compiled engine" in problem["sentence"] for problem in found["problems"])


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of Unix")
def test_compiled_code_that_others_may_have_written_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("NNVIZ_CACHE_DIR", str(tmp_path))
    folder = cache_folder.open_cache_folder()
    assert "not used" not in str(report(capsys)["problems"])
    folder.chmod(0o777)
    (problem,) = (p for p in report(capsys)["problems"] if str(folder) in p["sentence"])
    assert "others may write to it" in problem["sentence"]
    assert problem["command"] == f"rm -r {folder}"
