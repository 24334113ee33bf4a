"""What is printed and written about a run is, word for word, what was accepted."""

import pytest
from kept_texts import FOLDER, TEXTS_KEPT, difference_in_lines, kept_text, text

pytestmark = pytest.mark.usefixtures("compiled_engine", "qapp")


@pytest.mark.parametrize("name", TEXTS_KEPT)
def test_a_text_is_as_it_was_accepted(name):
    found = difference_in_lines(kept_text(name), text(name))
    assert not found, f"{found}\nTo accept it: .venv/bin/python scripts/goldens.py text-{name}"


def test_every_text_that_is_kept_is_still_written():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(TEXTS_KEPT)
    assert all(difference_in_lines(kept_text(name), "another") for name in TEXTS_KEPT)
