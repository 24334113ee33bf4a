"""Writing a run file: from a session's past to plain values and arrays."""

import math
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from nnviz import __version__
from nnviz.data.dataset import PARTS
from nnviz.data.prepare import Prepared
from nnviz.experiment.commands import SetParameter, SetSpec
from nnviz.experiment.past.branch import Branch, Changed
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.run.stop_watch import Seen
from nnviz.experiment.run_file import document as doc
from nnviz.experiment.run_file.referenced import reference_to
from nnviz.experiment.spec.spec import Spec, to_dict
from nnviz.parts import Bias, Weight
from nnviz.zip_arrays import Array, ZipWriter, new_zip


class _Specs:
    """Settings that occur on the timeline, each once."""

    def __init__(self) -> None:
        self.all: list[Spec] = []
        self._places: dict[Spec, int] = {}
        self._seen: dict[int, tuple[int, Spec]] = {}

    def index(self, spec: Spec) -> int:
        """Return the place of a spec, the same for equal ones."""
        if id(spec) not in self._seen:  # first by identity: comparing weights that are given takes long
            place = self._places.setdefault(spec, len(self.all))
            if place == len(self.all):
                self.all.append(spec)
            self._seen[id(spec)] = place, spec  # which keeps it alive, so that no other object gets its id
        return self._seen[id(spec)][0]


def write_run(saved: SavedRun, path: Path, beside: Mapping[str, bytes] | None = None) -> None:
    """Write a run file, whole or not at all.

    Parameters
    ----------
    saved : SavedRun
    path : Path
    beside : mapping of str to bytes, optional
        Files in it that are not of the run.

    Raises
    ------
    WriteError
        If it cannot be written.
    """
    specs = _Specs()
    branches = list(saved.timeline.branches.values())
    kept = (moment for branch in branches for moment in (*branch.moments, *branch.history.trail.moments))
    moments = list({id(moment): moment for moment in kept}.values())
    places = {id(moment): place for place, moment in enumerate(moments)}
    keyframes = [_keyframe(moment, specs) for moment in moments]
    entries = [_branch(branch, specs, places) for branch in branches]
    aims = specs.index(saved.spec)
    with new_zip(path) as file:
        document = doc.RunDocument(
            format=doc.FORMAT,
            version=doc.VERSION,
            written_by=f"nnviz {__version__}",
            position=saved.position,
            present=saved.timeline.present.id,
            stride=saved.timeline.stride,
            aims=aims,
            specs=[to_dict(spec) for spec in specs.all],
            data=_data(file, saved, specs.all),
            keyframes=keyframes,
            branches=entries,
        )
        file.add_bytes("run.json", msgspec.json.encode(document))
        for name, content in (beside or {}).items():
            file.add_bytes(name, content)
        _write_keyframes(file, moments)
        for branch in branches:
            for name, array in branch.history.arrays().items():
                file.add_array(f"curves/{branch.id}/{name}.npy", array)


def _counter(counter: EpochCounter) -> doc.CounterEntry:
    return doc.CounterEntry(counter.updates_per_epoch, counter.start_update, counter.start_epoch)


def _keyframe(moment: Moment, specs: _Specs) -> doc.KeyframeEntry:
    state = moment.state
    return doc.KeyframeEntry(
        spec=specs.index(moment.spec),
        epochs=_counter(moment.epochs),
        update=moment.update,
        applied=moment.applied,
        dtype=state.parameters.dtype.name,
        size=len(state.parameters),
        first_moment=len(state.first_moment) > 0,
        second_moment=len(state.second_moment) > 0,
        seen=_seen(moment.seen),
    )


def _seen(seen: Seen) -> doc.SeenEntry | None:
    if seen == Seen():
        return None
    best = seen.best if math.isfinite(seen.best) else None
    return doc.SeenEntry(seen.stop, best, seen.best_epoch, sorted(seen.met))


def _branch(branch: Branch, specs: _Specs, places: dict[int, int]) -> doc.BranchEntry:
    trail = branch.history.trail
    return doc.BranchEntry(
        id=branch.id,
        name=branch.name,
        parent=branch.parent,
        start=branch.start,
        length=branch.length,
        position=branch.position,
        diverged=branch.diverged,
        counters=[_counter(counter) for counter in branch.counters],
        changes=[_change(changed, specs) for changed in branch.changes],
        bookmarks=sorted(branch.bookmarks.items()),
        keyframes=[places[id(moment)] for moment in branch.moments],
        stride=branch.history.stride,
        parts=branch.history.parts(),
        trail=doc.TrailEntry(trail.stride, trail.epochs, [places[id(moment)] for moment in trail.moments]),
    )


def _change(changed: Changed, specs: _Specs) -> doc.ChangeEntry:
    entry: doc.SettingsEntry | doc.WeightEntry | doc.BiasEntry
    match changed.command:
        case SetSpec(spec):
            entry = doc.SettingsEntry(specs.index(spec))
        case SetParameter(Weight(layer, source, target), value):
            entry = doc.WeightEntry(layer - 1, source, target, value)
        case SetParameter(Bias(layer, unit), value):
            entry = doc.BiasEntry(layer - 1, unit, value)
    return doc.ChangeEntry(changed.update, entry, changed.words, specs.index(changed.before))


def _write_keyframes(file: ZipWriter, moments: list[Moment]) -> None:
    """Write all numbers of one precision one after the other."""
    for dtype in ("float64", "float32"):
        arrays: list[Array] = [np.empty(0, dtype)]
        for moment in moments:
            if moment.state.parameters.dtype == dtype:
                state = moment.state
                arrays += [state.parameters, state.first_moment, state.second_moment]
        file.add_array(f"keyframes/{dtype}.npy", np.concatenate(arrays))
    file.add_array("keyframes/powers.npy", np.stack([moment.state.powers for moment in moments]))


def _data(file: ZipWriter, saved: SavedRun, specs: list[Spec]) -> list[doc.DataEntry]:
    """Write the data of each different [data]; those that the session no longer has are made again."""
    entries: list[doc.DataEntry] = []
    for index, spec in enumerate(specs):
        if any(spec.data == specs[entry.spec].data for entry in entries):
            continue
        prepared = saved.shelf.get(spec)
        images = reference_to(spec, prepared)
        entries.append(_data_entry(index, prepared, images))
        if images is not None:
            continue
        for name in PARTS:
            part = getattr(prepared.split, name)
            file.add_array(f"data/{index}/{name}_x.npy", part.X)
            file.add_array(f"data/{index}/{name}_y.npy", part.y)
        file.add_array(f"data/{index}/scaling.npy", np.stack([prepared.offset, prepared.scale]))
    return entries


def _data_entry(index: int, prepared: Prepared, images: doc.ImagesEntry | None) -> doc.DataEntry:
    train = prepared.split.train
    return doc.DataEntry(
        spec=index,
        classes=list(train.classes),
        feature_names=[] if images else list(train.feature_names),
        domain=[] if images else list(train.domain),
        inputs=[] if images else list(prepared.features),
        image=train.image,
        images=images,
    )
