"""Every choice of what figures show of their plots: the export window and the command line offer these."""

from msgspec.structs import replace

from nnviz.data.dataset import InputKind
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.maps import Extent
from nnviz.experiment.snapshot.section import CrossSection
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.export.errors import ExportError
from nnviz.export.look.field import KeptIn, LookField, axis_of_curves, log_of_curves, place_of, side_of_window
from nnviz.export.look.many_runs import MANY_RUNS
from nnviz.export.look.several_plots import SEVERAL_PLOTS
from nnviz.export.look.writing import MAGNITUDE, NAMES, RANGE, SECTION, SWITCH, Value, names_of
from nnviz.export.shown import Shown
from nnviz.paint.charts.counts import Counts
from nnviz.paint.output.boundary import whole_window
from nnviz.paint.output.scale_bar import has_bar
from nnviz.paint.output.section import sectioned


def _whole_plane(shown: Shown, snapshot: DataInstant) -> Extent:
    seen = sectioned(snapshot, shown.boundary.section)
    if not seen.split.train.has_axes:
        raise ExportError("A table of answers has no axes: choose a plane first (boundary.section).")
    return whole_window(seen)


def _whole_surface(shown: Shown, snapshot: Instant) -> Extent:
    terrain = snapshot.look(Terrain)
    assert terrain is not None
    plane = shown.plane_of(terrain)
    s, t = plane.offset
    return plane.extent[0] + s, plane.extent[1] + s, plane.extent[2] + t, plane.extent[3] + t


def _put_limit(shown: Shown, value: Value, _snapshot: Instant) -> Shown:
    return replace(shown, limit=value)


def _put_counts(shown: Shown, value: Value, _snapshot: Instant) -> Shown:
    counts = Counts(str(value))
    epochs = shown.curves.epochs if counts is shown.curves.counts else None
    return replace(shown, curves=replace(shown.curves, counts=counts, epochs=epochs))


def _put_section(shown: Shown, value: Value, snapshot: DataInstant) -> Shown:
    section, train = (value if isinstance(value, CrossSection) else None), snapshot.split.train
    if section is not None and not section.fits(train):
        raise ExportError(
            f"There are {train.inputs} inputs: a plane goes through two, or has so many numbers."
        )
    options = replace(shown.boundary, section=section, window=None, levels=None)
    return replace(shown, boundary=options)


def _has_sections(snapshot: DataInstant) -> bool:
    return CrossSection().fits(snapshot.split.train)


def _is_dense(snapshot: DataInstant) -> bool:
    return snapshot.spec.network.built.is_dense


def _has_axes(snapshot: DataInstant) -> bool:
    return snapshot.split.train.has_axes or _has_sections(snapshot)


def _has_bar(snapshot: DataInstant) -> bool:
    train = snapshot.split.train
    return (train.kind is InputKind.PLANE or _has_sections(snapshot)) and has_bar(train.classes)


def _may_have_scatter(snapshot: DataInstant) -> bool:
    return not snapshot.split.train.is_classification and not snapshot.split.train.has_axes


def _has_terrain(snapshot: Instant) -> bool:
    return snapshot.look(Terrain) is not None


def _is_classification(snapshot: DataInstant) -> bool:
    return snapshot.split.train.is_classification


_CURVES = ("curves", "board")
_OUTPUT = ("boundary", "board", "predictions")
_SURFACE = ("surface",)
LOOK_FIELDS = (
    LookField(
        "network.limit",
        "Widest line",
        "What the widest line stands for; nothing: as suits the moment",
        ("network", "board", "explanation"),
        MAGNITUDE,
        KeptIn(lambda shown, _snapshot: shown.limit, _put_limit),
        _is_dense,
    ),
    LookField(
        "curves.epochs",
        "Axis shows",
        "Which part of the axis the curves show, in what it counts",
        _CURVES,
        RANGE,
        axis_of_curves("epochs", "log_epochs"),
    ),
    LookField(
        "curves.counts",
        "Axis counts",
        "Epochs, updates, or seconds of training",
        _CURVES,
        names_of(tuple(Counts)),
        KeptIn(lambda shown, _snapshot: shown.curves.counts.value, _put_counts),
    ),
    LookField(
        "curves.loss",
        "Loss",
        "Which losses the axis shows",
        _CURVES,
        RANGE,
        axis_of_curves("loss", "log_loss"),
    ),
    LookField(
        "curves.accuracy",
        "Accuracy",
        "Which shares the axis shows, of 1 at most",
        _CURVES,
        RANGE,
        place_of("curves", "accuracy"),
        _is_classification,
    ),
    LookField(
        "curves.log_loss",
        "Logarithmic loss",
        "Equal steps for equal factors",
        _CURVES,
        SWITCH,
        log_of_curves("log_loss", "loss"),
    ),
    LookField(
        "curves.log_epochs",
        "Logarithmic epochs",
        "The first epochs larger",
        _CURVES,
        SWITCH,
        log_of_curves("log_epochs", "epochs"),
    ),
    LookField(
        "curves.smooth",
        "Smooth",
        "Running means, with what was recorded faint behind",
        _CURVES,
        SWITCH,
        place_of("curves", "smooth"),
    ),
    LookField(
        "curves.hidden",
        "Leave out",
        "Curves that are not shown, of train, validation and test",
        _CURVES,
        NAMES,
        place_of("curves", "hidden"),
    ),
    LookField(
        "boundary.x",
        "First input",
        "Which part of the first input is shown",
        _OUTPUT,
        RANGE,
        side_of_window("boundary", 0, _whole_plane),
        _has_axes,
    ),
    LookField(
        "boundary.y",
        "Second input",
        "Which part of the second input is shown, or of the output along one input",
        _OUTPUT,
        RANGE,
        side_of_window("boundary", 2, _whole_plane),
        _has_axes,
    ),
    LookField(
        "boundary.levels",
        "Levels",
        "Outputs between which the colours change",
        ("boundary", "board"),
        RANGE,
        place_of("boundary", "levels"),
        _has_bar,
    ),
    LookField(
        "boundary.section",
        "Plane",
        "Which plane through more than two inputs is shown",
        _OUTPUT,
        SECTION,
        KeptIn(lambda shown, _snapshot: shown.boundary.section, _put_section),
        _has_sections,
    ),
    LookField(
        "boundary.truths",
        "Ground truth",
        "Which true values are shown, where predictions stand against them",
        _OUTPUT,
        RANGE,
        place_of("boundary", "truths"),
        _may_have_scatter,
    ),
    LookField(
        "boundary.answers",
        "Prediction",
        "Which predicted values are shown there",
        _OUTPUT,
        RANGE,
        place_of("boundary", "answers"),
        _may_have_scatter,
    ),
    *SEVERAL_PLOTS,
    LookField(
        "surface.x",
        "First direction",
        "Which part of the first axis is shown",
        _SURFACE,
        RANGE,
        side_of_window("surface", 0, _whole_surface),
        _has_terrain,
    ),
    LookField(
        "surface.y",
        "Second direction",
        "Which part of the second axis is shown",
        _SURFACE,
        RANGE,
        side_of_window("surface", 2, _whole_surface),
        _has_terrain,
    ),
    LookField(
        "surface.levels",
        "Levels",
        "Losses between which the colours change",
        _SURFACE,
        RANGE,
        place_of("surface", "levels"),
        _has_terrain,
    ),
    *MANY_RUNS,
)
"""In the order of the fields in the window; what says which axis there is stands after its range."""
