"""Which tests run a line: written down once for all tests, by coverage.py, and kept beside the copy."""

import json
import os
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

from mutation.near import nearest_tests

CONFIG = Path(__file__).with_name("coverage.ini")
WITHOUT_QT = [f"tests/{name}" for name in ("engine", "data", "experiment", "explain", "lecture", "labs")]
APART = [f"tests/test_{name}.py" for name in ("mutants", "wheel", "package", "old_pythons", "site")]
"""They run the code elsewhere: in copies, in packages."""
PARTS = {
    "without Qt": ["-c", "tests/without_qt.ini", "--rootdir=.", *WITHOUT_QT],
    "with Qt": ["tests", *(f"--ignore={place}" for place in (*WITHOUT_QT, *APART))],
}
TEST = re.compile(r"(tests/\S+?\.py(?:::\w+)+)")
"""What a context of coverage says of a test, without the parameters and the phase."""


class Covering:
    """For each file and line the tests that ran it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = folder / ".covering.json"
        if not self._kept.exists():
            sys.exit(
                "It is not known yet which test runs which line: scripts/mutate.py --watch (half an hour)."
            )
        self._tests, self._lines = json.loads(self._kept.read_text("utf-8"))

    def tests_of(self, path: Path, line: int) -> list[str]:
        """Return the tests that ran a line, or the one before it that is known; the nearest first.

        What runs as a module is imported, and in threads of Qt, is in no test: then those near the module.
        """
        lines = self._lines.get(path.as_posix(), {})
        for each in range(line, max(line - 6, 0), -1):
            if str(each) in lines:
                found = [self._tests[number] for number in lines[str(each)]]
                files = {file: rank for rank, file in enumerate(nearest_tests(path, self._folder, 1000))}
                return sorted(found, key=lambda test: files.get(test.partition("::")[0], 1000))
        return nearest_tests(path, self._folder, 12)


def watch(folder: Path) -> None:
    """Run all tests of a copy and write down which of them run which line."""
    from coverage import CoverageData  # noqa: PLC0415  (the only need of it)

    numbers: dict[str, int] = {}
    lines: dict[str, dict[int, set[int]]] = {}
    for name, arguments in PARTS.items():
        data = folder / f".coverage-{name.replace(' ', '-')}"
        command = [
            "-m",
            "pytest",
            "-q",
            "-n",
            "auto",
            "--dist=loadfile",
            "-p",
            "no:cacheprovider",
            *arguments,
        ]
        command += ["--cov", "--cov-context=test", f"--cov-config={CONFIG}", "--cov-report="]
        variables = {"NNVIZ_COVERAGE": str(data), "PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"}
        if name == "without Qt":
            variables["NNVIZ_TEST_WITHOUT_QT"] = "1"
        else:
            command += ["-p", "mutation.threads"]
        subprocess.call([sys.executable, *command], cwd=folder, env={**os.environ, **variables})
        watched = CoverageData(basename=str(data))
        watched.read()
        for file in watched.measured_files():
            of_file = lines.setdefault(Path(file).relative_to(folder).as_posix(), {})
            for line, contexts in watched.contexts_by_lineno(file).items():
                tests = {test[1] for context in contexts if (test := TEST.match(context))}
                if tests:
                    of_file.setdefault(line, set()).update(
                        numbers.setdefault(test, len(numbers)) for test in tests
                    )
    kept = {file: {line: sorted(tests) for line, tests in of.items()} for file, of in lines.items()}
    (folder / ".covering.json").write_text(json.dumps([list(numbers), kept]), "utf-8")
    ran = len(set(chain.from_iterable(chain.from_iterable(of.values()) for of in kept.values())))
    print(f"{ran} tests run {sum(map(len, kept.values()))} lines of {len(kept)} files.")
