"""Write docs/modules.md, one line a module, from their docstrings: python scripts/make_modules_page.py."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "modules.md"
PACKAGES = ("engine", "data", "experiment", "explain", "paint", "worker", "export", "headless", "ui")

INTRODUCTION = """# The modules

One line for each, from its docstring; [architecture](architecture.md) says how they work together. Lower
packages come first: imports run from below to above only. Made by `python scripts/make_modules_page.py`.
"""


def page() -> str:
    """Return the whole page."""
    package = ROOT / "nnviz"
    parts = [INTRODUCTION, section("nnviz", sorted(package.glob("*.py")), package)]
    for name in PACKAGES:
        folder = package / name
        parts.append(section(f"nnviz/{name}", sorted(folder.rglob("*.py")), folder))
    return "\n".join(parts)


def section(title: str, files: list[Path], folder: Path) -> str:
    """Return one package as a table; its own docstring stands above."""
    about = summary(folder / "__init__.py")
    rows = [
        f"| `{path.relative_to(folder).as_posix()}` | {summary(path).replace('|', chr(92) + '|')} |"
        for path in files
        if path.name != "__init__.py"
    ]
    return "\n".join([f"## {title}", "", about, "", "| module | idea |", "|---|---|", *rows, ""])


def summary(path: Path) -> str:
    """Return the first sentence or paragraph of a module's docstring, on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
