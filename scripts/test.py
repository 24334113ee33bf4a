"""Set everything up and run every check: python3 scripts/test.py [PYTEST ARGUMENTS]."""

import os
import random
import subprocess
import sys
import time

import python_check  # noqa: F401  (ends here with a sentence where Python is too old for the rest)
from environment import ROOT, prepare


def seed_of_commit() -> int:
    """Return a number that is the same for the same commit, and another for another; random without Git."""
    command = ["git", "rev-parse", "HEAD"]
    try:
        commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return random.randrange(1_000_000)
    return int(commit[:8], 16) % 1_000_000


SEED = seed_of_commit()
"""Of the order of the tests: no test may need another before it. A commit is always tested in one order, so
that what failed fails again; given as an argument, another counts."""
PYTEST = [
    *("-m", "pytest", "--numprocesses=auto", "--dist=loadfile"),
    *("--random-order", f"--random-order-seed={SEED}"),
]
QT_FREE = ["tests/engine", "tests/data", "tests/experiment", "tests/explain", "tests/lecture", "tests/labs"]
CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "tests without Qt": [*PYTEST, "-c", "tests/without_qt.ini", "--rootdir=.", *QT_FREE],
    "tests": [*PYTEST, "tests", *(f"--ignore={folder}" for folder in QT_FREE)],
}


def main() -> int:
    """Run the checks in order and return 0 only if all passed."""
    python = prepare("test")
    failed = []
    print(f"Order of the tests: --random-order-seed={SEED}", flush=True)
    for name, arguments in CHECKS.items():
        print(f"== {name}", flush=True)
        start = time.perf_counter()
        command = [python, *arguments, *(sys.argv[1:] if name.startswith("tests") else [])]
        if subprocess.call(command, cwd=ROOT, env=surroundings(name)):
            failed.append(name)
        print(f"   {time.perf_counter() - start:.0f} s", flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


def surroundings(check: str) -> dict[str, str]:
    """Return the environment variables of a check; tests of a real window start an X server of their own."""
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    if check == "tests without Qt":
        variables["NNVIZ_TEST_WITHOUT_QT"] = "1"
    return variables


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
