"""What comes out: the truth behind the question of a scene, from the very run that the scene shows."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnviz.arrays import Floats
from nnviz.data.dataset import InputKind
from nnviz.experiment.look.input_planes import outputs_and_responses
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.maps import Extent
from nnviz.experiment.spec.fields import fields_of
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.exercise.asking import blank_of
from nnviz.explain.exercise.choosing import telling_parameters
from nnviz.explain.exercise.lines import unit_into
from nnviz.explain.exercise.quantity import AskedQuantity, Kind
from nnviz.explain.exercise.sheet import Sheet
from nnviz.explain.exercise.start import update_of
from nnviz.lecture.predict.truths import (
    BoundaryTruth,
    CurveTruth,
    NumberTruth,
    SignsTruth,
    Truth,
    WinnerTruth,
)
from nnviz.lecture.scene import Scene, WalkPlace
from nnviz.lecture.stage import SceneError, Stage
from nnviz.parts import Weight, parameters_of, symbol

SIDE = 161
"""Points a side of the map in which the boundary is looked for."""
MOST_WEIGHTS = 12
"""Weights that a hall can be asked about; of more, those with the largest gradients."""
_KINDS: dict[str, Kind] = {
    "": "a",
    "start": "a",
    "forward": "a",
    "loss": "loss",
    "backward": "delta",
    "gradient": "gradient",
    "update": "new",
}
"""Which number is asked for in each phase of the walk."""

GiveUp = Callable[[], bool]


def truth_of(stage: Stage, number: int, give_up: GiveUp) -> Truth:
    """Return what comes out of the question that a scene asks.

    Raises
    ------
    SceneError
        If the scene cannot be shown, or its network has nothing of what is asked, in one sentence.
    GivenUpError
    """
    scene = stage.lecture.scene[number]
    ask = scene.ask
    if ask == "winner":
        return _winner(stage, number, give_up)
    session = stage.session_at(number, give_up)
    if ask == "loss curve":
        return _curve(stage, number, session, give_up)
    if ask == "boundary":
        stage.play(number, session, give_up)
        return _boundary(session)
    return _signs(scene, session) if ask == "signs" else _number(scene, session)


def _curve(stage: Stage, number: int, session: Session, give_up: GiveUp) -> CurveTruth:
    """Return the loss while a scene plays; where it does not play, up to its beginning."""
    begin = session.update
    stage.play(number, session, give_up)
    first = begin if session.update > begin else 0
    curves = session.snapshot().curves.ending_at(session.epoch, session.update, session.metrics())
    shown = curves.updates >= first
    x, y = curves.epochs[shown], curves.loss["train"][shown]
    finite = np.isfinite(y)
    if finite.sum() < 2:
        raise SceneError("The loss was not recorded often enough here to be drawn as a curve.")
    return CurveTruth(x[finite], y[finite], "epoch", "loss")


def _boundary(session: Session) -> CurveTruth | BoundaryTruth:
    kind = session.split.train.kind
    if kind not in (InputKind.PLANE, InputKind.LINE):
        raise SceneError("There is no boundary to draw: the data have more than two inputs.")
    weights, biases = session.parameters()
    network = session.spec.network.built
    plane = outputs_and_responses(network, weights, biases, session.prepared, SIDE, 0).boundary
    assert plane is not None
    if kind is InputKind.LINE:
        low, high = plane.extent[:2]
        return CurveTruth(np.linspace(low, high, SIDE), plane.outputs[0, :, 0], "x1", "answer")
    points = _changes(plane.outputs, plane.extent)
    if not len(points):
        raise SceneError("There is no boundary here: the network gives the same answer everywhere.")
    return BoundaryTruth(points, plane.extent)


def _changes(outputs: Floats, extent: Extent) -> Floats:
    """Return the points between neighbours of a grid whose classes differ."""
    many = outputs.shape[-1] > 1
    classes = outputs.argmax(axis=-1) if many else (outputs[..., 0] >= 0.5).astype(int)
    rows, columns = classes.shape
    xs = np.linspace(extent[0], extent[1], columns)
    ys = np.linspace(extent[2], extent[3], rows)
    i, j = np.nonzero(classes[:, 1:] != classes[:, :-1])
    across = np.column_stack([(xs[j] + xs[j + 1]) / 2, ys[i]])
    i, j = np.nonzero(classes[1:] != classes[:-1])
    along = np.column_stack([xs[j], (ys[i] + ys[i + 1]) / 2])
    return np.concatenate([across, along])


def _signs(scene: Scene, session: Session) -> SignsTruth:
    trace = session.trace()
    layers = session.spec.network.built.layers
    place = scene.walk or WalkPlace()
    wanted = scene.highlight.layer or place.layer
    parts = [part for n in range(1, len(layers)) for part in parameters_of(layers, n)]
    weights = [part for part in parts if isinstance(part, Weight)]
    lit = [part for part in weights if wanted in (None, part.layer)]
    unit, source = scene.highlight.unit, scene.highlight.source
    lit = [part for part in lit if unit in (None, part.target + 1) and source in (None, part.source + 1)]
    if not lit:
        raise SceneError("There are no weights where this scene points.")
    largest = sorted(lit, key=lambda part: -abs(trace.layers[part.layer - 1].weights_gradient[part.index]))
    names, signs = [], []
    for part in sorted(largest[:MOST_WEIGHTS], key=lit.index):
        layer = trace.layers[part.layer - 1]
        names.append(symbol(part))
        signs.append(int(np.sign(layer.weights_after[part.index] - layer.weights[part.index])))
    return SignsTruth(tuple(names), tuple(signs), len(lit))


def _number(scene: Scene, session: Session) -> NumberTruth:
    place = scene.walk or WalkPlace()
    update, kind = update_of(session), _KINDS[place.phase]
    if kind == "new" and session.spec.training.optimizer != "sgd":
        raise SceneError("New weights are asked for where plain gradient descent makes them.")
    layer = min(max(place.layer or scene.highlight.layer or update.depth, 1), update.depth)
    unit = min(scene.highlight.unit or 1, update.units(layer)) - 1
    sample = min(place.sample, update.batch) - 1
    if kind == "loss":
        quantity = AskedQuantity("loss")
    elif kind in ("gradient", "new"):
        while not update.network.layers[layer].has_parameters:  # pooling learns nothing: what led to it did
            layer -= 1
        parts = telling_parameters(update, layer)
        quantity = AskedQuantity(kind, next((part for part in parts if unit_into(part) == unit), parts[0]))
    else:
        quantity = AskedQuantity(kind, update.telling_place(layer, unit), sample)
    blank = blank_of(update, quantity)
    sheet = Sheet(scene.title, update, (blank,))
    return NumberTruth(sheet, blank, float(update.values()(quantity)))


def _winner(stage: Stage, number: int, give_up: GiveUp) -> WinnerTruth:
    runs = stage.lecture.scene[number].runs or tuple({"training.seed": seed} for seed in range(1, 5))
    names, curves, ends = [], [], []
    for changes in runs:
        session = stage.session_at(number, give_up, changes)
        met = stage.play(number, session, give_up, to_the_end=True)
        kept = session.snapshot().curves.ending_at(session.epoch, session.update, session.metrics())
        names.append(_run_in_words(changes, session.spec))
        curves.append((kept.epochs, kept.loss["train"]))
        loss = float(kept.loss["train"][-1])
        ends.append((not met, session.update, loss) if _races(stage, number) else (loss, 0, 0.0))
    by = "gets there first" if _races(stage, number) else "has the smallest loss in the end"
    order = sorted(range(len(runs)), key=lambda run: tuple(_or_last(value) for value in ends[run]))
    return WinnerTruth(tuple(names), tuple(curves), tuple(order), by)


def _run_in_words(changes: Mapping[str, Any], spec: Spec) -> str:
    """Return what is another in a run, as the form has it: "Learning rate 0.1"."""
    fields = {field.key: field for field in fields_of(spec)}
    said = []
    for key, value in changes.items():
        field = fields.get(key)
        words = f"{value:g}" if isinstance(value, float) else str(value)
        if field is not None and value in field.choices:
            words = field.choice_titles[field.choices.index(value)]
        said.append(f"{field.title if field is not None else key} {words}")
    return ", ".join(said)


def _races(stage: Stage, number: int) -> bool:
    """Return whether the runs race to a score."""
    return any(sign in stage.lecture.scene[number].until for sign in "<>")


def _or_last(value: float) -> float:
    """Return a number to sort by: NaN comes last."""
    return np.inf if np.isnan(value) else value
