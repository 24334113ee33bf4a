import pytest

from nnviz.engine.compiling.background import ON_DEMAND, ensure_compiled, hint


@pytest.fixture(scope="session")
def compiled_engine():
    """Long runs are tested with the compiled engine, which is compiled once per machine."""
    assert ensure_compiled(*ON_DEMAND), hint()
