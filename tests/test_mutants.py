"""The small changes by which the tests are tested: each one is made where it is said to be, and compiles."""

from pathlib import Path

import pytest
from mutation.mutants import can_compile, mutants_of
from mutation.near import nearest_tests

ROOT = Path(__file__).resolve().parents[1]
TEXT = '''"""Äöü: letters of more than one byte."""

def run(a: int = 3, b: float = 0.5) -> float:
    if a < 2 and not b:
        clear(a)
    for each in (a
                 is not
                 None, "µ" == b or a - b):
        raise ValueError(f"{a + 1}")
    LOGGER.info("a")
    return -a * True
'''


@pytest.fixture(scope="module")
def mutants():
    found = mutants_of(Path("nnviz/x.py"), TEXT)
    assert all(can_compile(mutant.applied(TEXT)) for mutant in found)
    return found


def changed_line(mutant):
    before, after = TEXT.splitlines(), mutant.applied(TEXT).splitlines()
    assert after != before
    return next(new for old, new in zip(before, after, strict=False) if old != new).strip()


def test_every_kind_of_change_is_found(mutants):
    lines = {(mutant.line, mutant.what, changed_line(mutant)) for mutant in mutants}
    for expected in (
        (3, "4 for 3", "def run(a: int = 4, b: float = 0.5) -> float:"),
        (3, "1.0 for 0.5", "def run(a: int = 3, b: float = 1.0) -> float:"),
        (4, "condition always true", "if True:"),
        (4, ">= for <", "if a >= 2 and not b:"),
        (4, "or for and", "if a < 2 or not b:"),
        (4, "one side of `and` dropped", "if True and not b:"),
        (4, "not dropped", "if a < 2 and (b):"),
        (5, "call removed", "None"),
        (8, "!= for ==", 'None, "µ" != b or a - b):'),
        (8, "+ for -", 'None, "µ" == b or a + b):'),
        (11, "- dropped", "return (a) * True"),
        (11, "/ for *", "return -a / True"),
        (11, "False for True", "return -a * False"),
    ):
        assert expected in lines
    assert any(what == "is for is not" for _, what, _ in lines)


def test_annotations_messages_and_logs_stay(mutants):
    assert not [mutant for mutant in mutants if mutant.line in (9, 10)]


def test_every_module_has_nearest_tests():
    modules = [path.relative_to(ROOT) for path in sorted((ROOT / "nnviz").rglob("*.py"))]
    assert len(modules) > 300
    without = [
        str(path) for path in modules if path.name != "__init__.py" and not nearest_tests(path, ROOT, 1)
    ]
    assert len(without) < 20, without
