"""Maps as fine as paper needs them take the compiled engine, which is compiled once per machine."""

import pytest

from nnviz.engine.compiling import ensure_compiled, hint


@pytest.fixture(scope="session")
def compiled_engine():
    assert ensure_compiled(), hint()
