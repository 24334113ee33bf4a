"""What to look for in this experiment: its `about` text."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.widgets.plain_text import MarkdownBrowser


class AboutPanel(QWidget):
    """Shows the Markdown that comes with an experiment; links open in the browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = MarkdownBrowser(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setProperty("role", "about")
        self.text.setAccessibleName("About this experiment")
        self._spec: Spec | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)

    def set_spec(self, spec: Spec) -> None:
        """Show the text of `spec`."""
        if self._spec is None or (spec.title, spec.about) != (self._spec.title, self._spec.about):
            self._spec = spec
            self._show()

    def set_style(self, style: Style) -> None:
        """Lay the text out again at its new size."""
        self.text.setStyleSheet(f"font-size: {round(style.text)}px;")
        self.text.document().setDocumentMargin(GRID * style.scale)
        self._show()

    def _show(self) -> None:
        if self._spec is not None:
            about = self._spec.about.strip() or "*This experiment has no description.*"
            self.text.show_markdown(about, self._spec.title)
