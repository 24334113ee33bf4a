"""The `export` command: from the words of the command line to a file."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from nnviz.experiment.session import Session
from nnviz.export.closeup import run_shown
from nnviz.export.errors import ExportError, no_such
from nnviz.export.exporters import export, exporter
from nnviz.export.of_session import run_of
from nnviz.export.options import ExportOptions, Movie
from nnviz.export.presets import Preset, preset_named
from nnviz.files import FileExistsAlreadyError, require_place
from nnviz.paint.drawing.theme import THEMES
from nnviz.tasks.task import Task

if TYPE_CHECKING:
    from nnviz.export.shown import Shown


class ExportOrder:
    """What the command line asked for, checked before anything is trained.

    Raises
    ------
    ExportError, PlaceError
        With one sentence, for what cannot be.
    """

    def __init__(
        self, output: str, *, figure: str, preset: str, force: bool, of_two: bool = False, **choices: Any
    ) -> None:
        self._path = Path(output)
        self._force = force
        self._exporter = exporter(figure, self._path.suffix)
        if of_two and self._exporter.name != "confusion":
            raise ExportError("Of two runs there is one figure: --figure confusion.")
        try:
            require_place(self._path, replace=force)
        except FileExistsAlreadyError:
            sentence = f"{self._path} exists already: choose another name or give --force."
            raise FileExistsAlreadyError(sentence) from None
        self._from_epoch = choices["from_epoch"]
        if not 0.0 <= self._from_epoch < math.inf:
            raise ExportError(f"An animation starts at epoch 0 or later, not at {self._from_epoch:g}.")
        self._movie = Movie(
            seconds=choices["seconds"], frames_per_second=choices["fps"], pace=choices["pace"]
        )
        _refuse_nothing(choices)
        self._options = ExportOptions(
            preset=_changed(preset_named(preset), choices),
            dpi=choices["dpi"] or 0.0,
            transparent=choices["transparent"],
            grey=choices["grey"],
            outlines=choices["outlines"],
            movie=self._movie,
        )
        self._options.check()
        self._look = tuple(choices["look"])
        if self._look:
            from nnviz.export.look.typed import check_look  # noqa: PLC0415 (it needs Qt)

            check_look(self._look, self._exporter.name)

    def carry_out(
        self,
        session: Session,
        name: str,
        report: Callable[[float], None],
        beside: tuple[Session, str] | None = None,
    ) -> list[str]:
        """Write the file from a session that has been trained; return sentences of doubt about it.

        Parameters
        ----------
        beside : (Session, str), optional
            A second run for figures of two, and what it was called on the command line.

        Raises
        ------
        ExportError, WriteError
            With one sentence.
        """
        if self._from_epoch > session.epoch:
            raise ExportError(
                f"An animation cannot start at epoch {self._from_epoch:g}: the run ends at {session.epoch:g}."
            )
        first = round(self._from_epoch * session.update / max(session.epoch, 1e-300))
        doubts: list[str] = []
        task = Task(report, warn=doubts.append)
        options = replace(self._options, movie=replace(self._movie, first=first), task=task)
        if beside is not None:
            options = replace(options, shown=_look_at_both(Path(name).stem, *beside))
        run = run_of(session, Path(name).stem, maps=self._exporter.paints)
        if self._look:
            from nnviz.export.look.typed import typed_look  # noqa: PLC0415 (it needs Qt)
            from nnviz.export.shown import Shown  # noqa: PLC0415

            shown = typed_look(options.shown or Shown(), self._look, self._exporter.name, run.snapshot)
            options, run = replace(options, shown=shown), run_shown(run, shown)
        export(run, self._exporter.name, self._path, options, replace=self._force)
        return list(dict.fromkeys(doubts))  # each figure of a report may have the same


def _look_at_both(name: str, session: Session, other: str) -> Shown:
    from nnviz.export.shown import Beside, Shown  # noqa: PLC0415 (it needs Qt, tables and code do not)

    second = other if "=" in other else Path(other).stem
    snapshot = run_of(session, second).snapshot
    if not snapshot.split.train.is_classification:
        raise ExportError(f"{second} has numbers to predict, no classes that could be confused.")
    return Shown(beside=Beside(name, second, snapshot))


def _refuse_nothing(choices: dict[str, Any]) -> None:
    """Refuse a size of 0: in options it is what suits the figure, typed it is a mistake."""
    for key, name in (("height_mm", "height"), ("dpi", "resolution")):
        if choices[key] == 0.0:
            option = key.replace("_", "-")
            raise ExportError(f"The {name} cannot be 0: leave --{option} out for one that suits the figure.")


def _changed(preset: Preset, choices: dict[str, Any]) -> Preset:
    """Return the preset with the sizes and the theme that were given in its place."""
    theme = choices["theme"]
    if theme is not None and theme not in THEMES:
        raise no_such("theme", theme, THEMES)
    given = {key: choices[key] for key in ("width_mm", "height_mm", "text_pt", "theme")}
    given = {key: value for key, value in given.items() if value is not None}
    if "width_mm" in given and "height_mm" not in given:
        given["height_mm"] = 0.0  # a preset's height belongs to its width
    return msgspec.structs.replace(preset, **given)
