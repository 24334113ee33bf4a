"""Maps as fine as paper needs them take the compiled engine, which is compiled once per machine."""

import pytest
from PySide6.QtWidgets import QApplication

from nnviz.engine.compiling.background import ensure_compiled, hint
from nnviz.paint.drawing.fonts import load_fonts


@pytest.fixture(scope="session")
def compiled_engine():
    assert ensure_compiled(), hint()


@pytest.fixture(scope="session", autouse=True)
def _application(qapp: QApplication) -> None:
    """Have the application that tests of windows need too: there is one for the life of the process."""
    load_fonts()
