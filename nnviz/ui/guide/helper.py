"""Help: opens the user guide, the glossary and what the app is, each when it is first asked for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnviz.ui.guide.pointing import Pointing
from nnviz.ui.guide.reader import GuidePage, GuideReader


class Helper(QObject):
    """What the menu Help does beside the keys."""

    def __init__(self, window: QWidget, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._say = window, say
        self.pointing = Pointing(window)
        self.pointing.found.connect(self.explain)
        self.pointing.missed.connect(self._say_missed)
        self.reader: GuideReader | None = None

    @Slot()
    def show_guide(self) -> None:
        """Open the user guide."""
        from nnviz.ui.guide.pages import guide_pages  # noqa: PLC0415 (the app starts sooner without)

        self._open("User guide", guide_pages())

    @Slot()
    def show_glossary(self) -> None:
        """Open the glossary."""
        from nnviz.ui.guide.pages import glossary_pages  # noqa: PLC0415 (the app starts sooner without)

        reader = self._open("Glossary", glossary_pages())
        reader.link_asked.connect(self._follow)

    @Slot(str)
    def explain(self, term: str) -> None:
        """Open the glossary at a term."""
        self.show_glossary()
        if self.reader is not None:
            self.reader.show_page(term)

    @Slot()
    def show_about(self) -> None:
        """Say what the app is."""
        from nnviz.ui.guide.pages import about_text  # noqa: PLC0415 (the app starts sooner without)

        self._open("About nnviz", [GuidePage("nnviz", about_text())])

    def _open(self, title: str, pages: list[GuidePage]) -> GuideReader:
        if self.reader is not None:
            self.reader.close()
        reader = self.reader = GuideReader(title, pages, self._window)
        reader.destroyed.connect(self._forget)
        reader.show()
        reader.activateWindow()  # else Esc would not close it where nobody manages windows
        return reader

    @Slot()
    def _forget(self) -> None:
        self.reader = None

    @Slot(str)
    def _follow(self, link: str) -> None:
        from nnviz.ui.guide.pages import term_of  # noqa: PLC0415 (the app starts sooner without)

        entry = term_of(link)
        if entry is not None and self.reader is not None:
            self.reader.show_page(entry.term)

    @Slot()
    def _say_missed(self) -> None:
        self._say("The glossary has no term for that; all terms are in the menu Help, Glossary.")
