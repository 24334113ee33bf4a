"""Which tests look at a module: those that import it, those in the folder that mirrors its own."""

import re
from functools import cache
from pathlib import Path

PICTURES = "tests/golden/test_golden_pictures.py"
PAINTED = ("paint", "export/figures", "ui")
"""What pictures are made of."""
TAKEN = r"^ *from ([\w.]+) import (?:\(([^)]*)\)|(.*))"


def nearest_tests(path: Path, root: Path, most: int) -> list[str]:
    """Return the nearest test files: called like the module, importing it, beside, importing users.

    Survivors are counted too many rather than too few: a test further away may notice one.
    """
    mirrored = root / "tests" / path.parent.relative_to("nnviz")
    users = [_dotted(other) for other in _modules(root) if _imports(root / other, _dotted(path))]
    above = (sorted(folder.glob("test_*.py")) for folder in (mirrored, *mirrored.parents))
    beside: list[Path] = next(filter(None, above), [])
    near = [test for test in beside if path.stem in test.stem]  # commands are called by name, not imported
    near += [test for test in _tests(root) if _imports(test, _dotted(path))]
    near += beside
    near += [test for test in _tests(root) if any(_imports(test, user) for user in users)]
    found = list(dict.fromkeys(test.relative_to(root).as_posix() for test in near))[:most]
    if path.relative_to("nnviz").as_posix().startswith(PAINTED) and PICTURES not in found:
        found.append(PICTURES)
    return [test for test in found if (root / test).exists()]


def _dotted(path: Path) -> str:
    whole = ".".join(path.with_suffix("").parts)
    return whole.removesuffix(".__init__")


@cache
def _imported(path: Path) -> frozenset[str]:
    """Return the modules that a file imports, and everything it takes out of one."""
    text = path.read_text("utf-8")
    found = set(re.findall(r"^ *import ([\w.]+)", text, re.MULTILINE))
    for module, bracketed, bare in re.findall(TAKEN, text, re.MULTILINE):
        found.add(module)
        found.update(f"{module}.{name}" for name in re.findall(r"\w+", bracketed or bare))
    return frozenset(found)


def _imports(path: Path, module: str) -> bool:
    return module in _imported(path)


@cache
def _tests(root: Path) -> tuple[Path, ...]:
    return tuple(sorted((root / "tests").rglob("test_*.py")))


@cache
def _modules(root: Path) -> tuple[Path, ...]:
    return tuple(path.relative_to(root) for path in sorted((root / "nnviz").rglob("*.py")))
