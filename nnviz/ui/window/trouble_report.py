"""The report that can be sent along with a question: what went wrong, what is installed, the log's end."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QMimeData, QObject, Slot

from nnviz.tasks.tasks import Tasks
from nnviz.ui.failures import log_file
from nnviz.ui.widgets.banner import Banner
from nnviz.ui.widgets.clipboard import put_on_clipboard

END_OF_LOG = 8_000
"""Characters of the log in a report."""
HIDDEN_HOME = "~"
"""What stands in a report for the home folder, which often names its owner."""


class TroubleReport(QObject):
    """Says what went wrong, and copies the report when it is asked for."""

    def __init__(self, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._banner = banner
        self._trouble = ""
        self._tasks = Tasks(self, "The report")
        self._tasks.finished.connect(self._copied)
        self._tasks.failed.connect(self._banner.say)

    def tell(self, sentence: str, trace: str) -> None:
        """Say that something went wrong, and offer the report with where it happened."""
        self._trouble = f"{sentence}\n\n{trace}"
        self._banner.say(
            sentence, "Copy report", self.copy, tip="What is needed to find out why: paste it into a message"
        )

    @Slot()
    def copy(self) -> None:
        """Put the report on the clipboard; what Qt and the packages say takes a moment."""
        self._banner.say("The report is being made …", quiet=True)
        trouble = self._trouble
        self._tasks.submit(lambda _task: report(trouble, log_file()))

    @Slot(object)
    def _copied(self, text: str) -> None:
        content = QMimeData()
        content.setText(text)
        put_on_clipboard(content)
        self._banner.say("The report is on the clipboard: paste it into a message.", quiet=True)


def report(trouble: str, log: Path) -> str:
    """Return the report: what went wrong last, if anything; the installation; the end of the log."""
    from nnviz.checkup import checkup  # noqa: PLC0415 (nobody needs it at the start)
    from nnviz.checkup_text import report_text  # noqa: PLC0415

    installation = report_text(msgspec.to_builtins(checkup(log)))
    parts = (trouble.strip(), installation.strip(), f"The end of the log:\n{end_of(log)}")
    text = "\n\n".join(part for part in parts if part)
    return text.replace(str(Path.home()), HIDDEN_HOME) + "\n"


def end_of(log: Path) -> str:
    """Return the last lines of a log, none of them cut; or that there are none."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - END_OF_LOG))
            end = file.read().decode("utf-8", "replace")
    except OSError:
        return "(there is none)"
    whole = end if size <= END_OF_LOG else end.partition("\n")[2]
    return whole.strip() or "(it is empty)"
