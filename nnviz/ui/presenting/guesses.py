"""What the hall has guessed in a lecture, scene by scene, and the table that keeps it."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnviz.files import WriteError, written_whole
from nnviz.lecture.predict.guess import KeptGuess, csv_of
from nnviz.lecture.scene import Scene
from nnviz.ui.widgets.save_dialog import ask_where_to_save

NONE_YET = "There are no guesses yet: a scene of a lecture asks for them while it is presented."


class Guesses(QObject):
    """Keeps guesses until another lecture is opened."""

    def __init__(self, window: QWidget, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._say = window, say
        self.kept: list[KeptGuess] = []

    def take(self, number: int, scene: Scene, question: QObject) -> None:
        """Keep the guesses of all rows at the question of a scene, counted from 0, and what came of them."""
        from nnviz.lecture.predict.scoring import parts_of  # noqa: PLC0415 (the app starts sooner without)
        from nnviz.ui.asking.question import QuestionPanel  # noqa: PLC0415

        assert isinstance(question, QuestionPanel)
        assert question.truth is not None
        about = number + 1, scene.title, scene.ask or ""
        for row, (guess, scored) in enumerate(zip(question.kept, question.scores, strict=True), start=1):
            parts = parts_of(question.truth, guess)
            self.kept.append(KeptGuess(*about, row, parts, scored.share, scored.sentence))

    def save(self, folder: Path, title: str) -> None:
        """Ask where to, and write them as a table."""
        if not self.kept:
            self._say(NONE_YET)
            return
        name = re.sub(r"[^A-Za-z0-9]+", "-", f"{title or 'lecture'} guesses").strip("-").lower()
        chosen = ask_where_to_save(
            self._window, "Save guesses", folder / f"{name}.csv", {"Table (*.csv)": ".csv"}
        )
        if chosen is None:
            return
        try:
            with written_whole(chosen[0], replace=True) as partial:
                partial.write_text(csv_of(self.kept), encoding="utf-8-sig")
        except WriteError as error:
            self._say(str(error))
            return
        self._say(f"Saved: {chosen[0]}")

    @Slot()
    def forget(self) -> None:
        """Begin anew."""
        self.kept.clear()
