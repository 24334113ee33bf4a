"""The labs are run with the compiled engine, which is compiled once per machine."""

import pytest

from nnviz.engine.compiling.background import ensure_compiled, hint


@pytest.fixture(scope="session", autouse=True)
def _compiled_engine():
    assert ensure_compiled(), hint()
