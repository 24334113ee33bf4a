import numpy as np

from nnviz.experiment.look import maps
from nnviz.experiment.look.input_planes import outputs_and_responses
from nnviz.experiment.look.maps import MapMaker
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict


def test_a_paused_map_that_takes_long_is_coarse_at_first_and_as_fine_as_asked_for_later(monkeypatch):
    session = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}}))
    run = session.run
    maker = MapMaker()

    def make(unhurried):
        sides = (40, 16)
        return maker.maps(run.network, *run.parameters(), run.prepared, sides, False, unhurried)

    monkeypatch.setattr(maps, "PATIENCE", 1e-9)
    monkeypatch.setattr(maps, "LONG_PATIENCE", 1e9)
    assert make(unhurried=False).boundary.outputs.shape[0] < 40
    assert maker.coarse
    fine = make(unhurried=True)
    assert not maker.coarse
    exact = outputs_and_responses(run.network, *run.parameters(), run.prepared, 40, 16)
    assert np.array_equal(fine.boundary.outputs, exact.boundary.outputs)
    assert fine.responses[1].shape == (3, 16, 16)
