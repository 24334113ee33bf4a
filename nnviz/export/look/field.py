"""One choice of what a figure shows: how it is written, and where it is kept."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.maps import Extent
from nnviz.export.errors import ExportError
from nnviz.export.look.writing import Value, Writing, is_range
from nnviz.export.shown import Shown


class KeptIn(msgspec.Struct, frozen=True):
    """Where a choice is kept in what is shown.

    Attributes
    ----------
    get : callable
        (shown, snapshot) -> what is chosen.
    put : callable
        (shown, value, snapshot) -> what is shown then; raises ExportError where the two do not go together.
    """

    get: Callable[[Shown, RunInstant], Value]
    put: Callable[[Shown, Value, RunInstant], Shown]


class LookField(msgspec.Struct, frozen=True):
    """One choice.

    Attributes
    ----------
    key, title, help : str
        On the command line; in the window; in a tip.
    figures : tuple of str
        Which figures it changes.
    writing : Writing
        How it is written.
    kept : KeptIn
        Where it is kept.
    is_there : callable
        (snapshot) -> whether it means anything there.
    """

    key: str
    title: str
    help: str
    figures: tuple[str, ...]
    writing: Writing
    kept: KeptIn
    is_there: Callable[[RunInstant], bool] = lambda _snapshot: True

    def words(self, shown: Shown, snapshot: RunInstant) -> str:
        """Return what is chosen as one would type it."""
        return self.writing.write(self.kept.get(shown, snapshot))

    def typed(self, shown: Shown, text: str, snapshot: RunInstant) -> Shown:
        """Return what is shown with this choice as it was typed.

        Raises
        ------
        ExportError
            With one sentence, where it cannot be.
        """
        try:
            value = self.writing.read(text.strip())
        except ValueError as error:
            raise ExportError(f'{self.title}: "{text}" {error}, such as {self.writing.example}.') from None
        if not self.is_there(snapshot):
            raise ExportError(f"{self.title}: there is none in this figure of this experiment.")
        return self.kept.put(shown, value, snapshot)


def place_of(group: str, name: str) -> KeptIn:
    """Return one field of one of the options of `Shown`."""

    def put(shown: Shown, value: Value, _snapshot: RunInstant) -> Shown:
        return replace(shown, **{group: replace(getattr(shown, group), **{name: value})})

    return KeptIn(lambda shown, _snapshot: getattr(getattr(shown, group), name), put)


def axis_of_curves(name: str, log: str) -> KeptIn:
    """Return the range of an axis of the curves that may be logarithmic: then both ends are positive."""
    plain = place_of("curves", name)

    def put(shown: Shown, value: Value, snapshot: RunInstant) -> Shown:
        if is_range(value) and value[0] <= 0.0 and getattr(shown.curves, log):
            raise ExportError(
                f"{value[0]:g} is on no logarithmic axis: begin above 0, or take the axis with even steps."
            )
        return plain.put(shown, value, snapshot)

    return KeptIn(plain.get, put)


def log_of_curves(name: str, axis: str) -> KeptIn:
    """Return whether an axis of the curves is logarithmic; a range with 0 in it goes when it becomes so."""
    plain = place_of("curves", name)

    def put(shown: Shown, value: Value, snapshot: RunInstant) -> Shown:
        kept = getattr(shown.curves, axis)
        if value and kept is not None and kept[0] <= 0.0:
            shown = place_of("curves", axis).put(shown, None, snapshot)
        return plain.put(shown, value, snapshot)

    return KeptIn(plain.get, put)


def side_of_window(group: str, first: int, whole: Callable[[Shown, RunInstant], Extent]) -> KeptIn:
    """Return one side of a window of four numbers, which begin at `first`; the other stays as it is."""

    def get(shown: Shown, _snapshot: RunInstant) -> Value:
        window: Extent | None = getattr(shown, group).window
        return None if window is None else (window[first], window[first + 1])

    def put(shown: Shown, value: Value, snapshot: RunInstant) -> Shown:
        options = getattr(shown, group)
        everything = whole(shown, snapshot)
        ends = list(options.window or everything)
        ends[first : first + 2] = value if is_range(value) else everything[first : first + 2]
        window = None if tuple(ends) == everything else tuple(ends)
        return replace(shown, **{group: replace(options, window=window)})

    return KeptIn(get, put)
