"""What `run.json` of a run file looks like: typed, so that reading it checks it. See docs/run-file.md."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from nnviz.experiment.run.stop_watch import Kind
from nnviz.experiment.run.trail import CAPACITY
from nnviz.experiment.spec.stop_section import StopSpec

FORMAT = "nnviz run"
VERSION = 1

Count = Annotated[int, Meta(ge=0, le=2**60)]
Positive = Annotated[int, Meta(ge=1, le=2**40)]
Text = Annotated[str, Meta(max_length=10_000)]
Index = Annotated[int, Meta(ge=0, le=10**7)]


class Heading(Struct):
    """The part that every version has."""

    format: str = ""
    version: int = 0


class CounterEntry(Struct, array_like=True):
    """How epochs are counted from an update on."""

    updates_per_epoch: Positive
    start_update: Count
    start_epoch: Count


class SettingsEntry(Struct, tag="settings"):
    """Settings were changed to those of `specs[spec]`."""

    spec: Index


class WeightEntry(Struct, tag="weight"):
    """A weight was set by hand."""

    layer: Index
    i: Index
    j: Index
    value: float


class BiasEntry(Struct, tag="bias"):
    """A bias was set by hand."""

    layer: Index
    j: Index
    value: float


class ChangeEntry(Struct):
    """A change, after `update` updates; `before` is the index of the settings then."""

    update: Count
    command: SettingsEntry | WeightEntry | BiasEntry
    words: Annotated[str, Meta(max_length=100_000)]
    before: Index


class SeenEntry(Struct):
    """What the conditions `stop` had seen; `best` is missing where no loss was finite."""

    stop: StopSpec
    best: float | None
    best_epoch: Annotated[int, Meta(ge=-1, le=2**60)]
    met: Annotated[list[Kind], Meta(max_length=3)]


class KeyframeEntry(Struct, omit_defaults=True):
    """One keyframe; its numbers are in the arrays, in the same order."""

    spec: Index
    epochs: CounterEntry
    update: Count
    applied: Index
    dtype: str
    size: Annotated[int, Meta(ge=1, le=50_000_000)]
    first_moment: bool
    second_moment: bool
    seen: SeenEntry | None = None


class TrailEntry(Struct):
    """The moments at which health is measured and the path is drawn: epochs, and places in `keyframes`."""

    stride: Positive
    epochs: Annotated[list[Count], Meta(max_length=CAPACITY)]
    keyframes: Annotated[list[Index], Meta(max_length=CAPACITY)]


class BranchEntry(Struct):
    """One branch; its curves are in the arrays."""

    id: Index
    name: Text
    parent: Index | None
    start: Count
    length: Count
    position: Count
    diverged: bool
    counters: Annotated[list[CounterEntry], Meta(min_length=1)]
    changes: list[ChangeEntry]
    bookmarks: list[tuple[Count, Text]]
    keyframes: Annotated[list[Index], Meta(min_length=1)]
    stride: Positive
    parts: list[str]
    trail: TrailEntry | None = None


class ImagesEntry(Struct):
    """Images that are not in the file: where they are (empty: they ship with the app), and a checksum."""

    path: Annotated[str, Meta(max_length=4_000)]
    checksum: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class DataEntry(Struct, omit_defaults=True):
    """What is known of the data of `specs[spec]` besides its arrays."""

    spec: Index
    classes: list[Text]
    feature_names: list[Text]
    domain: list[tuple[float, float]]
    inputs: list[Text]
    image: tuple[Positive, Positive, Positive] | None = None
    """Height, width and channels of images; files of 0.1.0 do not say."""
    images: ImagesEntry | None = None
    """Where the images are, where they are not in the file."""


class RunDocument(Struct):
    """All of `run.json`."""

    format: str
    version: int
    written_by: str
    position: Count
    present: Index
    stride: Positive
    aims: Index
    specs: Annotated[list[dict[str, Any]], Meta(min_length=1)]
    data: list[DataEntry]
    keyframes: Annotated[list[KeyframeEntry], Meta(min_length=1)]
    branches: Annotated[list[BranchEntry], Meta(min_length=1, max_length=64)]
