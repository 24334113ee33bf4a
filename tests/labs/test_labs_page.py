"""The page of the labs: every experiment and every picture is there."""

import re
from pathlib import Path

from nnviz.experiment.spec.catalogue import catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURES = DOCS / "images" / "labs"
PAGE = (DOCS / "labs.md").read_text(encoding="utf-8")


def test_every_experiment_of_the_labs_is_on_the_page():
    shipped = {entry.name for entry in catalogue() if entry.lab.startswith("Lab ")}
    assert set(re.findall(r"`nnviz train ([^ `]+)`", PAGE)) == shipped


def test_every_picture_is_shown_once():
    shown = re.findall(r"!\[[^]]+\]\(images/labs/([^)]+)\)", PAGE)
    assert sorted(shown) == sorted(path.name for path in PICTURES.iterdir())


def test_pictures_are_modest():
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < 3_700_000
