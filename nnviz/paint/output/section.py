"""A moment of a network of many inputs as one of two: what the pictures of a plane show of a section."""

from typing import TypeVar

from msgspec.structs import replace

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.section import CrossSection, SectionPlane, plane_of_section, split_on

OnData = TypeVar("OnData", bound=DataInstant)


def sectioned(snapshot: OnData, section: CrossSection | None) -> OnData:
    """Return the moment with its points on the plane of a section; as it is where there is no such plane.

    Maps of another section are left out. A moment that is on a plane already stays there.
    """
    train = snapshot.split.train
    if section is None or not section.fits(train):
        return snapshot
    maps = snapshot.look(Maps)
    fitting = maps if maps is not None and maps.section == section else Maps()
    plane = plane_of_section(train, section)
    return replace(snapshot, split=split_on(snapshot.split, section)).with_looks(plane, fitting)


def notes_of(snapshot: DataInstant) -> tuple[str, ...]:
    """Return what is true of the inputs that are not on the axes, the longest wording first."""
    plane = snapshot.look(SectionPlane)
    return () if plane is None else plane.notes
