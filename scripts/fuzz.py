"""Read many damaged files: scripts/fuzz.py [--reader NAME] [--count N] [--seed N] [--only NAME] [--fork].

Each input is a file that is read well, changed at random. Whatever it is, each reader must answer with what
it read or one sentence, soon, and without growing. What it does not is kept in FOLDER, by the number that
makes it again; once it is mended, a table goes into tests/data/tables/corpus, and anything else into a test.

With --fork (not on Windows) the second process that reads a workbook is a fork of this one, with the same
limits: twenty times as fast.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from fuzzing.changes import changed
from fuzzing.readers import READERS, Reader

from nnviz.config_folder import VARIABLE
from nnviz.data.errors import DataError
from nnviz.data.images.openml import DownloadError
from nnviz.data.tables import workbook, workbook_reader
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.sweeps.kept_cells import KeptCellsError
from nnviz.explain.exercise.answers import AnswersError

SLOW, PATIENCE = 5.0, 120.0  # seconds of computing, and of waiting on a busy machine
GROWTH = 300_000_000  # bytes beyond the beginning
LARGEST = 4_000_000_000  # bytes that may be asked for at once, those of libraries included
WHOLE = ("refused-version",)
"""Archives that can only be changed as a whole."""
REFUSALS = (DataError, SpecError, RunFileError, KeptCellsError, AnswersError, DownloadError)


class HangError(BaseException):
    """Something took too long; nothing that is read catches this."""


def answer(reader: Reader, path: Path, rng: random.Random) -> str:
    """Read one input; return what it came to. What is no refusal in one sentence goes on."""
    try:
        return reader.read(path, rng)
    except REFUSALS as error:
        sentence = error.reason if isinstance(error, DataError) else str(error)
        if "\n" in sentence or not sentence.endswith((".", "?")):
            raise AssertionError(f"no sentence: {sentence!r}") from None
        return "refused"


class Fork:
    """The second process of a workbook, as `subprocess.Popen` has it, without starting Python."""

    def __init__(self, arguments: list[str]) -> None:
        self.returncode: int | None = None
        self._pid = os.fork()
        if not self._pid:
            with contextlib.suppress(BaseException):
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                workbook_reader.main(*arguments)
                os._exit(0)
            os._exit(1)

    def poll(self) -> int | None:
        """Return how it ended; None while it works."""
        return self._ended(os.WNOHANG)

    def wait(self) -> int | None:
        """Return how it ended, once it has."""
        return self._ended(0)

    def kill(self) -> None:
        """End it."""
        os.kill(self._pid, signal.SIGKILL)

    def _ended(self, options: int) -> int | None:
        if self.returncode is None and (ended := os.waitpid(self._pid, options))[0]:
            self.returncode = os.waitstatus_to_exitcode(ended[1])
        return self.returncode


def fork_readers() -> None:
    """Read workbooks in forks of this process from now on."""
    import python_calamine  # noqa: F401, PLC0415 (once, for all of them)

    workbook._started = Fork  # type: ignore[assignment]
    workbook._BETWEEN_LOOKS = 0.001


def memory() -> int:
    """Return the largest memory of this process so far, in bytes; 0 where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 (there is none on Windows)
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


@contextlib.contextmanager
def limits() -> Iterator[None]:
    """Bound what is allocated, where the system can."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform == "linux":
        there = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (there + LARGEST, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextlib.contextmanager
def alarm() -> Iterator[None]:
    """End what hangs, where the system can."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def hangs(_number: int, _frame: FrameType | None) -> None:
        raise HangError

    before = signal.signal(signal.SIGALRM, hangs)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Ground:
    """A folder in which files of one reader are damaged and read.

    Parameters
    ----------
    reader : Reader
    folder : Path
        Empty, and moved to by the settings of the app, so that nobody's own are touched.
    only : str
        A part of the names of the files that are damaged.
    """

    def __init__(self, reader: Reader, folder: Path, only: str = "") -> None:
        self.reader = reader
        self._folder = folder
        with _at_home_in(folder):
            found = reader.seeds(folder)
        self.seeds = [path for path in found if only in path.name]
        self._contents = [path.read_bytes() for path in self.seeds]

    def unchanged(self) -> dict[str, str]:
        """Read the files as they are, and return what each came to."""
        made = {}
        for source, content in zip(self.seeds, self._contents, strict=True):
            path = self._put(source, content)
            with _at_home_in(self._folder):
                made[source.name] = answer(self.reader, path, random.Random(0))
            path.unlink()
        return made

    def one(self, number: int, seed: int, told: Callable[[str], None] = print) -> str:
        """Make input `number`, read it, and keep it in the folder above if that goes wrong."""
        rng = random.Random(f"{seed} {self.reader.name} {number}")
        place = rng.randrange(len(self.seeds))
        source = self.seeds[place]
        content = self._contents[place]
        content = (changed if source.stem in WHOLE else self.reader.change)(content, rng)
        path = self._put(source, content)
        begin, computing = time.perf_counter(), time.process_time()
        try:
            with _at_home_in(self._folder), alarm():
                result = answer(self.reader, path, rng)
        except HangError:
            result = "HANGS"
        except Exception:
            told(traceback.format_exc())
            result = "WRONG"
        if time.process_time() - computing > SLOW or time.perf_counter() - begin > PATIENCE:
            result = "SLOW"
        if result.isupper():
            kept = self._folder.parent / f"{self.reader.name}-{seed}-{number}{source.suffix}"
            shutil.copy(path, kept)
            told(f"{result}: input {number} of {source.name}, kept as {kept}")
        path.unlink(missing_ok=True)
        return result

    def _put(self, source: Path, content: bytes) -> Path:
        name = self.reader.place or f"input{''.join(source.suffixes[-2:])}"
        path = self._folder / name
        if not path.suffix:
            path = path.with_suffix(source.suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path


@contextlib.contextmanager
def _at_home_in(folder: Path) -> Iterator[None]:
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def run(reader: Reader, chosen: argparse.Namespace) -> bool:
    """Read the inputs of one reader and say how they came out; return whether all went well."""
    counts: dict[str, int] = {}
    begin = time.process_time()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        ground = Ground(reader, Path(folder), chosen.only)
        before = memory()
        with limits():
            for number in range(chosen.first, chosen.first + chosen.count):
                result = ground.one(number, chosen.seed)
                counts[result] = counts.get(result, 0) + 1
    growth = memory() - before
    said = ", ".join(f"{count:,} {result}" for result, count in sorted(counts.items()))
    seconds = time.process_time() - begin
    print(f"{reader.name}: {said}; memory grew by {growth / 1e6:.0f} MB; {seconds:.0f} s", flush=True)
    return growth <= GROWTH and not any(result.isupper() for result in counts)


def main() -> int:
    """Read the inputs and say how they came out; 1 if any went wrong."""
    names = [reader.name for reader in READERS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--reader", action="append", choices=names, help="may be given several times; else all"
    )
    parser.add_argument("--count", type=int, default=20_000, help="inputs a reader")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "nnviz-fuzz")
    parser.add_argument("--only", default="", help="part of the names of the files that are damaged")
    parser.add_argument("--fork", action="store_true", help="read workbooks in forks of this process")
    chosen = parser.parse_args()
    if chosen.fork:
        fork_readers()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    results = [run(reader, chosen) for reader in READERS if reader.name in (chosen.reader or names)]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
