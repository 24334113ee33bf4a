"""Prepare what the app or its tests need: system libraries where allowed, a virtual environment, packages.

Standard library only: this runs before anything is installed.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nnviz.system_libraries import QT_LIBRARIES, loads  # noqa: E402 (needs the line above; no packages)

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Programs the tests call, and the Debian package that brings each.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "pdftotext": "poppler-utils",
    "rsvg-convert": "librsvg2-bin",
}


def prepare(extra: str = "") -> Path:
    """Set everything up (a second call does nothing) and return the environment's Python.

    Parameters
    ----------
    extra
        An optional dependency group of pyproject.toml: "test", or "" for the app alone.
    """
    install_system_packages(missing_system_packages(for_tests=extra == "test"))
    try:
        if not works(PYTHON):
            print("Creating the virtual environment .venv ...", flush=True)
            venv.create(
                VENV, with_pip=True, clear=True, symlinks=os.name != "nt"
            )  # a copy may miss its library
        install_packages(extra)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = error.strerror if isinstance(error, OSError) else "pip could not be put into it"
        sys.exit(
            f"The virtual environment {VENV} cannot be made ({reason}). nnviz is set up inside its "
            "own folder: copy it to a place with room where you may write, and run this again."
        )
    return PYTHON


def missing_system_packages(*, for_tests: bool) -> list[str]:
    """Return the Debian packages that are lacking; always empty on Windows and macOS."""
    if sys.platform != "linux":
        return []
    missing = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    if for_tests:
        missing += [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
    try:
        import ensurepip  # noqa: F401, PLC0415  Debian keeps it in a package of its own
    except ImportError:
        missing.append("python3-venv")
    return missing


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages where this user may; otherwise end with the one line to run."""
    if not packages:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        names = ", ".join(library for library, package in QT_LIBRARIES.items() if package in packages)
        sys.exit(
            f"These system libraries or programs are missing ({names or ', '.join(packages)}): "
            "install them with your system's package manager, then run this again."
        )
    prefix = privilege()
    if prefix is None:
        sys.exit(f"Some system packages are missing. Run this line, then try again:\n  sudo {line}")
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update -q", line):
        if subprocess.call([*prefix, *command.split()], env=environment, stdout=subprocess.DEVNULL):
            sys.exit(f"This failed: {command}\nRun it by hand, then try again.")


def privilege() -> list[str] | None:
    """Return what runs a command as the administrator, or None if that needs a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def works(python: Path) -> bool:
    """Return whether `python` starts and has pip: an interrupted set-up leaves one that does not."""
    return succeeds([str(python), "-m", "pip", "--version"])


def succeeds(command: list[str]) -> bool:
    """Run `command` silently and return whether it exists and succeeded."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install_packages(extra: str) -> None:
    """Install the app, editable, with its dependencies; skipped while pyproject.toml is unchanged."""
    stamp = VENV / f"installed-{extra or 'app'}"
    fingerprint = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint:
        return
    if not os.access(VENV, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    print("Installing the packages (a few minutes the first time) ...", flush=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target]
    if subprocess.call(command):
        sys.exit(
            "The packages could not be installed: see pip's message above. Is there a network connection?"
        )
    # Bytecode now, so that the first start is as quick as the others.
    subprocess.call([PYTHON, "-m", "compileall", "-q", ROOT / "nnviz"])
    print("Compiling the engine (half a minute or so, once) ...", flush=True)
    subprocess.call([PYTHON, "-m", "nnviz.engine.compiling.ahead"], cwd=ROOT)
    stamp.write_text(fingerprint, encoding="utf-8")
