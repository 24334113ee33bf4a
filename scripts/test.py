"""Set everything up and run every check: python3 scripts/test.py [PYTEST ARGUMENTS]."""

import os
import subprocess
import sys
import time

from environment import ROOT, prepare

CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}
TESTS = ["-m", "pytest", "--numprocesses=auto", "--dist=loadfile"]


def main() -> int:
    """Run the checks in order and return 0 only if all passed."""
    python = prepare("test")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}  # tests of a real window start their own X server
    failed = []
    for name, arguments in {**CHECKS, "tests": [*TESTS, *sys.argv[1:]]}.items():
        print(f"== {name}", flush=True)
        start = time.perf_counter()
        if subprocess.run([python, *arguments], cwd=ROOT, env=environment).returncode:
            failed.append(name)
        print(f"   {time.perf_counter() - start:.0f} s", flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
