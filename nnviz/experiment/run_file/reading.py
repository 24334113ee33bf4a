"""Reading a run file: from plain values and arrays to a session's past, believing nothing unchecked."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from nnviz.data.base import DataSet
from nnviz.data.dataset import PARTS
from nnviz.data.held import hold
from nnviz.engine.kernels.layout import Layout
from nnviz.engine.run import tag_for
from nnviz.engine.state import State
from nnviz.experiment.commands import Change, SetParameter, SetSpec
from nnviz.experiment.past.branch import Branch, Changed, one_line
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.history import History
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.run.stop_watch import Seen
from nnviz.experiment.run.trail import Trail
from nnviz.experiment.run_file import document as doc
from nnviz.experiment.run_file.data_in_run import finite, prepared_in, require_fitting
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.referenced import referenced
from nnviz.experiment.spec.reading import check_spec, saved_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Weight
from nnviz.zip_arrays import MAX_DOCUMENT, Array, ZipReader, opened_zip

Item = TypeVar("Item")


def read_run(path: Path) -> SavedRun:
    """Read a run file.

    Raises
    ------
    RunFileError
        One sentence that names the file and says why it cannot be used.
    """
    with opened_zip(path, RunFileError, "run file") as file:
        document = _document(file)
        specs, shelf = _settings_and_data(file, document, path)
        moments = _moments(file, document.keyframes, specs)
        branches = {entry.id: _branch(file, entry, specs, moments) for entry in document.branches}
        if document.present not in branches or len(branches) != len(document.branches):
            raise RunFileError("its branches do not fit together.")
        position = min(document.position, branches[document.present].length)
        timeline = Timeline.of_branches(branches, branches[document.present], document.stride)
        return SavedRun(_item(specs, document.aims), timeline, shelf, position)


def images_beside(path: Path) -> list[Path]:
    """Return the files or folders of images that a run file refers to; RunFileError as `read_run`."""
    with opened_zip(path, RunFileError, "run file") as file:
        entries = _document(file).data
    return [Path(place) for place in dict.fromkeys(e.images.path for e in entries if e.images) if place]


def _settings_and_data(
    file: ZipReader, document: doc.RunDocument, path: Path
) -> tuple[list[Spec], DataShelf]:
    """Return the settings, checked against the data in the file beside them, or that it refers to."""
    specs = [saved_spec(table) for table in document.specs]
    shelf = DataShelf()
    held: dict[DataSet, DataSet] = {}
    for entry in document.data:
        spec = _item(specs, entry.spec)
        there = spec
        if entry.images is None:
            prepared = prepared_in(file, entry, spec)
        else:
            there, prepared = referenced(entry.images, spec, path)
        held[spec.data] = hold(there.data, prepared.split, again=entry.images is not None)
        shelf.put(replace(spec, data=held[spec.data]), prepared, keep=True)
    if {spec.data for spec in specs} != set(held):
        raise RunFileError("the data of some of its settings are missing.")
    specs = [replace(spec, data=held[spec.data]) for spec in specs]
    for spec in specs:
        check_spec(spec)
        require_fitting(spec, shelf.get(spec))
    return specs, shelf


def _document(file: ZipReader) -> doc.RunDocument:
    content = file.bytes("run.json", MAX_DOCUMENT)
    try:
        heading = msgspec.json.decode(content, type=doc.Heading)
        if heading.format != doc.FORMAT:
            raise RunFileError("this is no run file of nnviz.")
        if heading.version != doc.VERSION:
            raise RunFileError(
                f"it has version {heading.version} of the format, and this nnviz reads version {doc.VERSION}."
            )
        return msgspec.json.decode(content, type=doc.RunDocument)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RunFileError(f"run.json in it is damaged ({error}).") from None


def _item(items: list[Item], index: int) -> Item:
    if index >= len(items):
        raise RunFileError("run.json in it names something that is not there.")
    return items[index]


def _counter(entry: doc.CounterEntry) -> EpochCounter:
    return EpochCounter(entry.updates_per_epoch, entry.start_update, entry.start_epoch)


def _moments(file: ZipReader, entries: list[doc.KeyframeEntry], specs: list[Spec]) -> list[Moment]:
    numbers = {
        name: _Numbers(finite(file, f"keyframes/{name}.npy", dtype, _count(entries, name)))
        for name, dtype in (("float64", "<f8"), ("float32", "<f4"))
    }
    powers = finite(file, "keyframes/powers.npy", numbers=2 * len(entries))
    if powers.shape != (len(entries), 2):
        raise RunFileError("its keyframes do not fit together.")
    sizes: dict[int, int] = {}
    moments = []
    for entry, power in zip(entries, powers, strict=True):
        spec = _item(specs, entry.spec)
        if entry.spec not in sizes:
            sizes[entry.spec] = _parameters(spec)
        if entry.size != sizes[entry.spec] or entry.dtype != spec.network.dtype:
            raise RunFileError("a keyframe in it does not fit its network.")
        counter = _counter(entry.epochs)
        if entry.update < max(counter.offset, counter.start_update):
            raise RunFileError("its updates are out of order.")
        take = numbers[entry.dtype].take
        state = State(
            entry.update - counter.offset,
            take(entry.size),
            take(entry.size if entry.first_moment else 0),
            take(entry.size if entry.second_moment else 0),
            power.copy(),
        )
        moments.append(Moment(spec, counter, state, entry.applied, _seen(entry.seen)))
    return moments


def _seen(entry: doc.SeenEntry | None) -> Seen:
    if entry is None:
        return Seen()
    best = math.inf if entry.best is None else entry.best
    return Seen(entry.stop, best, entry.best_epoch, frozenset(entry.met))


def _parameters(spec: Spec) -> int:
    """Return how many numbers the engine keeps for a network."""
    network = spec.network.built
    return Layout(network, tag_for(network, spec.training.built, 1)).parameters


class _Numbers:
    """A long row of numbers, taken from its beginning."""

    def __init__(self, row: Array) -> None:
        self._row = row.ravel()
        self._at = 0

    def take(self, count: int) -> Array:
        """Return the next numbers, as an array of their own."""
        self._at += count
        return self._row[self._at - count : self._at].copy()


def _count(entries: list[doc.KeyframeEntry], dtype: str) -> int:
    """Return how many numbers the keyframes of one precision have together."""
    return sum(
        entry.size * (1 + entry.first_moment + entry.second_moment)
        for entry in entries
        if entry.dtype == dtype
    )


def _branch(file: ZipReader, entry: doc.BranchEntry, specs: list[Spec], moments: list[Moment]) -> Branch:
    if entry.start > entry.length or (entry.parent is not None and entry.parent >= entry.id):
        raise RunFileError("its branches do not fit together.")
    changes = _changes(entry, specs)
    history = _history(file, entry, moments)
    keyframes = _keyframes(entry, moments, len(changes))
    _require_reach(entry, history, keyframes[-1])
    return Branch(
        id=entry.id,
        name=one_line(entry.name) or f"Branch {entry.id + 1}",
        parent=entry.parent,
        start=entry.start,
        history=history,
        moments=keyframes,
        counters=_counters(entry),
        changes=changes,
        bookmarks={at: one_line(name) for at, name in entry.bookmarks if at <= entry.length},
        length=entry.length,
        position=min(entry.position, entry.length),
        diverged=entry.diverged,
    )


MOST_WORK = 1e14
"""Products that lie between the last keyframe of a branch and its end at most: about a day of training."""


def _require_reach(entry: doc.BranchEntry, history: History, last: Moment) -> None:
    """Raise RunFileError where a branch claims to be longer than what the file holds of it shows.

    What lies between is trained again; and curves of few points may claim any distance between these.
    """
    work = sum(layer.products for layer in last.spec.network.built.layers[1:])
    work *= max(1, last.spec.training.batch_size)
    if (entry.length - last.update) * work > MOST_WORK:
        raise RunFileError("it says that it was trained for longer than any of its moments shows.")
    measured = int(history.curves().updates[-1]) if len(history) else 0
    epoch = max(counter.updates_per_epoch for counter in entry.counters)
    if entry.length > max(measured, entry.counters[-1].start_update) + 2 * history.stride * epoch:
        raise RunFileError("it says that it was trained for longer than its curves show.")


def _changes(entry: doc.BranchEntry, specs: list[Spec]) -> list[Changed]:
    _require_order([change.update for change in entry.changes], entry.length)
    return [
        Changed(change.update, _command(change.command, specs), change.words, _item(specs, change.before))
        for change in entry.changes
    ]


def _keyframes(entry: doc.BranchEntry, moments: list[Moment], changes: int) -> list[Moment]:
    keyframes = [_item(moments, place) for place in entry.keyframes]
    _require_order([moment.update for moment in keyframes], entry.length, strictly=True)
    if keyframes[0].update != 0 or any(moment.applied > changes for moment in keyframes):
        raise RunFileError("its keyframes do not fit together.")
    return keyframes


def _counters(entry: doc.BranchEntry) -> list[EpochCounter]:
    counters = [_counter(counter) for counter in entry.counters]
    _require_order([counter.start_update for counter in counters], entry.length)
    _require_order([counter.start_epoch for counter in counters], entry.length)
    if counters[0].start_update != 0 or counters[0].start_epoch != 0:
        raise RunFileError("its epochs do not begin at the beginning.")
    return counters


def _require_order(updates: list[int], length: int, strictly: bool = False) -> None:
    least_step = 1 if strictly else 0
    steps = pairwise(updates)
    if any(later - earlier < least_step for earlier, later in steps) or max(updates, default=0) > length:
        raise RunFileError("its updates are out of order.")


def _command(entry: doc.SettingsEntry | doc.WeightEntry | doc.BiasEntry, specs: list[Spec]) -> Change:
    match entry:
        case doc.SettingsEntry(spec=spec):
            return SetSpec(_item(specs, spec))
        case doc.WeightEntry(layer=layer, i=i, j=j, value=value):
            return SetParameter(Weight(layer + 1, i, j), value)
        case doc.BiasEntry(layer=layer, j=j, value=value):
            return SetParameter(Bias(layer + 1, j), value)


def _history(file: ZipReader, entry: doc.BranchEntry, moments: list[Moment]) -> History:
    folder = f"curves/{entry.id}"
    epochs = finite(file, f"{folder}/epochs.npy")
    updates = file.array(f"{folder}/updates.npy", ("<i8",))
    scores = file.array(f"{folder}/scores.npy", ("<f8",))
    name = f"{folder}/seconds.npy"  # files of version 0.1.0 have none
    seconds = file.array(name, ("<f8",)) if name in file else None
    parts = [part for part in PARTS if part in entry.parts]
    history = History.of_arrays(entry.stride, parts, epochs, updates, scores, seconds)
    if entry.trail is not None:
        trail = [_item(moments, place) for place in entry.trail.keyframes]
        _require_order([moment.update for moment in trail], entry.length, strictly=True)
        history.trail = Trail.of_moments(entry.trail.stride, entry.trail.epochs, trail)
    return history
