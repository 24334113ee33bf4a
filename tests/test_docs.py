"""The pages that are made from the code are those the code makes today."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_about_the_experiment_file_is_current() -> None:
    maker = runpy.run_path(str(ROOT / "scripts" / "make_file_format_page.py"))
    written = (ROOT / "docs" / "experiment-file.md").read_text(encoding="utf-8")
    assert maker["page"]() == written, "run python scripts/make_file_format_page.py"
    assert "learning_rate" in written
