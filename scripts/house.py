"""How the house stands: the longest chain of imports, circles, and how full each folder is.

    python scripts/house.py

`tests/test_house.py` holds the house to these numbers.
"""

from pathlib import Path

import grimp

PACKAGE = Path(__file__).resolve().parent.parent / "nnviz"


def imports() -> dict[str, set[str]]:
    """Return what each module of nnviz imports of the others, when it is loaded or later."""
    graph = grimp.build_graph("nnviz", exclude_type_checking_imports=True)
    return {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


def circles(imported: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in imported[module]:
            if other not in index:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == index[module]:
            place = stack.index(module)
            group = sorted(stack[place:])
            del stack[place:]
            if len(group) > 1:
                found.append(group)

    for module in imported:
        if module not in index:
            visit(module)
    return found


def longest_chain(imported: dict[str, set[str]]) -> list[str]:
    """Return the modules of the longest chain of imports from the top down; there must be no circle."""
    longest: dict[str, list[str]] = {}

    def chain(module: str) -> list[str]:
        if module not in longest:
            below = max((chain(other) for other in sorted(imported[module])), key=len, default=[])
            longest[module] = [module, *below]
        return longest[module]

    return max((chain(module) for module in sorted(imported)), key=len)


def folders() -> dict[Path, int]:
    """Return the number of modules in every folder of nnviz, `__init__.py` left out."""
    inits = PACKAGE.rglob("__init__.py")
    return {init.parent: len(list(init.parent.glob("*.py"))) - 1 for init in inits}


def main() -> None:
    """Print the numbers."""
    imported = imports()
    groups = circles(imported)
    print(f"{len(imported)} modules, {sum(map(len, imported.values()))} imports, {len(groups)} circles")
    for group in groups:
        print("  circle:", ", ".join(group))
    if not groups:
        chain = longest_chain(imported)
        print(f"longest chain: {len(chain)} modules")
        print("\n".join(f"  {module}" for module in chain))
    full = sorted(folders().items(), key=lambda item: -item[1])
    print(
        "fullest folders:", ", ".join(f"{folder.relative_to(PACKAGE.parent)} {n}" for folder, n in full[:6])
    )


if __name__ == "__main__":
    main()
