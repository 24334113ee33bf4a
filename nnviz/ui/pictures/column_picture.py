"""A painted picture in a column that scrolls: as wide as the column, as high as its content asks for."""

import math

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.pictures.held import HeldPicture

NARROWEST = 26 * GRID


class ColumnPicture(HeldPicture):
    """Sets its own height."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setMinimumWidth(NARROWEST)

    def height_wanted(self, snapshot: RunInstant) -> float:
        """Return the height of the picture."""
        raise NotImplementedError

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run."""
        super().show_snapshot(snapshot)
        self._fit()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._fit()
        self.update()

    def _fit(self) -> None:
        if self._snapshot is not None:
            height = math.ceil(self.height_wanted(self._snapshot) + 2 * GRID * self._style.scale)
            if height != self.minimumHeight():
                self.setFixedHeight(height)
