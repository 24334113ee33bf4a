"""The pages that are made from the code are those the code makes today; what they name exists."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["file_format", "modules"])
def test_a_page_made_from_the_code_is_current(name: str) -> None:
    maker = runpy.run_path(str(ROOT / "scripts" / f"make_{name}_page.py"))
    written = maker["PAGE"].read_text(encoding="utf-8")
    assert maker["page"]() == written, f"run python scripts/make_{name}_page.py"
    assert len(written) > 5000


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "README.md"])
def test_files_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    files = {path.name for folder in ("nnviz", "scripts", "tests") for path in (ROOT / folder).rglob("*.py")}
    named = {Path(name).name for name in re.findall(r"[\w/]+\.py\b", text)} - {"app.py"}
    assert named <= files
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert all(((ROOT / page).parent / link).exists() for link in links)
