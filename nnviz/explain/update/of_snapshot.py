"""The case of a snapshot whose coming update is to be explained."""

from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.explain.formulas.names import latex_names
from nnviz.explain.update.case import Case


def case_of(snapshot: DataInstant, sample: int = 0, digits: int = 4, whole: bool = False) -> Case:
    """Return the case of an update that comes with a snapshot, because it was wished."""
    coming, names = snapshot.look(ComingUpdate), latex_names(snapshot.input_names)
    assert coming is not None
    return Case(coming.trace, coming.network, coming.training, sample, digits, names, whole, coming.scaling)
