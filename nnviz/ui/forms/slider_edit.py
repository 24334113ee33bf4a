"""A slider and an exact field that edit the same number."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.editor import Editor
from nnviz.ui.forms.number_edit import NumberEditor
from nnviz.ui.forms.scales import SliderScale
from nnviz.ui.forms.slider import Slider
from nnviz.ui.widgets.tab_order import stops_in


class SliderEditor(Editor):
    """Drag roughly, type exactly.

    The field takes numbers beyond the slider's range; the slider then rests at its end.
    """

    def __init__(
        self, scale: SliderScale, words: Mapping[object, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self.slider = Slider(self)
        self.number = NumberEditor(scale.step, scale.whole, words, self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self.slider, 1)
        self._layout.addWidget(self.number)
        self.setFocusProxy(self.number)
        self.number.edited.connect(self.edited)
        self.number.grabbed.connect(self.grabbed)
        self.number.settled.connect(self.settled)
        self.number.entered.connect(self.entered)
        self.number.rejected.connect(self.rejected)
        self.slider.sliderMoved.connect(self._take_position)
        self.slider.sliderPressed.connect(self.grabbed)
        self.slider.stepped.connect(self.grabbed)
        self.slider.stepped.connect(self.number.step)
        self.slider.step_ended.connect(self.settled)
        self.slider.sliderReleased.connect(self._end_drag)

    def stops(self) -> list[QWidget]:
        """Return the slider, wherever it stands, and the field."""
        return [*stops_in(self.slider), *stops_in(self.number)]

    def detach_slider(self) -> Slider:
        """Give the slider away, for a form that has a longer place for it, with room for ticks."""
        self._layout.removeWidget(self.slider)
        self.slider.set_ticks(self._scale.ticks())
        return self.slider

    def value(self) -> object:
        """Return the number in force."""
        return self.number.value()

    def set_value(self, value: object) -> None:
        """Show `value` in the field and, unless it is being dragged, on the slider."""
        assert isinstance(value, int | float)
        self.number.set_value(value)
        if not self.slider.isSliderDown():
            self._place_slider()

    def mark_wrong(self, wrong: bool) -> None:
        """Mark the text of the field as not in force."""
        self.number.mark_wrong(wrong)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.slider.set_style(style)
        self.number.set_style(style)

    def name(self, title: str, description: str, tooltip: str) -> None:
        """Name the slider and the field alike."""
        super().name(title, description, tooltip)
        for widget in (self.slider, self.number.line):
            widget.setAccessibleName(title)
            widget.setAccessibleDescription(description)
            widget.setToolTip(tooltip)

    def _place_slider(self) -> None:
        self.slider.setValue(self._scale.position(self.number.value()))

    def _end_drag(self) -> None:
        self._place_slider()
        self.settled.emit()

    def _take_position(self, position: int) -> None:
        self.edited.emit(self._scale.value(position))
