"""The figures that are kept: every figure of the catalogue of one run, and some of other kinds of data."""

from functools import cache, partial

from exporting import convolutional, many, run_with, trained
from painting import WIDTH, painted
from PySide6.QtGui import QImage

from nnviz.experiment.commands import Fork, SetBookmark, SetSpec, Visit
from nnviz.experiment.embedding.embedder import PERPLEXITY, Embedder, EmbeddingOrder
from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.embedding import EmbeddingMethod
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.explain.formulas.step import Depth, Phase
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.of_session import run_of
from nnviz.export.shown import Beside, Shown
from nnviz.paint.charts.options import CurvesOptions
from nnviz.paint.drawing.theme import DARK, PROJECTOR, Style
from nnviz.paint.network.content.record import Quantity
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.surface.camera import Camera

CIRCLES = {"data": "circles", "test_fraction": 0.25}
RUNS = {
    "blobs": {"data": "blobs", "layers": (2, 4, 3), "samples": 90},
    "sine": {"data": "sine", "layers": (1, 4, 1), "samples": 60},
    "plane": {"data": "plane", "samples": 80},
    "digits": {"data": "digits", "layers": (64, 6, 10), "epochs": 3},
}
OTHERS = [("boundary", "blobs"), ("boundary", "sine"), ("boundary", "plane"), ("boundary", "digits")]
OTHERS += [
    ("confusion", "blobs"),
    ("predictions", "blobs"),
    ("predictions", "plane"),
    ("predictions", "digits"),
]
OTHERS += [("network", "blobs"), ("network", "digits"), ("curves", "sine")]
DARK_STYLE, PROJECTED = Style(DARK), Style(PROJECTOR, text=19.5, scale=1.5)


def _figure(
    name: str, run: dict[str, object], style: Style | None = None, shown: Shown | None = None
) -> QImage:
    return _of(run_with(name, **run).snapshot, name, style, shown)


def _of(snapshot: Snapshot, name: str, style: Style | None = None, shown: Shown | None = None) -> QImage:
    figure, shown = FIGURES[name], shown or Shown()
    assert not figure.missing(snapshot), figure.missing(snapshot)
    height = min(figure.height_for(WIDTH), 1.1 * WIDTH)
    return painted(lambda painter, rect, s: figure.paint(painter, rect, snapshot, s, shown), height, style)


def _of_maps(name: str) -> QImage:
    return _of(convolutional().snapshot, name)


def _of_many(name: str) -> QImage:
    return _of(many().snapshot, name)


def _components() -> QImage:
    snapshot = trained(**CIRCLES).snapshot
    made = Embedder().embedding(snapshot, EmbeddingOrder(EmbeddingMethod.PCA, PERPLEXITY))
    return _of(snapshot, "embedding", shown=Shown(embedding=made))


def _besides() -> Shown:
    return Shown(beside=Beside("trained", "untrained", trained(**CIRCLES, epochs=0).snapshot))


def _step(phase: Phase, depth: Depth) -> QImage:
    """Return the explanation of the first step of a phase at a depth."""
    snapshot = trained(**CIRCLES).snapshot
    walk = Walk(case_of(snapshot, digits=4))
    key = next(key for key in walk.keys(depth) if key.phase is phase)
    return _of(snapshot, "explanation", shown=Shown(step=walk.step(key)))


@cache
def branched() -> Snapshot:
    """Return a moment of a run with a change, a bookmark and two branches."""
    spec = spec_from_dict(
        {
            "title": "A run with a past",
            "data": {"name": "xor"},
            "network": {"layers": [2, 3, 1], "activation": "tanh"},
            "training": {"epochs": 60, "learning_rate": 0.3},
        }
    )
    session = Session(spec)
    session.advance(100)
    session.apply(SetSpec(with_value(spec, "training.learning_rate", 1.0)))
    session.advance(100)
    session.apply(Visit(120))
    session.apply(SetBookmark("here", 120))
    session.apply(Fork("Other"))
    session.advance(60)
    while True:
        while (health := session.snapshot(HealthWish()).look(HealthView)).trying or health.waiting:
            pass  # what would help is tried between looks, once the engine is there
        snapshot = run_of(session, "branched").snapshot
        health = snapshot.look(HealthView)
        if not (health.trying or health.waiting):  # the engine may have come since the last look
            return snapshot


OF_A_RUN = [name for name in FIGURES if not name.startswith(("sweep_", "training_map", "embedding"))]
"""Not t-SNE, which goes its own way from the last digit on, nor those of many runs."""
OF_MANY_RUNS = [name for name in FIGURES if name.startswith(("sweep_", "training_map"))]
SUITED = {"kernels", "feature-maps", "drawing"}
"""Figures of images."""
FIGURES_KEPT = {
    f"figure-{name}": partial(_figure, name, {} if name in SUITED else CIRCLES) for name in OF_A_RUN
}
FIGURES_KEPT |= {f"figure-{name}": partial(_of_many, name) for name in OF_MANY_RUNS}
FIGURES_KEPT |= {f"figure-{name}-{data}": partial(_figure, name, RUNS[data]) for name, data in OTHERS}
FIGURES_KEPT |= {f"figure-{name}-maps": partial(_of_maps, name) for name in ("network", "graph")}
FIGURES_KEPT |= {
    f"figure-{n}-dark": partial(_figure, n, CIRCLES, DARK_STYLE) for n in ("network", "boundary")
}
FIGURES_KEPT |= {
    f"figure-{name}-projected": partial(_figure, name, CIRCLES, PROJECTED)
    for name in ("network", "boundary", "curves", "confusion")
}
FIGURES_KEPT |= {
    f"step-{phase.name.lower()}-{depth.name.lower()}": partial(_step, phase, depth)
    for phase, depth in (
        (Phase.FORWARD, Depth.NEURON),
        (Phase.LOSS, Depth.LAYER),
        (Phase.BACKWARD, Depth.NEURON),
        (Phase.GRADIENT, Depth.PRODUCT),
        (Phase.CHANGE, Depth.LAYER),
    )
}
FIGURES_KEPT |= {
    "figure-embedding": _components,
    "figure-board-wide": partial(_figure, "board", CIRCLES, Style(text=6.5, scale=0.5)),
    "figure-confusion-of-two": lambda: _figure("confusion", CIRCLES, shown=_besides()),
    "figure-network-gradients": lambda: _figure("network", CIRCLES, shown=Shown(quantity=Quantity.GRADIENTS)),
    "figure-boundary-hard": lambda: _figure(
        "boundary", CIRCLES, shown=Shown(boundary=BoundaryOptions(hard=True, test=False, wrong=False))
    ),
    "figure-surface-solid": lambda: _figure("surface", CIRCLES, shown=Shown(camera=Camera())),
    "figure-curves-logarithmic": lambda: _figure(
        "curves", CIRCLES, shown=Shown(curves=CurvesOptions(log_loss=True, log_epochs=True, values=True))
    ),
    "figure-curves-branched": lambda: _of(branched(), "curves"),
    "figure-timeline-branched": lambda: _of(branched(), "timeline"),
}
