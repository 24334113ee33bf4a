"""A quiet heading that folds the form under it away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nnviz.experiment.spec.fields import Field
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.elided_label import ElidedLabel
from nnviz.ui.forms.fold_heading import FoldHeading
from nnviz.ui.forms.form import Form
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.plain_text import plain_tip

_OPEN = "open"
_FOLDED = "folded"


class FormSection(QWidget):
    """A heading with a chevron over `form`; whether it is open is remembered in `settings`.

    The controls are made when the form is first unfolded: most never are, and the window opens sooner.
    """

    def __init__(
        self, name: str, title: str, form: Form, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = f"sections/{name}"
        self._settings = settings
        self.form = form
        self._waiting: tuple[Spec, Sequence[Field]] | None = None
        self.heading = FoldHeading(title)
        self.summary = ElidedLabel("", self)
        self.summary.setProperty("role", "note")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._summary = self._remark = ""
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(self.summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(line)
        layout.addWidget(form)
        self.heading.clicked.connect(self._toggle)
        self.set_open(settings.text(self._key) == _OPEN)

    def show_fields(self, spec: Spec, fields: Sequence[Field]) -> None:
        """Show these fields, at once or when the form is unfolded."""
        self._waiting = spec, fields
        if self.is_open() or self.form.keys():
            self.complete()

    def complete(self) -> None:
        """Make or renew the controls now."""
        if self._waiting is not None:
            self.form.show_fields(*self._waiting)
            self._waiting = None

    def is_open(self) -> bool:
        """Return whether the form is shown."""
        return not self.form.isHidden()

    def set_open(self, on: bool) -> None:
        """Show or fold away the form."""
        if on:
            self.complete()
        self.heading.set_open(on)
        self.form.setVisible(on)
        self._say()

    def set_summary(self, text: str) -> None:
        """Say in a few words what is set under the heading; shown while it is folded."""
        self._summary = text
        self._say()

    def set_remark(self, text: str) -> None:
        """Say what has become of that at this moment; shown whether it is folded or not."""
        if text != self._remark:
            self._remark = text
            self._say()

    def _say(self) -> None:
        words = [self._remark, "" if self.is_open() else self._summary]
        text = ", ".join(word for word in words if word)
        self.summary.setText(text)
        self.summary.setToolTip(plain_tip(text))

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.heading.set_style(style)
        self.form.set_style(style)

    def _toggle(self) -> None:
        self.set_open(not self.is_open())
        self._settings.set(self._key, _OPEN if self.is_open() else _FOLDED)
        if self.is_open():
            QTimer.singleShot(0, self, self._come_into_view)  # when it has its height

    def _come_into_view(self) -> None:
        """Scroll what is around it so far that as much of the section is seen as fits."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self.form, 0, GRID)
            around.ensureWidgetVisible(self.heading, 0, GRID)
