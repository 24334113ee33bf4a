"""What this installation has: versions, folders, screen, fonts; and what is missing, with its remedy.

Imports no Qt: what Qt says of the screen is asked of a process of its own, which may fail in any way.
"""

import json
import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from nnviz import __version__
from nnviz.assets import assets
from nnviz.config_folder import config_folder
from nnviz.engine.compiling import cache_folder
from nnviz.system_libraries import QT_LIBRARIES, loads

DISTRIBUTION = "nnviz-lecture"
PATIENCE = 30.0
"""Seconds that Qt gets to answer."""

_ASK_QT = """
import json, sys
from PySide6.QtGui import QFontDatabase, QGuiApplication, QOffscreenSurface, QOpenGLContext
app = QGuiApplication(["nnviz"])
screens = [
    {"name": s.name(), "width": s.size().width(), "height": s.size().height(), "scale": s.devicePixelRatio()}
    for s in app.screens()
]
context, surface, gl = QOpenGLContext(), QOffscreenSurface(), None
surface.create()
if context.create() and context.makeCurrent(surface):
    functions = context.functions()
    gl = {"vendor": functions.glGetString(0x1F00), "renderer": functions.glGetString(0x1F01)}
    context.doneCurrent()
writing = QFontDatabase.WritingSystem
lacking = [s.name for s in (writing.Greek, writing.Cyrillic, writing.SimplifiedChinese, writing.Japanese,
           writing.Korean, writing.Arabic, writing.Hebrew, writing.Devanagari)
           if not QFontDatabase.families(s)]
print(json.dumps({"platform": app.platformName(), "screens": screens, "gl": gl,
                  "font_families": len(QFontDatabase.families()), "scripts_without_font": lacking}))
sys.stdout.flush()
import os
os._exit(0)
"""


class Shortcoming(msgspec.Struct, frozen=True):
    """What is missing, in one sentence, and the command that adds it (empty where there is none)."""

    sentence: str
    command: str = ""


class Checkup(msgspec.Struct, frozen=True):
    """Everything worth knowing when something does not work; plain data, ready for JSON.

    Attributes
    ----------
    nnviz, python, system : dict
        Versions and places.
    packages : dict
        Version of each dependency, None where it is missing; `optional` those of the extras.
    folders : dict
        Path of each folder and file, whether it is there and can be written.
    screen : dict or None
        What Qt says: platform, screens, gl, font_families, scripts_without_font; None where it fails.
    """

    nnviz: dict[str, str]
    python: dict[str, str]
    system: dict[str, str]
    packages: dict[str, str | None]
    optional: dict[str, str | None]
    folders: dict[str, dict[str, Any]]
    engine: dict[str, Any]
    screen: dict[str, Any] | None
    problems: tuple[Shortcoming, ...]


def checkup(log: Path) -> Checkup:
    """Look at everything; takes some seconds, changes nothing.

    Parameters
    ----------
    log : Path
        Where the log of the window is kept.
    """
    packages, optional = _packages()
    folders = {
        "settings": _place(config_folder()),
        "compiled engine": _place(cache_folder.base_folder()),
        "log": _place(log),
        "resources": _place(assets()),
    }
    engine = _engine()
    screen, silence = _screen()
    problems = (*_missing(packages, folders), *_engine_problems(engine), *_screen_problems(screen, silence))
    return Checkup(
        nnviz={"version": __version__, "folder": str(Path(__file__).resolve().parent)},
        python={"version": platform.python_version(), "executable": sys.executable},
        system={
            "name": platform.platform(),
            "machine": platform.machine(),
            "cores": str(os.cpu_count() or "?"),
        },
        packages=packages,
        optional=optional,
        folders=folders,
        engine=engine,
        screen=screen,
        problems=problems,
    )


def _packages() -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Return the versions of what is needed, and of what the extras for users bring."""
    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # run from a folder, not installed
        return {}, {}
    needed: dict[str, str | None] = {}
    optional: dict[str, str | None] = {}
    for line in required:
        name, extra = re.split(r"[^\w.-]", line, maxsplit=1)[0], re.search(r"extra == ['\"](\w+)['\"]", line)
        if extra is None:
            needed[name] = _version(name)
        elif extra[1] != "test":
            optional[name] = _version(name)
    return needed, optional


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _place(path: Path) -> dict[str, Any]:
    """Return a path, whether it is there, and whether it could be written."""
    at = path
    while not at.exists() and at != at.parent:
        at = at.parent
    return {"path": str(path), "exists": path.exists(), "writable": os.access(at, os.W_OK)}


def _engine() -> dict[str, Any]:
    """Return what is known of the compiled engine without compiling anything."""
    try:
        folder = cache_folder.base_folder() / cache_folder.name()
    except (ImportError, OSError, RuntimeError) as error:
        return {"compiler": False, "reason": str(error)}
    return {
        "compiler": True,
        "folder": str(folder),
        "compiled": sorted(p.stem for p in folder.glob("*.compiled")),
        "ours_alone": not folder.exists() or cache_folder.is_ours_alone(folder),
    }


def _screen() -> tuple[dict[str, Any] | None, str]:
    """Return what Qt says of screen and fonts, or the line of how it failed.

    The cause is the first that Qt's platform says; a warning of the locale may stand before it.
    """
    try:
        asked = subprocess.run(
            [sys.executable, "-c", _ASK_QT], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, f"it did not answer ({type(error).__name__})"
    lines = asked.stdout.strip().splitlines()
    if asked.returncode == 0 and lines:
        answer: dict[str, Any] = json.loads(lines[-1])
        return answer, ""
    said = [line for line in asked.stderr.splitlines() if line.strip()]
    causes = [line for line in said if line.startswith("qt.")] or said
    return None, causes[0].strip() if causes else f"it ended with code {asked.returncode}"


def _missing(packages: dict[str, str | None], folders: dict[str, dict[str, Any]]) -> Iterator[Shortcoming]:
    for name, version in packages.items():
        if version is None:
            yield Shortcoming(f"The package {name} is missing.", f"{sys.executable} -m pip install {name}")
    for name in ("settings", "compiled engine", "log"):
        if not folders[name]["writable"]:
            yield Shortcoming(f"The folder of the {name} cannot be written: {folders[name]['path']}.")
    if sys.platform == "linux":
        lacking = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
        if lacking:
            yield Shortcoming(
                f"System libraries for the window are missing: {', '.join(lacking)}.",
                f"sudo apt-get install -y --no-install-recommends {' '.join(lacking)}",
            )


def _engine_problems(engine: dict[str, Any]) -> Iterator[Shortcoming]:
    if not engine["compiler"]:
        yield Shortcoming(f"The engine cannot be compiled, so training is slow: {engine['reason']}.")
    elif not engine["ours_alone"]:
        yield Shortcoming(
            f"The compiled engine in {engine['folder']} is not used: it belongs to somebody else, or others "
            "may write to it.",
            f"rm -r {shlex.quote(engine['folder'])}",
        )


def _screen_problems(screen: dict[str, Any] | None, silence: str) -> Iterator[Shortcoming]:
    if screen is None:
        yield Shortcoming(f"Qt cannot open a window here: {silence.rstrip('.')}.")
    elif screen["scripts_without_font"]:
        scripts = ", ".join(screen["scripts_without_font"])
        command = "sudo apt-get install -y fonts-noto-core fonts-noto-cjk" if sys.platform == "linux" else ""
        yield Shortcoming(
            f"No font has the letters of: {scripts}. Names in them are shown as boxes.", command
        )
