"""What the output picture can be asked to show: the entries of its menu."""

from collections.abc import Callable

from PySide6.QtGui import QAction

from nnviz.ui.widgets.corner_menu import CornerMenu

TRUTH_NAME = "Ground truth beside prediction"


class BoundarySwitches:
    """The entries of a menu; `chosen` is called when a switch is turned.

    Attributes
    ----------
    every : tuple of QAction
        The hard boundary, test points, rings around wrong points, and the truth beside the prediction.
    """

    def __init__(self, menu: CornerMenu, chosen: Callable[[], None]) -> None:
        self._menu = menu
        truth = "The true classes of the points beside the predicted ones, or predictions against the truth"
        self.every = (
            menu.add("Hard boundary", "H", "The decision without its certainty", chosen, checked=False),
            menu.add("Test points", "T", "Points the network is not trained on", chosen, checked=True),
            menu.add("Mark wrong points", "W", "Rings around wrong points", chosen, checked=True),
            menu.add(TRUTH_NAME, "G", truth, chosen, checked=False),
        )

    def add_ways_back(
        self, follow: Callable[[], None], all_levels: Callable[[], None]
    ) -> tuple[QAction, QAction]:
        """Append what shows all inputs and all colours again; neither can be asked for before a part is."""
        colours = "Colours from the least output to the greatest"
        back = (
            self._menu.add("Whole domain", "F", "Show all inputs again", follow),
            self._menu.add("All colours", "C", colours, all_levels),
        )
        for action in back:
            action.setEnabled(False)
        return back
