"""Write docs/modules.md, one line a module, from their docstrings: python scripts/make_modules_page.py."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "modules.md"
PACKAGES = ("engine", "data", "experiment", "explain", "tasks", "paint", "worker", "export", "ui", "cli")

INTRODUCTION = """# The modules

One line for each, from its docstring; [architecture](architecture.md) says how they work together. Lower
packages come first: imports run from below to above only. Made by `python scripts/make_modules_page.py`.
"""


def page() -> str:
    """Return the whole page."""
    package = ROOT / "nnviz"
    others = [folder.name for folder in subfolders(package) if folder.name not in PACKAGES]
    folders = [
        folder for name in (*PACKAGES, *others) for folder in (package / name, *subfolders(package / name))
    ]
    return "\n".join([INTRODUCTION, *(section(folder) for folder in (package, *folders))])


def subfolders(folder: Path) -> list[Path]:
    """Return the packages inside a package."""
    return sorted(inside.parent for inside in folder.glob("*/__init__.py"))


def section(folder: Path) -> str:
    """Return one folder as a table; its own docstring stands above."""
    rows = [
        f"| `{path.name}` | {summary(path).replace('|', chr(92) + '|')} |"
        for path in sorted(folder.glob("*.py"))
        if path.name != "__init__.py"
    ]
    about = summary(folder / "__init__.py")
    table = ["| module | idea |", "|---|---|", *rows, ""] if rows else []
    return "\n".join([f"## {folder.relative_to(ROOT).as_posix()}", "", about, "", *table])


def summary(path: Path) -> str:
    """Return the first sentence or paragraph of a module's docstring, on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
