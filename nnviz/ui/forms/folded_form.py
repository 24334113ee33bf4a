"""A long form in parts: the settings used most in sight, the others under headings that fold."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.experiment.spec.fields import Field, value_of
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.editors import is_editable
from nnviz.ui.forms.form import Form
from nnviz.ui.forms.row import FieldRow, in_words
from nnviz.ui.forms.section import FormSection
from nnviz.ui.settings import Settings


class FoldedForm(QWidget):
    """A form with a main part and folding sections.

    A folded section says beside its heading which of its settings differ from their defaults.

    Parameters
    ----------
    name : str
        Under which the state of the sections is remembered.
    main : sequence of str
        Keys always in sight, in this order; fields named nowhere follow them.
    sections : mapping
        Title of a section -> its keys in order.
    """

    changed = Signal(object, str)
    grabbed = Signal()
    settled = Signal()
    vary_asked = Signal(str, str)

    def __init__(
        self,
        name: str,
        main: Sequence[str],
        sections: Mapping[str, Sequence[str]],
        settings: Settings,
        *,
        wide: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._main_keys = tuple(main)
        self._section_keys = {title: tuple(keys) for title, keys in sections.items()}
        self.main = Form(wide, self)
        self.sections = {
            title: FormSection(f"{name}/{title}", title, Form((), self), settings) for title in sections
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.main)
        for section in self.sections.values():
            layout.addWidget(section)
        for form in self.forms():
            form.changed.connect(self.changed)
            form.grabbed.connect(self.grabbed)
            form.settled.connect(self.settled)
            form.vary_asked.connect(self.vary_asked)

    def forms(self) -> list[Form]:
        """Return every part."""
        return [self.main, *(section.form for section in self.sections.values())]

    def show_fields(self, spec: Spec, fields: Sequence[Field]) -> None:
        """Show those of `fields` that have a control, each in its part."""
        known = {field.key: field for field in fields if is_editable(field)}
        sectioned = {key for keys in self._section_keys.values() for key in keys}
        others = [key for key in known if key not in sectioned and key not in self._main_keys]
        self.main.show_fields(spec, _chosen(known, (*self._main_keys, *others)))
        for title, keys in self._section_keys.items():
            section, chosen = self.sections[title], _chosen(known, keys)
            section.show_fields(spec, chosen)
            section.setVisible(bool(chosen))
            section.set_summary(_summary(spec, chosen, title))

    def row(self, key: str) -> FieldRow:
        """Return the line of the field `key`; KeyError where it is not shown."""
        for title, keys in self._section_keys.items():
            if key in keys:
                self.sections[title].complete()
        for form in self.forms():
            if key in form:
                return form.row(key)
        raise KeyError(key)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.main.set_style(style)
        for section in self.sections.values():
            section.set_style(style)


def _chosen(known: Mapping[str, Field], keys: Sequence[str]) -> list[Field]:
    return [known[key] for key in keys if key in known]


def _summary(spec: Spec, fields: Sequence[Field], heading: str) -> str:
    """Return what differs from the defaults: "L2 0.01, Dropout 0.5", without a title equal to the heading."""
    words = []
    for field in fields:
        value = value_of(spec, field.key)
        if value != field.default:
            title = "" if field.title == heading else f"{field.title} "
            words.append(title + in_words(field, value))
    return ", ".join(words)
