"""Choices that were typed as KEY=VALUE, and those that a figure has."""

from collections.abc import Sequence

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.spec.errors import did_you_mean
from nnviz.export.errors import ExportError
from nnviz.export.look.field import LookField
from nnviz.export.look.fields import LOOK_FIELDS
from nnviz.export.shown import Shown


def fields_of(figure: str, snapshot: RunInstant) -> list[LookField]:
    """Return what can be chosen of a figure."""
    return [field for field in LOOK_FIELDS if figure in field.figures and field.is_there(snapshot)]


def typed_look(shown: Shown, settings: Sequence[str], figure: str, snapshot: RunInstant) -> Shown:
    """Return what is shown with choices written as KEY=VALUE.

    Raises
    ------
    ExportError
        With one sentence, for a key that this figure does not have or a value that cannot be.
    """
    known = {field.key: field for field in LOOK_FIELDS if figure in field.figures}
    chosen = [_split(setting, figure, known) for setting in settings]
    for field, value in sorted(chosen, key=lambda pair: LOOK_FIELDS.index(pair[0]), reverse=True):
        shown = field.typed(shown, value, snapshot)  # whether an axis is logarithmic comes before its range
    return shown


def check_look(settings: Sequence[str], figure: str) -> None:
    """Raise ExportError for a key or value that can be seen to be wrong before anything is trained."""
    known = {field.key: field for field in LOOK_FIELDS if figure in field.figures}
    for setting in settings:
        field, value = _split(setting, figure, known)
        try:
            field.writing.read(value.strip())
        except ValueError as error:
            raise ExportError(f'{field.key}: "{value}" {error}, such as {field.writing.example}.') from None


def _split(setting: str, figure: str, known: dict[str, LookField]) -> tuple[LookField, str]:
    key, _, value = setting.partition("=")
    field = known.get(key.strip())
    if field is None:
        meant = did_you_mean(known, key.strip())
        are = "is" if len(known) == 1 else "are"
        there = f"{meant}there {are} {', '.join(known)}" if known else "it has none"
        raise ExportError(f'The figure {figure} has no look "{key.strip()}": {there}.')
    return field, value
