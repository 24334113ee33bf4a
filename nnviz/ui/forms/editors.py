"""The one place that says which control edits which kind of field."""

import math
from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from nnviz.experiment.spec.fields import Field
from nnviz.ui.forms.choice import ChoiceEditor, Option
from nnviz.ui.forms.editor import Editor
from nnviz.ui.forms.number_edit import NumberEditor
from nnviz.ui.forms.ranges import usual_range
from nnviz.ui.forms.scales import SliderScale
from nnviz.ui.forms.slider_edit import SliderEditor
from nnviz.ui.forms.switch import SwitchEditor
from nnviz.ui.forms.text_edit import TextEditor

WORDS: Mapping[str, Mapping[object, str]] = {
    "training.batch_size": {0: "full batch"},
    "training.order": {"right": "right", "update_first": "wrong, on purpose"},
}
"""Values that are shown as words; numbers among them may be typed so, too."""


def make_editor(field: Field, parent: QWidget) -> Editor:
    """Return a control for `field`; KeyError for a kind that no control can edit."""
    return _MAKERS[field.kind](field, parent)


def is_editable(field: Field) -> bool:
    """Return whether a control for this kind of field exists."""
    return field.kind in _MAKERS


def _number(field: Field, parent: QWidget) -> Editor:
    whole = field.kind == "int"
    words = WORDS.get(field.key, {})
    scale = usual_range(field)
    if scale is None:
        low = field.low if field.low is not None else -math.inf
        return NumberEditor(SliderScale(low, math.inf, whole=whole).step, whole, words, parent)
    return SliderEditor(scale, words, parent)


def _choice(field: Field, parent: QWidget) -> Editor:
    words = WORDS.get(field.key, {})
    entries = zip(field.choices, field.choice_titles, field.choice_help, strict=True)
    return ChoiceEditor(
        [Option(name, words.get(name, title), about) for name, title, about in entries], parent
    )


def _switch(field: Field, parent: QWidget) -> Editor:  # noqa: ARG001  (all makers are called alike)
    return SwitchEditor(parent)


def _text(field: Field, parent: QWidget) -> Editor:  # noqa: ARG001  (all makers are called alike)
    return TextEditor(parent)


_MAKERS: Mapping[str, Callable[[Field, QWidget], Editor]] = {
    "float": _number,
    "int": _number,
    "choice": _choice,
    "bool": _switch,
    "text": _text,
    "file": _text,
}
