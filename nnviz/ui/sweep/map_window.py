"""The map of trainings: two settings above; below, as it sharpens, a picture whose every pixel is a run."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.maps.order import MapOrder
from nnviz.experiment.results.map_standing import MapStanding
from nnviz.experiment.results.map_words import sentence_of
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.documents.map_table import map_csv
from nnviz.files import written_whole
from nnviz.paint.maps.look import MapLook, Window, whole_of
from nnviz.paint.maps.runs import prepare_runs
from nnviz.ui.looks.look import Styles
from nnviz.ui.sweep.map_form import MapForm
from nnviz.ui.sweep.map_running import MapNews, run_map
from nnviz.ui.sweep.map_view import MapView
from nnviz.ui.sweep.running import Work
from nnviz.ui.sweep.runs_window import RunsWindow

AT_REST = 250
"""Milliseconds without zooming after which the part that is shown is run."""
FIGURE = "training_map"


class MapWindow(RunsWindow):
    """Runs one map at a time, or the part of it that is looked at.

    Parameters
    ----------
    moment : callable
        Returns the latest snapshot of the main window, of which an exported figure says what it is.
    """

    tables: ClassVar = {"CSV (*.csv)": ".csv"}

    def __init__(
        self, spec: Spec, name: str, moment: Callable[[], RunInstant | None], parent: QWidget
    ) -> None:
        self.form = MapForm(spec, name)
        self.view = MapView()
        self._moment = moment
        self._quantity = self.form.shown_quantity
        self.news: MapNews | None = None
        self._whole: MapNews | None = None
        """All of the map, as it stood last."""
        self._before: MapStanding | None = None
        self._run: tuple[Spec, str, MapOrder] | None = None
        """What was ordered last: a part of it is run where somebody zooms."""
        super().__init__("Map of trainings", self.form, self.view, parent)
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(AT_REST)
        self._at_rest.timeout.connect(self._run_part)
        self.view.window_chosen.connect(self._wait_for_rest)
        self.view.picked.connect(self.open_pixel)
        self.form.quantity_chosen.connect(self._show_quantity)
        self._show()

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        super().set_styles(styles)
        self.view.set_style(styles.contents)
        self.form.set_style(styles.controls)

    def work(self) -> Work:
        """Return what is to be run: all of the map."""
        order = self.form.order()
        spec, name = self.form.spec, self.form.name
        self._at_rest.stop()
        self._run, self._before, self._whole, self.news = (spec, name, order), None, None, None
        self.view.whole = None
        self.view.show_window(None)
        self.view.show_levels(None)
        self._show()
        self.say("The first picture is on its way …")
        return lambda task: run_map(spec, order, None, task, self._prepare)

    @property
    def has_news(self) -> bool:
        """Whether there is a picture."""
        return self.news is not None

    def show_news(self, news: MapNews) -> None:
        """Show how the map stands."""
        self.news = news
        self.show_progress(news.standing.done, news.standing.runs)
        if news.is_whole:
            self._whole = news
            self.view.whole = whole_of(news.standing)
        self.say(_words(news))
        self._show()

    @property
    def look(self) -> MapLook | None:
        """What the picture shows; None before there is anything."""
        if self.news is None or self._run is None:
            return None
        return MapLook(
            self.news.standing,
            self.form.shown_quantity,
            lines=self.view.lines.isChecked(),
            levels=self.view.levels,
            window=self.view.window_of_picture,
            before=self._before,
        )

    def _prepare(self, standing: MapStanding) -> None:
        """Have the colours of a picture worked out in the thread of the runs, which asks no widget."""
        view = self.view
        prepare_runs(
            MapLook(standing, self._quantity, levels=view.levels, before=self._before),
            view.plot_style().theme,
        )

    @Slot(str)
    def _show_quantity(self, quantity: str) -> None:
        self._quantity = quantity
        self.view.show_levels(None)  # they are of another quantity
        self._show()

    @Slot()
    def _show(self) -> None:
        moment = self._moment()
        if moment is not None:
            self.view.show_map(self.look, moment)

    # The part that is looked at

    @Slot(object)
    def _wait_for_rest(self, _window: Window | None) -> None:
        if self.news is None:
            return
        if not self._at_rest.isActive():
            self._before = self._background()
        self._at_rest.start()
        self._show()

    def _background(self) -> MapStanding | None:
        """Return what is shown below a part until that is run: what is finest there."""
        assert self.news is not None
        last, whole, window = self.news.standing, self._whole, self.view.part
        if whole is None or (window is not None and _covers(whole_of(last), window)):
            return last
        return whole.standing

    @Slot()
    def _run_part(self) -> None:
        """Run the part that is looked at; all of it, unless that is done."""
        if self._run is None:
            return
        window = self.view.part
        if window is None and self._whole is not None and self._whole.standing.is_done:
            self.running.stop()
            self._before = None
            self._take(self._whole)
            return
        spec, _, order = self._run
        if self.news is not None:
            self._before = self._background()
        part = None if window is None else (window[:2], window[2:])
        self.running.start(lambda task: run_map(spec, order, part, task, self._prepare))
        self.show_state()

    # What can be done with it

    def stopped_words(self) -> str:
        """Return how much is done, where something is missing."""
        if self.news is None:
            return "Stopped."
        if self.news.standing.is_done:
            return ""
        standing = self.news.standing
        return f"Stopped with {standing.done:,} of {standing.runs:,} runs done."

    def proposed_name(self) -> str:
        """Return a name after the experiment."""
        return "map" if self._run is None else f"{Path(self._run[1]).stem}-map"

    def writer(self, path: Path) -> Callable[[], Path]:
        """Return what writes every run that is done."""
        assert self.news is not None  # the button is disabled until then
        standing = self.news.standing

        def write() -> Path:
            with written_whole(path, replace=True) as partial:
                partial.write_text(map_csv(standing), encoding="utf-8", newline="")
            return path

        return write

    @Slot()
    def ask_export(self) -> None:
        """Have the map exported as it is shown."""
        look = self.look
        if look is not None:
            self.export_asked.emit(look, FIGURE, self)

    @Slot(int, int)
    def open_pixel(self, column: int, row: int) -> None:
        """Open the run of a pixel in the main window, with its past."""
        if self.news is None:
            return
        standing = self.news.standing
        pixel = standing.pixel(column, row)
        if pixel is not None:
            self.opened.emit(self.news.trainings.spec_at(*standing.run_at(column, row)), pixel.updates)


def _covers(whole: Window, part: Window) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1] and whole[2] <= part[2] and part[3] <= whole[3]


def _words(news: MapNews) -> str:
    standing = news.standing
    if standing.is_done:
        return f"{standing.runs:,} runs in {news.seconds:,.1f} s. {sentence_of(standing)}"
    left = news.seconds_left
    about = "" if left is None else f", about {max(1, round(left)):,} s left"
    return f"{standing.done:,} of {standing.runs:,} runs done{about}."
