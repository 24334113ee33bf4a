"""Read many damaged tables: python scripts/fuzz_tables.py [--count N] [--seed N] [--only NAME] [--fork].

Each input is a file of the corpus (tests/data/tables/corpus), changed at random. Whatever it is, the reader
must answer with a table or one sentence, soon, and without growing. What it does not is kept in FOLDER, by
the number that makes it again; add it to the corpus once it is mended.

With --fork (not on Windows) the second process that reads a workbook is a fork of this one, with the same
limits: twenty times as fast.
"""

import argparse
import contextlib
import io
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Sequence
from pathlib import Path

from nnviz.data.errors import DataError
from nnviz.data.images.idx import parse_idx
from nnviz.data.tables import workbook, workbook_reader
from nnviz.data.tables.table import Table

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "data" / "tables" / "corpus"
SLOW, PATIENCE = 5.0, 120.0  # seconds of computing, and of waiting on a busy machine
WORKBOOKS = (".xlsx", ".ods")
INSIDE = 0.8
"""Share of workbooks that are changed inside: others are refused as archives."""
GROWTH = 300_000_000  # bytes beyond the beginning
PIECES = (
    b",", b";", b"\t", b"|", b" ", b'"', b"'", b"\n", b"\r\n", b"\r", b"\x00", b"\xff\xfe",
    b"\xef\xbb\xbf", b"sep=", b"#", b"%", b"NA", b"?", b"nan", b"inf", b"1e999", b"-0", b"1,5", b"1.234,5",
    b"2024-02-30", b"\xe4", b"\xff",
    b"9" * 400, b"," * 1200, b"x" * 140_000, b"(((((((", b"True", b"\xf0\x9f\x98\x80",
)  # fmt: skip

XML_PIECES = (
    b'<row r="1048576">', b'<c r="XFD1048576"><v>1</v></c>', b"<c>", b"</c>", b"</row>", b"<v>",
    b"<a>" * 5000, b' t="s"', b' t="d"', b' s="99999"', b"<v>99999999999</v>", b"<v>1e999</v>", b"<v>-1</v>",
    b' ref="A1"', b' ref="A1:XFD1048576"', b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B2:A1"/>',
    b"&lol;", b"&#0;", b"&#x110000;", b"<!--", b"]]>", b"<![CDATA[",
    b'<!DOCTYPE a [<!ENTITY lol "&lol;&lol;">]>',
    b' table:number-rows-repeated="1048576"', b' table:number-rows-repeated="-1"', b"../../../etc/passwd",
    b' table:number-columns-repeated="16384"', b' office:value="x"', b' office:value-type="float"',
    b' office:date-value="0000-99-99"', b"xl/worksheets/sheet1.xml",
)  # fmt: skip
"""What goes wrong in workbooks."""


def changed(content: bytes, rng: random.Random, pieces: Sequence[bytes] = PIECES) -> bytes:
    """Return a content with some changes: bytes turned, pieces put in, taken out, doubled or cut off."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                data[at:at] = rng.choice(pieces)
            case 2:
                del data[at : at + rng.randint(1, 20)]
            case 3:
                piece = data[at : at + rng.randint(1, 60)]
                data[at:at] = piece * rng.randint(1, 50)
            case 4 if rng.random() < 0.3:
                del data[at:]
            case _ if at < len(data):
                data[at] = rng.randrange(256)
    return bytes(data)


def changed_inside(content: bytes, rng: random.Random) -> bytes:
    """Return a workbook of which one part is changed: as a whole it is no damaged archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as other:
        names = archive.namelist()
        chosen = rng.choice(names)
        for name in names:
            part = archive.read(name)
            if name == chosen:
                part = changed(part, rng, (*PIECES, *XML_PIECES))
            other.writestr(name, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def answer(name: str, path: Path, content: bytes, rng: random.Random) -> str:
    """Read one input; return what it came to. What is no DataError goes on."""
    try:
        if name.endswith(".idx"):
            parse_idx(content, 3, "images")
            return "read"
        missing = rng.choice(("refuse", "drop", "mean"))
        table = Table(path=str(path), missing=missing).understood()
        return "read" if table.obstacle is None else "refused inside"
    except DataError as error:
        if "\n" in error.reason or not error.reason.endswith((".", "?")):
            raise AssertionError(f"no sentence: {error.reason!r}") from None
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


def one(number: int, seed: int, corpus: list[Path], folder: Path) -> str:
    """Make input `number`, read it, and keep it if that goes wrong."""
    rng = random.Random(f"{seed} {number}")
    source = rng.choice(corpus)
    is_archive = source.suffix in WORKBOOKS and source.stem != "refused-version" and rng.random() < INSIDE
    content = (changed_inside if is_archive else changed)(source.read_bytes(), rng)
    path = folder / f"input{source.suffix}"
    path.write_bytes(content)
    begin, computing = time.perf_counter(), time.process_time()
    try:
        result = answer(source.name, path, content, rng)
    except Exception:
        traceback.print_exc()
        result = "WRONG"
    if time.process_time() - computing > SLOW or time.perf_counter() - begin > PATIENCE:
        result = "SLOW"
    if result.isupper():
        kept = path.rename(folder / f"{seed}-{number}{source.suffix}")
        print(f"{result}: input {number} of {source.name}, kept as {kept}")
    return result


def main() -> int:
    """Read the inputs and say how they came out; 1 if any went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "nnviz-fuzz")
    parser.add_argument("--only", default="", help="part of the names of corpus files")
    parser.add_argument("--fork", action="store_true", help="read workbooks in forks of this process")
    chosen = parser.parse_args()
    if chosen.fork:
        fork_readers()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    corpus = sorted(path for path in CORPUS.iterdir() if chosen.only in path.name)
    counts: dict[str, int] = {}
    before = memory()
    for number in range(chosen.count):
        result = one(number, chosen.seed, corpus, chosen.folder)
        counts[result] = counts.get(result, 0) + 1
    growth = memory() - before
    print(", ".join(f"{count:,} {result}" for result, count in sorted(counts.items())))
    print(f"memory grew by {growth / 1e6:.0f} MB")
    return int(growth > GROWTH or any(result.isupper() for result in counts))


if __name__ == "__main__":
    sys.exit(main())
