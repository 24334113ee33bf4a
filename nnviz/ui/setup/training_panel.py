"""How the network is trained: learning rate, batch size, loss, optimizer and everything beside them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.fields import Field, fields_of, value_of
from nnviz.experiment.spec.spec import Spec
from nnviz.numerals import short_number
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.folded_form import FoldedForm
from nnviz.ui.settings import Settings

MAIN = ("training.learning_rate", "training.batch_size", "training.loss", "training.optimizer")
"""Always in sight; the numbers of the chosen optimizer, and any setting not named here, follow."""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Regularisation": ("training.l2", "training.l1", "training.weight_decay", "network.dropout"),
    "Schedule": (
        "training.schedule",
        "training.schedule_epochs",
        "training.schedule_factor",
    ),
    "Start": ("network.init", "network.init_scale", "training.seed", "network.bias", "network.dtype"),
    "Updates": ("training.reduction", "training.shuffle", "training.order"),
    "Stop": (
        "training.epochs",
        "stop.loss",
        "stop.accuracy",
        "stop.plateau_epochs",
        "stop.plateau_change",
        "stop.on",
    ),
}

NETWORK = frozenset(
    {"network.init", "network.init_scale", "network.bias", "network.dropout", "network.dtype"}
)
"""Of the network only these, while they are the same for all layers; the rest is changed on the diagram."""


class TrainingPanel(QWidget):
    """The settings of `[training]` and `[stop]`, as a form made from the Spec's own description.

    Signals
    -------
    spec_changed : Spec, str
        The Spec after a user's change, and which setting it was.
    grabbed, settled
        A drag begins, a drag has ended: the changes between them are one step of undo.
    vary_asked : str, str
        The key of a setting that is to be varied, and where: in a "sweep" or on a "map".
    """

    spec_changed = Signal(object, str)
    grabbed = Signal()
    settled = Signal()
    vary_asked = Signal(str, str)
    frames_apart = 2

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FoldedForm("training", MAIN, SECTIONS, settings, wide=MAIN[:1])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.addWidget(self.form)
        layout.addStretch()
        self.form.changed.connect(self.spec_changed)
        self.form.grabbed.connect(self.grabbed)
        self.form.settled.connect(self.settled)
        self.form.vary_asked.connect(self.vary_asked)

    def set_spec(self, spec: Spec) -> None:
        """Show the settings of `spec`; emits nothing."""
        self.form.show_fields(spec, [field for field in fields_of(spec) if _belongs(spec, field)])

    def wishes(self) -> Wishes:
        """Return what the panel needs: nothing that is not always there."""
        return ()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say what the schedule has made of the learning rate."""
        scheduled = snapshot.spec.training.schedule != "constant"
        remark = f"now {short_number(snapshot.learning_rate, 3)}" if scheduled else ""
        self.form.sections["Schedule"].set_remark(remark)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.form.set_style(style)


def _belongs(spec: Spec, field: Field) -> bool:
    if field.key in NETWORK:
        return not isinstance(value_of(spec, field.key), tuple)
    return field.key.startswith(("training.", "stop."))
