"""Choices of pictures with several plots: scatter plots of inputs, histograms, what each layer sees."""

from collections.abc import Iterable

from msgspec.structs import replace

from nnviz.experiment.embedding.activations import shown_layers
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.export.errors import ExportError
from nnviz.export.look.field import KeptIn, LookField, place_of
from nnviz.export.look.part_writing import parts_in, parts_like
from nnviz.export.look.writing import NUMBERS, RANGE, SWITCH, Value
from nnviz.export.shown import Shown
from nnviz.paint.charts.health import QUANTITIES
from nnviz.paint.charts.histogram import COLUMNS
from nnviz.paint.drawing.axis import Zoom


def known_only(title: str, parts: Iterable[tuple[str, Zoom]], known: Iterable[str]) -> dict[str, Zoom]:
    """Return parts by the names of their plots; ExportError for a name that no plot has."""
    found, names = {" ".join(name.lower().split()): zoom for name, zoom in parts}, tuple(known)
    for name in found:
        if name not in names:
            there = f"there are {', '.join(names)}" if names else "there are none"
            raise ExportError(f'{title}: there is no "{name}" here: {there}.')
    return found


def _even_only(title: str, zooms: Iterable[Zoom]) -> None:
    if any(zoom.log_x or zoom.log_y for zoom in zooms):
        raise ExportError(f"{title}: these axes have even steps, and cannot be logarithmic.")


# Scatter plots of inputs


def _put_inputs(shown: Shown, value: Value, snapshot: DataInstant) -> Shown:
    numbers = tuple(each for each in value if isinstance(each, int)) if isinstance(value, tuple) else ()
    there = snapshot.split.train.inputs
    if any(number > there for number in numbers):
        raise ExportError(f"There are {there} inputs, counted from 1.")
    inputs = tuple(number - 1 for number in numbers)
    return replace(shown, scatter=replace(shown.scatter, inputs=inputs))


def _get_ranges(shown: Shown, _snapshot: Instant) -> Value:
    return tuple((str(number + 1), Zoom((low, high))) for number, low, high in shown.scatter.ranges)


def _put_ranges(shown: Shown, value: Value, snapshot: DataInstant) -> Shown:
    numbers = (str(number + 1) for number in range(snapshot.split.train.inputs))
    found = known_only("Ranges", parts_in(value), numbers)
    _even_only("Ranges", found.values())
    if any(zoom.y is not None for zoom in found.values()):
        raise ExportError('Ranges: an input has one range, wherever it has an axis, such as "1 = 0 to 5".')
    ranges = tuple((int(name) - 1, *zoom.x) for name, zoom in found.items() if zoom.x is not None)
    return replace(shown, scatter=replace(shown.scatter, ranges=tuple(sorted(ranges))))


# Health

_AXES = tuple(quantity.axis.label for quantity in QUANTITIES)


def _get_values(shown: Shown, _snapshot: Instant) -> Value:
    return tuple((name, Zoom((low, high))) for name, low, high in shown.health.values)


def _put_values(shown: Shown, value: Value, _snapshot: Instant) -> Shown:
    found = known_only("Values", parts_in(value), _AXES)
    if any(zoom.y is not None or zoom.log_x is not None for zoom in found.values()):
        raise ExportError(f'Values: an axis has one range, such as "{_AXES[0]} = 0.01 to 1".')
    values = tuple((name, *zoom.x) for name, zoom in found.items() if zoom.x is not None)
    return replace(shown, health=replace(shown.health, values=tuple(sorted(values))))


def _has_health(snapshot: Instant) -> bool:
    return snapshot.look(HealthView) is not None


def _histogram_name(row: int, column: int) -> str:
    return f"{row + 1} {COLUMNS[column]}"


def _histograms(snapshot: Instant) -> dict[str, tuple[int, int]]:
    health = snapshot.look(HealthView)
    rows = 0 if health is None else len(health.now.histograms)
    return {_histogram_name(row, k): (row, k) for row in range(rows) for k in range(len(COLUMNS))}


