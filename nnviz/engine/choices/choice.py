"""What the records of all registries share, and how a registry is made of them.

Forms, experiment files, the command line's help and the documentation read these three texts, and know
nothing else of what can be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True)
class Choice:
    """Something that an experiment chooses by its name.

    Attributes
    ----------
    name, title, help : str
        The name in experiment files, the name people read, and one sentence about it.
    """

    name: str
    title: str
    help: str


@dataclass(frozen=True)
class CodedChoice(Choice):
    """A choice that kernels make, too.

    Attributes
    ----------
    code : int
        What kernels know it by.
    """

    code: int


Record = TypeVar("Record", bound=Choice)


def registry(*records: Record) -> dict[str, Record]:
    """Return the records by their names, in the order in which forms offer them."""
    return {record.name: record for record in records}
