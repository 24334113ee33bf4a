"""The choices of the export window: what, in which format, for which purpose, how large."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QInputDialog, QLabel, QPushButton, QWidget

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.errors import ExportError
from nnviz.export.exporter import Exporter
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.formats import BITMAPS, MOVIES, PAPER_DPI, VECTORS, title_of
from nnviz.export.options import (
    LARGEST_MM,
    LEAST_DPI,
    LEAST_SECONDS,
    LEAST_TEXT,
    MOST_DPI,
    MOST_SECONDS,
    MOST_TEXT,
    PACES,
    SMALLEST_MM,
    ExportOptions,
    Movie,
)
from nnviz.export.presets import PRESETS, Preset, all_presets, forget_preset, save_preset
from nnviz.export.shown import Shown
from nnviz.files import WriteError
from nnviz.paint.drawing.theme import GRID, THEMES
from nnviz.ui.exporting.fields import choices, count, quantity, switch
from nnviz.ui.exporting.look_form import LookForm


class ExportForm(QWidget):
    """What the user wants; `changed` whenever it is something else.

    Parameters
    ----------
    known : sequence of Exporter
        All there are.
    snapshot : Snapshot
        The moment that is exported.
    shown : Shown
        What the pictures show.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(
        self,
        known: Sequence[Exporter],
        snapshot: RunInstant,
        shown: Shown,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._snapshot = snapshot
        titles: dict[str, str] = {}
        for each in known:
            if self._is_there(each):
                titles.setdefault(each.name, each.title)
        self._make_fields(titles)
        self._lay_out()
        self.look = LookForm(self._form, self.save, snapshot, shown)
        self._take_preset()
        self._connect()
        self._show_formats()

    # What is chosen

    @property
    def name(self) -> str:
        """Name of the exporter."""
        return str(self.what.currentData())

    @property
    def suffix(self) -> str:
        """Suffix of the format, with the dot."""
        return str(self.format.currentData())

    @property
    def suffixes(self) -> list[str]:
        """Suffixes of all formats in which this can be written."""
        return [str(self.format.itemData(index)) for index in range(self.format.count())]

    @property
    def exporter(self) -> Exporter:
        """What writes the file."""
        return next(each for each in self._known if each.name == self.name and self.suffix in each.suffixes)

    @property
    def is_picture(self) -> bool:
        """Whether there is a page to preview."""
        return self.name in FIGURES and self.suffix in (*VECTORS, *BITMAPS)

    def options(self) -> ExportOptions:
        """Return everything that is chosen."""
        snapshot = self._snapshot
        per_epoch = snapshot.update / snapshot.epoch if snapshot.epoch else 1.0
        return ExportOptions(
            preset=self._preset(),
            dpi=self.dpi.value() if self.suffix == ".png" else 0.0,
            transparent=self.transparent.isChecked(),
            grey=self.grey.isChecked(),
            outlines=self.outlines.isChecked(),
            shown=self.look.shown,
            movie=Movie(
                first=round(self.first.value() * per_epoch),
                last=min(round(self.last.value() * per_epoch), snapshot.update),
                seconds=self.seconds.value(),
                frames_per_second=self.fps.value(),
                pace=str(self.pace.currentData()),
            ),
        )

    def choose(self, name: str, suffix: str = "") -> None:
        """Choose what to export and, if given, in which format."""
        self.what.setCurrentIndex(max(self.what.findData(name), 0))
        if suffix:
            self.format.setCurrentIndex(max(self.format.findData(suffix), 0))

    def _is_there(self, each: Exporter) -> bool:
        """Whether the snapshot has what this needs: pictures of what nobody looks at are not offered."""
        return each.name not in FIGURES or not FIGURES[each.name].missing(self._snapshot)

    def _preset(self) -> Preset:
        return msgspec.structs.replace(
            self._presets[self.preset.currentData()],
            width_mm=self.width_mm.value(),
            height_mm=self.height_mm.value(),
            text_pt=self.text_pt.value(),
            theme=str(self.theme.currentData()),
        )

    # How it is put together

    def _make_fields(self, titles: dict[str, str]) -> None:
        self._presets = all_presets()
        self.what = choices("What", titles)
        self.format = choices("Format", {})
        self.preset = choices("Purpose", {name: preset.title for name, preset in self._presets.items()})
        self.save = QPushButton("Keep as a purpose…")
        self.save.setToolTip("Keep these sizes under a name for the next time")
        self.forget = QPushButton("Forget this purpose")
        self.forget.setToolTip("Remove this purpose of your own from the list")
        self.width_mm = quantity("Width", SMALLEST_MM, LARGEST_MM, " mm", "Width of the figure")
        self.height_mm = quantity("Height", 0.0, LARGEST_MM, " mm", "Height; 0 for whatever suits the figure")
        self.height_mm.setSpecialValueText("as needed")
        self.text_pt = quantity("Text", LEAST_TEXT, MOST_TEXT, " pt", "Size of normal text")
        self.dpi = quantity("Resolution", LEAST_DPI, MOST_DPI, " dpi", "Pixels an inch")
        self.dpi.setDecimals(0)
        self.dpi.setValue(PAPER_DPI)
        self.theme = choices("Colours", {name: name.capitalize() for name in ("print", *THEMES)})
        self.transparent = switch("Transparent", "Without background")
        self.grey = switch("Safe in greyscale", "Greys that can be told apart")
        self.outlines = switch("Text as paths", "Looks the same where the font is missing")
        epochs = self._snapshot.epoch
        self.first = quantity("From epoch", 0.0, epochs, "", "Where the animation starts")
        self.last = quantity("To epoch", 0.0, epochs, "", "Where the animation ends")
        self.last.setValue(epochs)
        self.seconds = quantity("Length", LEAST_SECONDS, MOST_SECONDS, " s", "How long the animation takes")
        self.seconds.setValue(6.0)
        self.pace = choices("Pace", {name: title.capitalize() for name, title in PACES.items()})
        self.pace.setToolTip(
            "How the time of the animation is spread over the run: most is learned at its start"
        )
        self.fps = count("Pictures a second", 1, 50, 20, "More are smoother and larger")

    def _lay_out(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(GRID)
        self._form.setHorizontalSpacing(2 * GRID)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)  # large text
        sizes = (self.preset, self.width_mm, self.height_mm, self.text_pt, self.theme, self.dpi)
        movie = (self.first, self.last, self.seconds, self.pace, self.fps)
        for field in (self.what, self.format, *sizes, *movie):
            self._add(field)
        for box in (self.transparent, self.grey, self.outlines):
            self._form.addRow("", box)
        self._form.addRow("", self.save)
        self._form.addRow("", self.forget)

    def _add(self, field: QWidget) -> None:
        label = QLabel(field.accessibleName())
        label.setBuddy(field)
        self._form.addRow(label, field)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._show_formats)
        self.format.currentIndexChanged.connect(self._show_fields)
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.save.clicked.connect(self._save_preset)
        self.forget.clicked.connect(self._forget_preset)
        self.theme.currentIndexChanged.connect(self._tell)
        self.look.changed.connect(self._tell)
        self.look.refused.connect(self.refused)
        for field in (self.width_mm, self.height_mm, self.text_pt, self.dpi):
            field.valueChanged.connect(self._tell)
        for box in (self.transparent, self.grey, self.outlines):
            box.toggled.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()

    @Slot()
    def _show_formats(self) -> None:
        """Offer the formats in which this can be written, the present one if it is among them."""
        present = self.suffix
        suffixes = [suffix for each in self._known if each.name == self.name for suffix in each.suffixes]
        self.format.blockSignals(True)
        self.format.clear()
        for suffix in suffixes:
            self.format.addItem(title_of(suffix), suffix)
        self.format.setCurrentIndex(max(self.format.findData(present), 0))
        self.format.blockSignals(False)
        self._show_fields()

    @Slot()
    def _show_fields(self) -> None:
        """Show the choices that matter for this format."""
        suffix, picture = self.suffix, self.is_picture
        sizes = (self.preset, self.width_mm, self.height_mm, self.text_pt, self.theme, self.grey, self.save)
        for shown in sizes:
            self._form.setRowVisible(shown, picture)
        self._form.setRowVisible(self.forget, picture and self._is_own)
        self._form.setRowVisible(self.dpi, suffix == ".png")
        self._form.setRowVisible(self.transparent, picture and suffix not in MOVIES)
        self._form.setRowVisible(self.outlines, picture and suffix in VECTORS)
        for field in (self.first, self.last, self.seconds, self.pace, self.fps):
            self._form.setRowVisible(field, picture and suffix in MOVIES)
        self.look.show_figure(self.name if picture else "")
        self.changed.emit()

    @Slot()
    def _take_preset(self) -> None:
        """Fill the fields with the sizes of a purpose."""
        preset = self._presets[self.preset.currentData()]
        fields = (self.width_mm, self.height_mm, self.text_pt, self.theme)
        for field in fields:
            field.blockSignals(True)
        self.width_mm.setValue(preset.width_mm)
        self.height_mm.setValue(preset.height_mm)
        self.text_pt.setValue(preset.text_pt)
        self.theme.setCurrentIndex(self.theme.findData(preset.theme))
        for field in fields:
            field.blockSignals(False)
        self._form.setRowVisible(self.forget, self._is_own)
        self.changed.emit()

    @property
    def _is_own(self) -> bool:
        return self.preset.currentData() not in PRESETS

    @Slot()
    def _forget_preset(self) -> None:
        """Remove the chosen purpose, which is the user's own."""
        name = self.preset.currentData()
        try:
            forget_preset(name)
        except (ExportError, WriteError) as error:
            self.refused.emit(str(error))
            return
        self.preset.removeItem(self.preset.findData(name))
        del self._presets[name]

    @Slot()
    def _save_preset(self) -> None:
        """Ask for a name and keep the present sizes under it."""
        title, agreed = QInputDialog.getText(self, "Keep as a purpose", "Name:")
        if agreed:
            self.keep(title)

    def keep(self, title: str) -> None:
        """Keep the present sizes as a purpose of the user's own."""
        try:
            saved = save_preset(msgspec.structs.replace(self._preset(), title=title))
        except (ExportError, WriteError) as error:
            self.refused.emit(str(error))
            return
        self._presets[saved.name] = saved
        if self.preset.findData(saved.name) < 0:
            self.preset.addItem(saved.title, saved.name)
        self.preset.setCurrentIndex(self.preset.findData(saved.name))
