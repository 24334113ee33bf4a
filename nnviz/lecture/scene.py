"""A lecture and its scenes as records: what the file holds, key by key."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

MOST_SCENES = 200
PANELS = (
    *("network", "boundary", "curves", "explanation", "timeline"),
    *("health", "surface", "confusion", "predictions", "graph", "map", "about"),
)
"""What a scene can show, by the names of panels and figures."""
MOST_PANELS = 4
MOST_RUNS = 4
"""Runs of which the hall picks the winner."""

MOST_STROKES = 200
LONGEST_STROKE = 6000
"""Characters of the points of a stroke."""

Question = Literal["loss curve", "boundary", "signs", "number", "winner"]
Arrangement = Literal["", "one", "columns", "rows", "large left", "large top", "grid"]


class WalkPlace(Struct, frozen=True):
    """Where the walk through the coming update stands: `[scene.walk]`."""

    phase: Annotated[
        Literal["", "start", "forward", "loss", "backward", "gradient", "update"],
        Meta(description="The phase it stands at; empty: the beginning."),
    ] = ""
    depth: Annotated[
        Literal["phase", "layer", "neuron", "product"], Meta(description="How finely it is explained.")
    ] = "layer"
    sample: Annotated[int, Meta(ge=1, description="Which sample of the batch.")] = 1
    layer: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="The layer it stands at, from 1; left out: the first of the phase."),
    ] = None


Range = tuple[float, float]


class Highlight(Struct, frozen=True):
    """What is lit in the network or a plot: `[scene.highlight]`. Units count from 1; layer 0: inputs."""

    layer: Annotated[int | None, Meta(description="A layer, or the layer of what follows.")] = None
    unit: Annotated[int | None, Meta(description="A unit of the layer.")] = None
    source: Annotated[int | None, Meta(description="With `unit`: the weight that comes from this unit.")] = (
        None
    )
    numbers: Annotated[
        bool, Meta(description="Writes the weights and biases that are lit beside them; alone: all of them.")
    ] = False
    plot: Annotated[
        Literal["", "boundary", "curves"], Meta(description="A region of this plot is framed.")
    ] = ""
    x: Annotated[
        Range | None, Meta(description="From where to where along x: x1, or epochs; left out: all.")
    ] = None
    y: Annotated[
        Range | None, Meta(description="From where to where along y: x2, or the loss; left out: all.")
    ] = None


class PenStroke(Struct, frozen=True):
    """A line that was drawn over a scene, kept with it: `[[scene.strokes]]`."""

    points: Annotated[
        str,
        Meta(
            max_length=LONGEST_STROKE,
            description='Its points, "0.25,0.5 0.3,0.52": shares of the panel\'s width and height.',
        ),
    ]
    pen: Annotated[int, Meta(ge=1, le=3, description="Which of the three colours.")] = 1
    panel: Annotated[
        str, Meta(max_length=20, description="The panel it was begun on; empty: the whole picture.")
    ] = ""

    def places(self) -> list[tuple[float, float]]:
        """Return its points as shares of the width and height of what it was drawn on."""
        pairs = (pair.split(",") for pair in self.points.split())
        return [(float(x), float(y)) for x, y in pairs]


class Scene(Struct, frozen=True, kw_only=True):
    """One scene: a moment of a run, and how it is shown: `[[scene]]`."""

    title: Annotated[str, Meta(max_length=200, description="What it is called.")] = ""
    experiment: Annotated[
        str,
        Meta(
            max_length=1000,
            description="A shipped experiment, a .toml file or a saved run beside the lecture; empty: that "
            "of the scene before, with its `set`.",
        ),
    ] = ""
    set: Annotated[
        dict[str, Any], Meta(description="Keys of the experiment with other values, as --set takes them.")
    ] = {}
    at: Annotated[
        int | str,
        Meta(description='The moment it begins at: an update such as 40, or "epoch 40".'),
    ] = 0
    until: Annotated[
        str,
        Meta(
            max_length=60,
            description='Plays until then: "accuracy > 0.99", "loss < 0.01", "update 500", "epoch 20", or '
            '"key" (until a key is hit); empty: it does not play.',
        ),
    ] = ""
    panels: Annotated[
        tuple[str, ...],
        Meta(max_length=MOST_PANELS, description="One to four, the first the largest."),
    ] = ("network", "boundary", "curves")
    arrangement: Annotated[Arrangement, Meta(description="How the panels lie; empty: as it fits.")] = ""
    highlight: Annotated[Highlight, Meta(description="What is lit in the network, or framed in a plot.")] = (
        Highlight()
    )
    walk: Annotated[
        WalkPlace | None, Meta(description="The walk through the coming update, where it stands.")
    ] = None
    speed: Annotated[
        float, Meta(ge=0.0, le=1e9, description="Updates a second while it plays; 0: flat out.")
    ] = 0.0
    text: Annotated[str, Meta(max_length=5000, description="What the hall reads, in Markdown.")] = ""
    notes: Annotated[str, Meta(max_length=20_000, description="What the lecturer reads, in Markdown.")] = ""
    ask: Annotated[Question | None, Meta(description="What the hall predicts before it is shown.")] = None
    runs: Annotated[
        tuple[dict[str, Any], ...],
        Meta(
            max_length=MOST_RUNS,
            description='With `ask = "winner"`: two to four tables like `set`, one for each run; left out: '
            "the seeds 1 to 4.",
        ),
    ] = ()
    map: Annotated[
        str,
        Meta(max_length=100, description="What the panel map shows: one of the maps of trainings that ship."),
    ] = ""
    strokes: Annotated[
        tuple[PenStroke, ...],
        Meta(max_length=MOST_STROKES, description="What was drawn over it with the pen, a table a line."),
    ] = ()


class Lecture(Struct, frozen=True, kw_only=True):
    """A whole lecture; its file is TOML."""

    title: Annotated[str, Meta(max_length=200, description="What the picker shows.")] = ""
    about: Annotated[str, Meta(max_length=20_000, description="What it teaches, in Markdown.")] = ""
    language: Annotated[str, Meta(max_length=35, description='The language of its texts, such as "en".')] = (
        "en"
    )
    scene: tuple[Scene, ...] = ()


def sections() -> dict[str, type[msgspec.Struct]]:
    """Return the tables of the file by the name that its documentation uses."""
    return {
        "": Lecture,
        "scene": Scene,
        "scene.walk": WalkPlace,
        "scene.highlight": Highlight,
        "scene.strokes": PenStroke,
    }
