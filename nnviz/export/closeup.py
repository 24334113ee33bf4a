"""A snapshot in the detail that paper needs, whatever the screen needed and however slow the machine is."""

from collections.abc import Iterable

from msgspec.structs import replace

from nnviz.experiment.look.input_planes import shown_extent
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.samples.drawing import DrawingWish
from nnviz.experiment.look.samples.gallery import GalleryWish
from nnviz.experiment.look.still import Stills
from nnviz.experiment.look.wish import Wish, Wishes, wishes_on_paper
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.maps import Maps
from nnviz.export.run import Run
from nnviz.export.shown import Shown
from nnviz.tasks.task import Task

_UNHINDERED = Task()


def wishes_of(shown: Shown) -> Wishes:
    """Return what figures wish that show this: of the part of the inputs, and of the samples, shown."""
    drawing = () if shown.drawing is None else (DrawingWish(shown.drawing),)
    return (*(_chosen(wish, shown) for wish in wishes_on_paper()), *drawing)


def _chosen(wish: Wish, shown: Shown) -> Wish:
    if isinstance(wish, MapsWish):
        return replace(wish, window=shown.boundary.window, section=shown.boundary.section)
    return GalleryWish(shown.gallery) if isinstance(wish, GalleryWish) else wish


def run_shown(run: Run, shown: Shown) -> Run:
    """Return the run with maps of that part of the inputs which is shown."""
    missing = _missing_maps(run.snapshot, shown)
    return replace(run, snapshot=Closeup().complete(run.snapshot, missing)) if missing else run


def _missing_maps(snapshot: RunInstant, shown: Shown) -> Wishes:
    """Return what must be computed anew, where a moment has maps of another part of the inputs."""
    maps, train = snapshot.look(Maps), snapshot.split.train
    window, section = shown.boundary.window, shown.boundary.section
    if section is not None and not section.fits(train):
        section = None
    if maps is None or not (train.has_axes or section is not None):
        return ()
    extent = shown_extent(snapshot.split, window, section)
    if maps.boundary is not None and (maps.boundary.extent, maps.section) == (extent, section):
        return ()
    return tuple(wish for wish in wishes_of(shown) if isinstance(wish, MapsWish))


class Closeup:
    """Completes snapshots of a run; keeps the data's map to inputs while the data stay the same."""

    def __init__(self) -> None:
        self._stills = Stills()

    def complete(self, snapshot: RunInstant, wishes: Iterable[Wish], task: Task = _UNHINDERED) -> RunInstant:
        """Return the same moment with looks exactly as fine as wished, as far as its weights tell them.

        They depend on the weights and on nothing else: the same picture on every machine. Waits for the
        compiled engine, without which maps take many seconds.

        Raises
        ------
        CancelledError
            If the task is cancelled meanwhile.
        """
        wait_until_compiled(snapshot.spec, give_up=task.cancelled)
        task.check()
        still = self._stills.of(snapshot)
        looks = [wish.closely(still) for wish in wishes]
        return snapshot.with_looks(*(look for look in looks if look is not None))