def _get_histograms(shown: Shown, _snapshot: Instant) -> Value:
    return tuple((_histogram_name(row, column), zoom) for row, column, zoom in shown.health.zooms)


def _put_histograms(shown: Shown, value: Value, snapshot: Instant) -> Shown:
    places = _histograms(snapshot)
    found = known_only("Histograms", parts_in(value), places)
    _even_only("Histograms", found.values())
    zooms = tuple(sorted(((*places[name], zoom) for name, zoom in found.items()), key=lambda each: each[:2]))
    return replace(shown, health=replace(shown.health, zooms=zooms))


# What each layer sees


def _get_layers(shown: Shown, _snapshot: Instant) -> Value:
    return tuple(
        (str(layer), Zoom((x - span / 2, x + span / 2), (y - span / 2, y + span / 2)))
        for layer, (x, y, span) in shown.layers.windows
    )


def _put_layers(shown: Shown, value: Value, snapshot: DataInstant) -> Shown:
    layers = map(str, shown_layers(snapshot.spec.network.built))
    found = known_only("Layers", parts_in(value), layers)
    _even_only("Layers", found.values())
    windows = []
    for name, zoom in found.items():
        x, y = zoom.x, zoom.y
        if x is None or y is None:
            raise ExportError(
                f'Layers: of layer {name} two ranges are shown, such as "{name} = -2 to 2 by 0 to 4".'
            )
        span = max(
            x[1] - x[0], y[1] - y[0]
        )  # a square, in which distances are true, with all that was asked for
        windows.append((int(name), ((x[0] + x[1]) / 2, (y[0] + y[1]) / 2, span)))
    return replace(shown, layers=replace(shown.layers, windows=tuple(sorted(windows))))


SEVERAL_PLOTS = (
    LookField(
        "scatter.inputs",
        "Inputs",
        "Which inputs have scatter plots, six at most",
        ("scatter",),
        NUMBERS,
        KeptIn(lambda shown, _snapshot: tuple(each + 1 for each in shown.scatter.inputs), _put_inputs),
    ),
    LookField(
        "scatter.ranges",
        "Ranges",
        "Which part of an input is shown, wherever it has an axis, by its number",
        ("scatter",),
        parts_like("1 = 0 to 5; 3 = -1 to 1"),
        KeptIn(_get_ranges, _put_ranges),
    ),
    LookField(
        "scatter.by_answer",
        "Colour by answer",
        "What the network says, in place of what is true",
        ("scatter",),
        SWITCH,
        place_of("scatter", "by_answer"),
    ),
    LookField(
        "health.epochs",
        "Epochs",
        "Which epochs are shown",
        ("health",),
        RANGE,
        place_of("health", "epochs"),
        _has_health,
    ),
    LookField(
        "health.log_epochs",
        "Logarithmic epochs",
        "The first epochs larger",
        ("health",),
        SWITCH,
        place_of("health", "log_epochs"),
        _has_health,
    ),
    LookField(
        "health.values",
        "Values",
        "Which part of the other axis is shown, by the name on it",
        ("health",),
        parts_like("gradient norm = 0.01 to 1; saturated = 0 to 0.5"),
        KeptIn(_get_values, _put_values),
        _has_health,
    ),
    LookField(
        "histograms.log_counts",
        "Logarithmic counts",
        "Few values are seen beside many",
        ("histograms",),
        SWITCH,
        place_of("health", "log_counts"),
        _has_health,
    ),
    LookField(
        "histograms.parts",
        "Parts",
        "Which part of a histogram is shown, across by up, by its layer and what it is of",
        ("histograms",),
        parts_like("1 weights = -1 to 1 by 0 to 20; 2 gradients = all by 0 to 5"),
        KeptIn(_get_histograms, _put_histograms),
        lambda snapshot: bool(_histograms(snapshot)),
    ),
    LookField(
        "embedding.parts",
        "Layers",
        "Which part of a layer is shown, across by up, by its number; the input is 0",
        ("embedding",),
        parts_like("0 = -2 to 2 by 0 to 4"),
        KeptIn(_get_layers, _put_layers),
    ),
)
