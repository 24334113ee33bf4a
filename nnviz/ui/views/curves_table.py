"""The curves that are shown as a table, for a spreadsheet."""

from nnviz.experiment.snapshot.curves import columns_of
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.charts.counts import Counts
from nnviz.paint.charts.curves import counting_of
from nnviz.paint.charts.options import CurvesOptions
from nnviz.ui.pictures.copying import tab_separated


def curves_table(snapshot: RunInstant, options: CurvesOptions, low: float, high: float) -> str:
    """Return the records between two positions on the axis, of the curves that are not hidden."""
    counting = counting_of(snapshot, options)
    columns = columns_of(counting.curves)
    places = [counting.at(epoch or 0.0) for epoch in columns["epoch"]]
    if options.counts is Counts.SECONDS:
        columns = {"seconds": list(places), **columns}
    rows = [row for row, place in enumerate(places) if low <= place <= high]
    shown = {
        name: [values[row] for row in rows]
        for name, values in columns.items()
        if name.partition("_")[0] not in options.hidden
    }
    return tab_separated(shown)
