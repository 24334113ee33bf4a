"""What to look for in this experiment: its `about` text."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nnviz.experiment.spec.catalogue import catalogue
from nnviz.experiment.spec.spec import Spec
from nnviz.lecture.guides import followed, tries_for
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.widgets.plain_text import MarkdownBrowser


class AboutPanel(QWidget):
    """Shows the Markdown that comes with an experiment, and what to try; other links open in the browser.

    Signals
    -------
    try_asked(Try)
        Something to try was clicked.
    """

    try_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = MarkdownBrowser(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setProperty("role", "about")
        self.text.setAccessibleName("About this experiment")
        self.text.asked.connect(self._follow)
        self._spec: Spec | None = None
        self._size = 0.0
        self._shown: tuple[Spec, float] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)

    def set_spec(self, spec: Spec) -> None:
        """Show the text of `spec`."""
        self._spec = spec
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was not laid out while nobody saw it."""
        super().showEvent(event)
        self._show()

    def set_style(self, style: Style) -> None:
        """Lay the text out again at its new size."""
        self.text.setStyleSheet(f"font-size: {round(style.text)}px;")
        self._size = style.text
        self.text.document().setDocumentMargin(GRID * style.scale)
        self._show()

    def _show(self) -> None:
        if self._spec is not None and self.isVisible() and (self._spec, self._size) != self._shown:
            self._shown = self._spec, self._size
            about = self._spec.about.strip() or "*This experiment has no description.*"
            bar = self.text.verticalScrollBar()
            place = bar.value()
            self.text.show_markdown(about + _tries(self._spec), self._spec.title)
            bar.setValue(place)

    @Slot(str)
    def _follow(self, link: str) -> None:
        wanted = followed(link)
        if wanted is not None:
            self.try_asked.emit(wanted)


def _tries(spec: Spec) -> str:
    """Return what to try with a shipped experiment, as a list of links."""
    names = [entry.name for entry in catalogue() if entry.title == spec.title]
    tries = tries_for(names[0], spec) if names else ()
    if not tries:
        return ""
    return "\n\n#### Try\n\n" + "\n".join(f"1. [{each.text}]({each.link})" for each in tries)
