"""Write docs/labs.md and docs/images/labs: first the sweeps, then groups side by side."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from lab_report.page import keys, section, start, sweeps, whole_page
from lab_report.sweeps import swept
from nnviz.engine.compiling.background import ensure_compiled

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def main() -> None:
    """Write the page."""
    ensure_compiled()  # once, for all processes
    for name in sweeps():
        swept(name)
    pictures = DOCS / "images" / "labs"
    pictures.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), start) as pool:
        sections = pool.map(section, keys(), [pictures] * len(keys()))
        page = whole_page(dict(zip(keys(), sections, strict=True)))
    (DOCS / "labs.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
