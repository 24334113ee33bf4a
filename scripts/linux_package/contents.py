"""What goes into a package: this Python, the wheel of nnviz, and the packages that it requires."""

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_bytes
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

EXTRA = "movies"  # nobody can add it to a package later

LEFT_OUT_OF_PYTHON = (
    "site-packages",
    "dist-packages",
    "test",
    "idlelib",
    "tkinter",
    "turtledemo",
    "ensurepip",
)
LEFT_OUT_OF_PYTHON_TOO = (
    "lib2to3",
    "pydoc_data",
    "__pycache__",
    "config-*",
    "_tkinter*",
    "_test*",
    "xxlimited*",
)
NOT_RUN = (".pyi", ".pxd", ".pyx", ".a", ".h", ".hpp", ".c", ".cpp", ".pyc")
"""Suffixes of files that no program reads at run time; bytecode is made anew where it will lie."""

QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtDBus", "QtTest", "QtOpenGL", "QtOpenGLWidgets")
"""The modules of Qt that come along: those that nnviz and pyqtgraph import."""

QT_PLUGINS = (
    *("platforms/libqxcb", "platforms/libqwayland", "platforms/libqoffscreen", "platforms/libqminimal"),
    *("wayland-shell-integration/", "wayland-decoration-client/", "platforminputcontexts/"),
    *("imageformats/", "iconengines/", "platformthemes/libqxdgdesktopportal"),
)
"""Plugins by how their path begins. Not GTK's theme: it loads the system's GTK on our older libraries."""

QT_LEFT_OUT = ("imageformats/libqpdf", "platforminputcontexts/libqtvirtualkeyboardplugin")


def copy_python(folder: Path) -> Path:
    """Copy the Python that runs this, with its standard library; return the copy."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    target = folder / "lib" / version
    shutil.copytree(
        sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix, "base": sys.base_prefix}),
        target,
        ignore=shutil.ignore_patterns(*LEFT_OUT_OF_PYTHON, *LEFT_OUT_OF_PYTHON_TOO),
        symlinks=False,
    )
    python = folder / "bin" / version
    python.parent.mkdir(parents=True)
    shutil.copy2(Path(sys.base_prefix, "bin", version), python)
    python.with_name("python3").symlink_to(version)
    return python


def place_of_packages(python: Path, libraries: dict[str, str]) -> Path:
    """Return where a copied Python looks for packages: Debian's looks elsewhere than others."""
    ask = "import site; print(site.getsitepackages()[0])"
    said = subprocess.run(
        [python, "-I", "-c", ask], env=libraries, check=True, capture_output=True, text=True
    )
    return Path(said.stdout.strip())


def required(wheel: Path) -> list[metadata.Distribution]:
    """Return nnviz's dependencies with theirs, of the versions that this environment has and was tested with.

    Raises
    ------
    PackageNotFoundError
        If the environment lacks one.
    """
    found: dict[str, metadata.Distribution] = {}
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    asked = [(Requirement(line), EXTRA) for line in lines]
    while asked:
        requirement, extra = asked.pop()
        marker = requirement.marker
        if marker is not None and not marker.evaluate({"extra": extra}):
            continue
        distribution = metadata.distribution(requirement.name)
        name = distribution.metadata["Name"]
        if name not in found:
            found[name] = distribution
            asked += [(Requirement(line), "") for line in distribution.requires or []]
    return [found[name] for name in sorted(found, key=str.lower)]


def copy_packages(distributions: list[metadata.Distribution], target: Path) -> None:
    """Copy the files of installed packages, without tests, headers and what of Qt nnviz has no use for.

    Raises
    ------
    FileNotFoundError
        If a package does not say which files it has, or one of them is gone.
    """
    for distribution in distributions:
        if distribution.files is None:
            raise FileNotFoundError(f"{distribution.metadata['Name']} does not say which files it has")
        for path in distribution.files:
            if is_wanted(path.as_posix()):
                place = target / path
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(distribution.locate_file(path), place)


def is_wanted(path: str) -> bool:
    """Return whether a file of a package goes along: programs, headers and tests stay behind."""
    parts = path.split("/")
    if parts[0] == ".." or path.endswith(NOT_RUN) or "tests" in parts[:-1]:
        return False
    return parts[0] != "PySide6" or _is_wanted_of_qt(parts)


def _is_wanted_of_qt(parts: list[str]) -> bool:
    """Return whether a file of PySide6 goes along. Libraries of Qt all do: see `libraries.remove_unused`."""
    if parts[1] == "Qt":
        if parts[2] == "plugins":
            plugin = "/".join(parts[3:])
            return plugin.startswith(QT_PLUGINS) and not plugin.startswith(QT_LEFT_OUT)
        return parts[2] == "lib"
    if len(parts) > 2:
        return False  # tools, type systems, QML
    name = parts[1]
    return name.split(".")[0] in QT or name.startswith(("libpyside6.", "__init__", "_"))


def unpack_wheel(wheel: Path, target: Path) -> None:
    """Install nnviz itself: a pure wheel is its files."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)


def build_wheel(root: Path, folder: Path) -> Path:
    """Build the wheel of a checkout without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return next(folder.glob("*.whl"))
