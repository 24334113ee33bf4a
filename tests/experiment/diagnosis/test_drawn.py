"""Networks that do not learn, drawn at random: following the first advice ends it.

`scripts/diagnose_many.py` does the same with as many as one likes, and with all experiments that ship.
"""

import pytest
from ailing import CAUSES, ailing
from diagnose_many import quality_at_end, what_is_wrong

from nnviz.experiment.run.engine_watch import wait_until_compiled

POOR = dict.fromkeys(CAUSES, 0) | {"target_range": 1, "no_bias": 1, "sorted": 1, "large_weights": 1}
"""A draw of each cause that does not learn: with some causes others do."""


@pytest.mark.parametrize("cause", CAUSES)
def test_the_first_advice_is_the_one_that_helps(cause: str) -> None:
    spec = ailing(cause, POOR[cause])
    wait_until_compiled(spec)
    assert quality_at_end(spec).is_poor
    assert what_is_wrong(spec, cause) == ""
