"""The table of a map of trainings: one line a pixel that has been run, for programs."""

import csv
import io
from collections.abc import Iterator

from nnviz.experiment.results.map_standing import MapStanding

COLUMNS = ("train_loss", "train_accuracy", "learned_at_epoch", "diverged_at_update", "updates")


def map_csv(standing: MapStanding) -> str:
    """Return every run with its numbers in full; empty where there is none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((standing.x.key, standing.y.key, *COLUMNS))
    writer.writerows(_lines(standing))
    return text.getvalue()


def _lines(standing: MapStanding) -> Iterator[list[str]]:
    rows, columns = standing.size.shape
    for row in range(rows):
        for column in range(columns):
            pixel = standing.pixel(column, row)
            if pixel is None or standing.run_at(column, row) != (column, row):
                continue
            numbers = (pixel.loss, pixel.accuracy, pixel.learned, pixel.diverged, pixel.updates)
            yield [repr(pixel.x), repr(pixel.y), *("" if value is None else repr(value) for value in numbers)]
