"""How the house stands: circles and the longest chain of imports, and how full each folder is.

    python scripts/house.py

`tests/test_house.py` holds the house to this; which floor may import which is said in pyproject.toml.
"""

from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nnviz"

Imports = dict[str, set[str]]
"""Each module, and what it imports of the others."""


def imports() -> Imports:
    """Return all imports within nnviz that are written: at the top, in functions, and for types only."""
    graph = grimp.build_graph("nnviz")
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def circle(imported: Imports) -> list[str]:
    """Return the modules of a circle of imports, if there is one."""
    done: set[str] = set()

    def search(module: str, path: list[str]) -> list[str]:
        if module in path:
            return path[path.index(module) :]
        if module not in done:
            for other in sorted(imported[module]):
                found = search(other, [*path, module])
                if found:
                    return found
            done.add(module)
        return []

    return next((found for module in sorted(imported) if (found := search(module, []))), [])


def longest_chain(imported: Imports) -> list[str]:
    """Return the modules of the longest chain of imports from the top down; there must be no circle."""

    @cache
    def chain(module: str) -> tuple[str, ...]:
        return (module, *max((chain(other) for other in sorted(imported[module])), key=len, default=()))

    return list(max((chain(module) for module in sorted(imported)), key=len))


def folders() -> dict[Path, int]:
    """Return the number of modules in every folder of nnviz, `__init__.py` left out."""
    inits = PACKAGE.rglob("__init__.py")
    return {init.parent: len(list(init.parent.glob("*.py"))) - 1 for init in inits}


def main() -> None:
    """Print the numbers."""
    everything = imports()
    print(f"{len(everything)} modules, {sum(map(len, everything.values()))} imports")
    found = circle(everything)
    print("circle:", ", ".join(found) or "none")
    if not found:
        chain = longest_chain(everything)
        print(f"longest chain: {len(chain)} modules\n  " + "\n  ".join(chain))
    full = sorted(folders().items(), key=lambda item: -item[1])[:8]
    print("fullest folders:", ", ".join(f"{folder.relative_to(ROOT)} {count}" for folder, count in full))


if __name__ == "__main__":
    main()
