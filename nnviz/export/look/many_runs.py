"""Choices of the pictures of many runs: the plots of a sweep, and the map of trainings."""

from msgspec.structs import replace

from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.export.errors import ExportError
from nnviz.export.look.field import KeptIn, LookField
from nnviz.export.look.part_writing import PART, parts_in, parts_like
from nnviz.export.look.several_plots import known_only
from nnviz.export.look.writing import RANGE, SWITCH, Value, is_range
from nnviz.export.shown import Shown
from nnviz.paint.drawing.axis import WHOLE, Zoom
from nnviz.paint.maps.look import MapLook, whole_of
from nnviz.paint.sweep.curves import PLOT
from nnviz.paint.sweep.look import SweepLook

# Sweeps


def _sweep(shown: Shown, snapshot: Instant) -> SweepLook:
    look = shown.sweep_of(snapshot)
    if look is None:
        raise ExportError("This is a picture of many runs: run them in the window of sweeps.")
    return look


def _get_curves(shown: Shown, snapshot: Instant) -> Value:
    return _sweep(shown, snapshot).zoom(PLOT)


def _put_curves(shown: Shown, value: Value, snapshot: Instant) -> Shown:
    look = _sweep(shown, snapshot)
    zoom = value if isinstance(value, Zoom) else WHOLE
    return replace(shown, sweep=replace(look, zooms={**look.zooms, PLOT: zoom}))


def _keys(look: SweepLook) -> list[str]:
    return [axis.key for axis in look.standing.plan.axes]


def _get_settings(shown: Shown, snapshot: Instant) -> Value:
    """Return the parts of all plots; the axis of the score is one for all, and named at the first."""
    look = _sweep(shown, snapshot)
    keys = _keys(look)
    first = [look.zoom(key) for key in keys[:1]]
    others = [replace(look.zoom(key), y=None, log_y=None) for key in keys[1:]]
    return tuple(zip(keys, first + others, strict=True))


def _put_settings(shown: Shown, value: Value, snapshot: Instant) -> Shown:
    look = _sweep(shown, snapshot)
    keys = _keys(look)
    found = known_only("Parts", parts_in(value), keys)
    y = next((zoom.y for zoom in found.values() if zoom.y is not None), None)
    log = next((zoom.log_y for zoom in found.values() if zoom.log_y is not None), None)
    chosen = {key: replace(found.get(key, WHOLE), y=y, log_y=log) for key in keys}
    return replace(shown, sweep=replace(look, zooms={**look.zooms, **chosen}))


def _has_sweep(snapshot: Instant) -> bool:
    return snapshot.look(SweepLook) is not None


# The map of trainings


def _map(shown: Shown, snapshot: Instant) -> MapLook:
    look = shown.map_of(snapshot)
    if look is None:
        raise ExportError("This is a picture of many runs: open the map of trainings and run it.")
    return look


def _side_of_map(first: int) -> KeptIn:
    def get(shown: Shown, snapshot: Instant) -> Value:
        window = _map(shown, snapshot).window
        return None if window is None else (window[first], window[first + 1])

    def put(shown: Shown, value: Value, snapshot: Instant) -> Shown:
        look = _map(shown, snapshot)
        ends = list(look.shown)
        ends[first : first + 2] = value if is_range(value) else look.whole[first : first + 2]
        window = None if tuple(ends) == whole_of(look.standing) else tuple(ends)
        return replace(shown, training_map=replace(look, window=window))

    return KeptIn(get, put)


def _choice_of_map(name: str) -> KeptIn:
    return KeptIn(
        lambda shown, snapshot: getattr(_map(shown, snapshot), name),
        lambda shown, value, snapshot: replace(
            shown, training_map=replace(_map(shown, snapshot), **{name: value})
        ),
    )


def _has_map(snapshot: Instant) -> bool:
    return snapshot.look(MapLook) is not None


_MAP = ("training_map",)
MANY_RUNS = (
    LookField(
        "sweep.curves",
        "Part",
        'Which part of the curves is shown, across by up; "log" and "even" say how an axis goes',
        ("sweep_curves",),
        PART,
        KeptIn(_get_curves, _put_curves),
        _has_sweep,
    ),
    LookField(
        "sweep.settings",
        "Parts",
        "Which part of the plot of a setting is shown; the axis of the score is one for all",
        ("sweep_settings",),
        parts_like("training.learning_rate = 0.01 to 1 log by 0 to 0.2"),
        KeptIn(_get_settings, _put_settings),
        _has_sweep,
    ),
    LookField(
        "map.x",
        "Across",
        "Which part of the setting across is shown",
        _MAP,
        RANGE,
        _side_of_map(0),
        _has_map,
    ),
    LookField(
        "map.y", "Up", "Which part of the other setting is shown", _MAP, RANGE, _side_of_map(2), _has_map
    ),
    LookField(
        "map.levels",
        "Levels",
        "Numbers between which the colours change",
        _MAP,
        RANGE,
        _choice_of_map("levels"),
        _has_map,
    ),
    LookField(
        "map.lines",
        "Lines of levels",
        "Lines through runs that come out alike",
        _MAP,
        SWITCH,
        _choice_of_map("lines"),
        _has_map,
    ),
)
