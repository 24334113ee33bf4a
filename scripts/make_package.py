"""Make nnviz for Linux computers without Python: .venv/bin/python scripts/make_package.py [--folder-only].

What comes out, in `dist`, is a tar with one folder: a Python of its own with nnviz and all it needs, system
libraries of Qt, a launcher, and `install.sh`, which adds the entry in the menu, the icon and the file types.

Why not PyInstaller: nnviz starts its own Python again to compile the engine and to read workbooks, and Numba
wants the sources of what it compiles. A whole Python runs as it was tested; a frozen one needs other ways.
"""

import argparse
import compileall
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from linux_package import contents, libraries

ROOT = Path(__file__).resolve().parent.parent
FILES = Path(__file__).parent / "linux_package" / "files"
sys.path.insert(0, str(ROOT))

from nnviz import __version__  # noqa: E402
from nnviz.system_libraries import QT_LIBRARIES  # noqa: E402


def make_folder(parent: Path) -> Path:
    """Make the folder of the package inside another, where nothing of this name may be; return it."""
    package = parent / f"nnviz-{__version__}-linux-{platform.machine()}"
    home = package / "python"
    package.mkdir(parents=True)
    python = contents.copy_python(home)
    packages = contents.place_of_packages(python, {"LD_LIBRARY_PATH": str(Path(sys.base_prefix, "lib"))})
    with tempfile.TemporaryDirectory() as folder:
        wheel = contents.build_wheel(ROOT, Path(folder))
        contents.copy_packages(contents.required(wheel), packages)
        contents.unpack_wheel(wheel, packages)
    qt = packages / "PySide6"
    for told in libraries.remove_plugins_that_cannot_load(qt / "Qt" / "plugins", qt / "Qt" / "lib"):
        print(told)
    roots = [*qt.glob("*.so*"), *(qt / "Qt" / "plugins").rglob("*.so")]
    libraries.remove_unused(qt / "Qt" / "lib", roots)
    sources = libraries.gather(home, home / "lib", QT_LIBRARIES)
    libraries.copy_licences(sources, package / "licences-of-system-libraries")
    add_entrance(package)
    check(python)
    compileall.compile_dir(home / "lib", quiet=2, workers=os.cpu_count() or 1)
    return package


def check(python: Path) -> None:
    """Load what nnviz loads late, so that what a package lacks is noticed where it is made."""
    late = "pyqtgraph, numba, sklearn.datasets, av, python_calamine, charset_normalizer, nnviz.ui.application"
    subprocess.run(
        [python, "-P", "-s", "-c", f"import {late}"],
        env={"QT_QPA_PLATFORM": "offscreen", "NUMBA_CACHE_DIR": os.devnull},
        cwd=python.parent,
        check=True,
    )


def add_entrance(package: Path) -> None:
    """Add what people start, and what a desktop shows."""
    for name in ("nnviz", "install.sh"):
        shutil.copy2(FILES / name, package / name)
    shutil.copy2(ROOT / "LICENSE", package / "LICENSE")
    share = package / "share"
    for source, place in (
        (FILES / "nnviz.desktop", "applications/nnviz.desktop"),
        (FILES / "nnviz.xml", "mime/packages/nnviz.xml"),
        (FILES / "fonts.conf", "fonts/fonts.conf"),
        (ROOT / "resources" / "icons" / "nnviz.svg", "icons/hicolor/scalable/apps/nnviz.svg"),
    ):
        (share / place).parent.mkdir(parents=True)
        shutil.copyfile(source, share / place)


def pack(package: Path) -> Path:
    """Pack a folder beside itself, whole or not at all; return the tar."""
    target = package.with_name(f"{package.name}.tar.gz")
    half = target.with_suffix(".part")
    with tarfile.open(half, "w:gz", compresslevel=6) as tar:
        tar.add(package, package.name, filter=_nobodys)
    half.replace(target)
    return target


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def main() -> None:
    """Make the package and say how large it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder-only", action="store_true", help="do not pack it")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="where it goes (dist)")
    options = parser.parse_args()
    if sys.platform != "linux":
        sys.exit("This makes packages for Linux; docs/packages.md has the recipes for Windows and macOS.")
    name = f"nnviz-{__version__}-linux-{platform.machine()}"
    shutil.rmtree(options.output / name, ignore_errors=True)
    try:
        package = make_folder(options.output)
    except (OSError, ImportError, subprocess.CalledProcessError) as error:
        sys.exit(f"The package could not be made: {error}")
    made = package if options.folder_only else pack(package)
    size = sum(
        p.stat().st_size for p in ([made] if made.is_file() else made.rglob("*")) if not p.is_symlink()
    )
    print(f"{made} ({size / 1e6:.0f} MB)")


if __name__ == "__main__":
    main()
