from nnviz.experiment.snapshot import Request
from nnviz.ui.frame_feed import combined


def test_one_request_serves_all_views() -> None:
    several = [
        Request(boundary=80, metrics=False),
        Request(responses=32, metrics=False, gradients=True),
        Request(boundary=40, metrics=False),
    ]
    assert combined(several) == Request(boundary=80, responses=32, metrics=False, gradients=True)


def test_nothing_is_asked_for_when_nothing_is_seen() -> None:
    assert combined([]) == Request(boundary=0, responses=0, metrics=False, gradients=False)
