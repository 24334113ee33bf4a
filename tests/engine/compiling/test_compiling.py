"""The way to compiled code: in the background, from the cache, and through everything that can go wrong.

Most tests run a small engine in processes of its own: the real files of the engine, with one entry point that
compiles in a moment.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import nnviz
from nnviz.engine.compiling import cache_folder
from nnviz.locks import locked

pytest.importorskip("numba")

ENGINE = Path(nnviz.__file__).parent / "engine"
FOUNDATION = ("lanes", "compiling")
SMALL_ENTRY = """
from nnviz.engine.lanes.elementary import sigmoid
from nnviz.arrays import FloatArray
from nnviz.engine.lanes.kernel import entry_point
from nnviz.engine.lanes.tags import NETWORKS, SAMPLES, SAMPLES32, SINGLE, Tag
from nnviz.engine.lanes.interpreted import fma, load, store, store_gradient

@entry_point(SINGLE, SAMPLES, SAMPLES32, NETWORKS)
def mix(tag: Tag, values: FloatArray, sums: FloatArray) -> float:
    for i in range(values.size // tag.lanes):
        x = load(tag, values, i)
        y = fma(sigmoid(x), x, x * 0.1 + 1.0)
        store(tag, values, i, y / x)
        store_gradient(tag, sums, i, y)
    return 1.0
"""
USE = """
import hashlib, json, sys, threading, time
import numpy as np
from nnviz.engine.compiling import background as compiling
from nnviz.engine.mix import mix

def digest():
    all_bits = hashlib.sha256()
    for tag in mix.tags:
        values = np.random.default_rng(0).normal(0.0, 3.0, 320).astype(tag.dtype)
        sums = np.zeros_like(values)
        mix(tag, values, sums)
        all_bits.update(values.tobytes() + sums.tobytes())
    return all_bits.hexdigest()

def wait(seconds=200.0):
    seen, until = [compiling.status()], time.monotonic() + seconds
    while compiling.status() not in ("compiled", "unavailable") and time.monotonic() < until:
        if compiling.status() != seen[-1]:
            seen.append(compiling.status())
        time.sleep(0.002)
    return [*seen, compiling.status()]

def tell(**facts):
    print(json.dumps(dict(facts, status=compiling.status(), hint=compiling.hint(), ready=len(mix.ready))))
"""


def small_engine(folder: Path, entry: str = SMALL_ENTRY) -> Path:
    """Make a folder to run Python in, where `nnviz.engine` is the small one."""
    package = folder / "nnviz" / "engine"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    for name in ("arrays.py", "locks.py"):
        shutil.copy(ENGINE.parent / name, package.parent)
    for name in FOUNDATION:
        shutil.copytree(ENGINE / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "mix.py").write_text(entry)
    return folder


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Path:
    return small_engine(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def filled(engine, tmp_path_factory) -> Path:
    """A cache folder that is complete."""
    cache = tmp_path_factory.mktemp("filled")
    assert run(engine, cache, ENSURE)["status"] == "compiled"
    return cache


@pytest.fixture
def cache(tmp_path) -> Path:
    return tmp_path / "cache"


class Program:
    """A running Python program that uses the small engine."""

    def __init__(self, engine: Path, cache: Path, code: str, **environment: str) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("NUMBA_", "NNVIZ_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", USE + code],
            env=kept | {"NNVIZ_CACHE_DIR": str(cache), "PYTHONPATH": str(engine)} | environment,
            cwd=engine,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def result(self) -> dict:
        """Wait for the program; return what it told last."""
        out, errors = self.process.communicate(timeout=250)
        assert (self.process.returncode, errors) == (0, "")
        return json.loads(out.splitlines()[-1])


def run(engine: Path, cache: Path, code: str, **environment: str) -> dict:
    return Program(engine, cache, code, **environment).result()


START = """
compiling.start()
interpreted = digest()
seen = wait()
tell(seen=seen, interpreted=interpreted, compiled=digest())
"""
ENSURE = """
done = compiling.ensure_compiled()
tell(done=done, compiled=digest())
"""


def machine_code(cache: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in cache.rglob("*.nb?")}


def test_a_second_process_compiles_and_calls_switch_to_the_same_bits(engine, cache):
    told = run(engine, cache, START)
    assert told["status"] == "compiled"
    assert told["ready"] == 4
    assert "compiling" in told["seen"]
    assert told["interpreted"] == told["compiled"]


def test_a_complete_cache_is_loaded_and_left_alone(engine, filled):
    before = machine_code(filled)
    told = run(engine, filled, START)
    assert told["status"] == "compiled"
    assert "compiling" not in told["seen"]
    assert told["interpreted"] == told["compiled"]
    assert machine_code(filled) == before


def test_compiled_code_is_loaded_without_the_linear_algebra_of_scipy(engine, filled):
    assert run(
        engine, filled, "done = compiling.ensure_compiled()\ntell(scipy='scipy.linalg' in sys.modules)"
    ) == {
        "scipy": False,
        "status": "compiled",
        "hint": "The engine is compiled.",
        "ready": 4,
    }


def test_compiling_while_the_caller_waits(engine, cache):
    told = run(engine, cache, "early = compiling.ensure_compiled(timeout=0.0)\n" + ENSURE)
    assert told["done"] is True
    assert told["ready"] == 4
    assert run(engine, cache, "tell(early=compiling.ensure_compiled(timeout=0.0))")["early"] is False


def test_what_is_asked_for_comes_first(engine, cache):
    code = """
from nnviz.engine.lanes.tags import SAMPLES
compiling.start(SAMPLES)
wait()
tell()
"""
    assert run(engine, cache, code)["ready"] == 4
    finished = {marker.stem: marker.stat().st_mtime_ns for marker in cache.glob("engine-*/*.compiled")}
    assert len(finished) == 4
    assert finished["SAMPLES"] == min(finished.values())


def test_what_is_asked_for_later_overtakes_what_nobody_asked_for(engine, cache):
    code = """
from nnviz.engine.lanes.tags import NETWORKS
compiling.start()
while compiling.status() != "compiling":
    time.sleep(0.001)
compiling.start(NETWORKS)
wait()
tell()
"""
    assert run(engine, cache, code)["ready"] == 4
    finished = {marker.stem: marker.stat().st_mtime_ns for marker in cache.glob("engine-*/*.compiled")}
    assert len(finished) == 4
    assert finished["NETWORKS"] == min(finished.values())


def test_starting_twice_does_it_once(engine, filled):
    start_twice = "compiling.start(); compiling.start()"
    count = "threads = threading.active_count(); wait(); tell(threads=threads)"
    assert run(engine, filled, f"{start_twice}\n{count}")["threads"] == 2


def test_an_edited_engine_is_compiled_anew(tmp_path, cache):
    engine = small_engine(tmp_path / "edited")
    before = run(engine, cache, ENSURE)
    source = engine / "nnviz" / "engine" / "lanes" / "elementary.py"
    text = source.read_text(encoding="utf-8")
    assert text.count("return u / fma(") == 1
    source.write_text(text.replace("return u / fma(", "return 1.5 * u / fma("), encoding="utf-8")
    after = run(engine, cache, ENSURE)
    assert after["status"] == "compiled"
    assert after["compiled"] != before["compiled"]
    assert len(list(cache.glob("engine-*"))) == 2


def test_sources_with_a_new_date_are_compiled_by_the_second_process(tmp_path, cache):
    engine = small_engine(tmp_path / "touched")
    run(engine, cache, ENSURE)
    os.utime(engine / "nnviz" / "engine" / "mix.py", (1e9, 1e9))
    told = run(engine, cache, START)
    assert "compiling" in told["seen"]
    assert told["interpreted"] == told["compiled"]


def test_the_bits_do_not_depend_on_the_processor(tmp_path, cache):
    entry = SMALL_ENTRY.replace("import sigmoid", "import log, sigmoid, tanh").replace(
        "y / x", "log(x * x) * tanh(y)"
    )
    engine = small_engine(
        tmp_path / "more", entry.replace("SINGLE, SAMPLES, SAMPLES32, NETWORKS)", "SINGLE, SAMPLES32)")
    )
    targets = [{"NUMBA_CPU_NAME": name, "NUMBA_CPU_FEATURES": ""} for name in ("generic", "haswell")] + [{}]
    programs = [Program(engine, cache, ENSURE, **target) for target in targets]
    told = [program.result() for program in programs]
    assert [one["status"] for one in told] == ["compiled"] * 3
    assert len({one["compiled"] for one in told}) == 1
    assert len(list(cache.glob("engine-*"))) == 3


def test_without_a_folder_to_write_a_temporary_one_serves(engine, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    told = run(engine, tmp_path / "file", START, TMPDIR=str(tmp_path / "temporary"))
    assert told["status"] == "compiled"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_without_any_folder_it_stays_interpreted(engine, tmp_path):
    (tmp_path / "file").touch()
    told = run(engine, tmp_path / "file", "import tempfile\ntempfile.tempdir = '/nowhere/at/all'\n" + START)
    assert told["status"] == "unavailable"
    assert told["interpreted"] == told["compiled"]


def test_two_programs_at_once(engine, cache):
    programs = [Program(engine, cache, START) for _ in range(2)]
    told = [program.result() for program in programs]
    assert [one["status"] for one in told] == ["compiled"] * 2
    assert len({one["compiled"] for one in told}) == 1
    assert len(list(cache.glob("engine-*"))) == 1


def test_a_killed_second_process_leaves_it_interpreted_until_somebody_waits_for_compiled_code(engine, cache):
    code = """
import subprocess
processes = []
class Popen(subprocess.Popen):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        processes.append(self)
subprocess.Popen = Popen
compiling.start()
while not processes:
    time.sleep(0.01)
processes[0].kill()
seen = wait()
hint, interpreted = compiling.hint(), digest()
done = compiling.ensure_compiled()
tell(seen=seen, first_hint=hint, interpreted=interpreted, compiled=digest(), done=done)
"""
    told = run(engine, cache, code)
    assert told["seen"][-1] == "unavailable"
    assert "the compiling process ended early" in told["first_hint"]
    assert told["done"] is True
    assert told["interpreted"] == told["compiled"]


def test_the_second_process_ends_with_the_program_that_started_it(engine, cache):
    code = """
folder = compiling._usable_folder()
with compiling._launch(folder, compiling.ORDER[:1]) as process:
    process.stdin.close()  # as the system does when a program ends
    code = process.wait(60)
tell(code=code, compiled=[path.name for path in folder.glob("*.compiled")])
"""
    told = run(engine, cache, code)
    assert (told["code"], told["compiled"]) == (1, [])


def test_without_a_compiler_it_stays_interpreted(tmp_path, cache):
    engine = small_engine(tmp_path / "bare")
    for package in ("numba", "llvmlite"):
        (engine / package).mkdir()
        (engine / package / "__init__.py").write_text("raise ImportError('not here')")
    told = run(engine, cache, START)
    assert told["status"] == "unavailable"
    assert told["hint"] == "The engine could not be compiled; training stays slower. (Numba is not installed)"
    assert told["interpreted"] == told["compiled"]
    assert run(engine, cache, ENSURE)["done"] is False


@pytest.mark.parametrize("code", [START, ENSURE])
def test_a_compiler_that_is_switched_off(engine, cache, code):
    told = run(engine, cache, code, NUMBA_DISABLE_JIT="1")
    assert told["status"] == "unavailable"
    assert "Numba is switched off by NUMBA_DISABLE_JIT" in told["hint"]


def test_damaged_machine_code_is_replaced(engine, filled, cache):
    shutil.copytree(filled, cache)
    for file in machine_code(cache):
        file.write_bytes(file.read_bytes()[:100])
    told = run(engine, cache, START)
    assert told["status"] == "compiled"
    assert told["interpreted"] == told["compiled"]


def test_a_program_that_ends_takes_the_second_process_with_it(engine, cache):
    until_it_compiles = "while compiling.status() == 'interpreted':\n    time.sleep(0.002)\n"
    told = run(engine, cache, f"compiling.start()\n{until_it_compiles}time.sleep(0.2)\ntell()")
    assert told["status"] == "compiling"
    folder = next(cache.glob("engine-*"))
    with locked(folder):  # it would hold the lock if it were alive
        assert len(list(folder.glob("*.compiled"))) < 4


def test_the_wrong_folder_is_not_filled(engine, tmp_path):
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "nnviz.engine.compiling.background",
            str(tmp_path / "engine-0123456789abcdef"),
            "SINGLE",
        ],
        cwd=engine,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr == "the engine has changed since this was started\n"


def test_folders_unused_for_a_month_are_removed(tmp_path):
    old, young, kept, other = (
        tmp_path / name for name in ("engine-old", "engine-young", "engine-mine", "other")
    )
    for folder in (old, young, kept, other):
        folder.mkdir()
    long_ago = time.time() - 40 * 24 * 3600
    for folder in (old, kept, other):
        os.utime(folder, (long_ago, long_ago))
    cache_folder.remove_unused_folders(kept)
    assert sorted(tmp_path.iterdir()) == sorted([young, kept, other])
