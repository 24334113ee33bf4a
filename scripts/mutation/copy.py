"""A copy of the checkout, in which mutants are made and tested: the code that is worked on stays as it is."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from mutation.mutants import Mutant

PARTS = (
    *("nnviz", "tests", "resources", "scripts", "docs", "benchmarks", ".ci"),
    *("pyproject.toml", "mkdocs.yml", "app.py", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
)
"""What tests look at."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-rfE", "--no-header", "-p", "no:cacheprovider")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?\.py(?:::.*?)?)(?: - .*)?$", re.MULTILINE)


class UnclearError(Exception):
    """Whether a mutant was noticed cannot be told."""


class Copy:
    """The copy stays between calls, at one place, so that the engine is compiled for it once."""

    def __init__(self, root: Path, timeout: float) -> None:
        self.folder = root / ".mutants"
        self._timeout = timeout
        for part in PARTS:
            _bring(root / part, self.folder / part)

    def who_notices(self, mutant: Mutant, tests: list[str]) -> str:
        """Return which test fails with a mutant; nothing if it survives.

        Raises
        ------
        UnclearError
            If that test fails without the mutant, too: then nothing can be learned from it.
        """
        place = self.folder / mutant.path
        times, text = place.stat(), place.read_text("utf-8")
        try:
            place.write_text(mutant.applied(text), "utf-8")
            failed = self._first_failure(tests) if tests else ""
        finally:
            place.write_text(text, "utf-8")
            os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))  # the compiled engine is kept by dates
        if failed and self._first_failure([failed] if "::" in failed else tests):
            raise UnclearError(f"{failed}, without any change, too: mend it first")
        return failed

    def _first_failure(self, tests: list[str]) -> str:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",  # two changes within a second have one date
        }
        with subprocess.Popen(
            [*PYTEST, *tests],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as running:
            try:
                said, _ = running.communicate(timeout=self._timeout)
            except subprocess.TimeoutExpired:
                _end_all_of(running)
                return f"stuck for {self._timeout:.0f} s"
        if not running.returncode:
            return ""
        found = FAILED.search(said)
        return found[1] if found else f"pytest ended with {running.returncode}"


def _end_all_of(running: subprocess.Popen[str]) -> None:
    """End a run of tests with every process that it started."""
    if os.name == "posix":
        os.killpg(running.pid, 9)
    running.kill()


def _bring(source: Path, target: Path) -> None:
    """Make `target` what `source` is; files that are as they were keep their dates."""
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copy2(source, target)
        return
    target.mkdir(parents=True, exist_ok=True)
    kept = {child.name for child in source.iterdir() if child.name != "__pycache__"}
    for child in target.iterdir():
        if child.name not in kept:
            shutil.rmtree(child) if child.is_dir() else child.unlink()
    for name in sorted(kept):
        _bring(source / name, target / name)
