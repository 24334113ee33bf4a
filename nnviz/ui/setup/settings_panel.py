"""The panel of all settings that are not changed on the diagram: of the data, then of the training."""

from PySide6.QtCore import Signal

from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import Style
from nnviz.ui.settings import Settings
from nnviz.ui.setup.data_panel import DataPanel
from nnviz.ui.setup.training_panel import TrainingPanel
from nnviz.ui.widgets.scroll_column import ScrollColumn


class SettingsPanel(ScrollColumn):
    """Both forms in one column that scrolls.

    Signals
    -------
    spec_changed : Spec, str
        The Spec after a user's change, and what was changed.
    grabbed, settled
        A drag begins, a drag has ended: the changes between them are one step of undo.
    vary_asked : str, str
        The key of a setting that is to be varied, and where: in a "sweep" or on a "map".
    """

    spec_changed = Signal(object, str)
    grabbed = Signal()
    settled = Signal()
    vary_asked = Signal(str, str)
    frames_apart = TrainingPanel.frames_apart

    def __init__(self, settings: Settings) -> None:
        self.data = DataPanel(settings)
        self.training = TrainingPanel(settings)
        super().__init__(self.data, self.training)
        for part in (self.data, self.training):
            part.spec_changed.connect(self.spec_changed)
            part.grabbed.connect(self.grabbed)
            part.settled.connect(self.settled)
            part.vary_asked.connect(self.vary_asked)

    def set_spec(self, spec: Spec) -> None:
        """Show the settings of `spec`; emits nothing."""
        self.data.set_spec(spec)
        self.training.set_spec(spec)

    def wishes(self) -> Wishes:
        """Return what the panel needs."""
        return self.training.wishes()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the points, and what the schedule has made of the learning rate."""
        self.data.show_snapshot(snapshot)
        self.training.show_snapshot(snapshot)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.data.set_style(style)
        self.training.set_style(style)
