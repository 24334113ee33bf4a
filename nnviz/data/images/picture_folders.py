"""Folders of pictures, one folder a class: which classes there are, and which files.

A folder may also hold such folders for training and for test; those are its parts.
"""

import os
import re
from pathlib import Path

import msgspec

from nnviz.data.dataset import MAX_CLASSES
from nnviz.data.errors import DataError
from nnviz.data.split import TEST, TRAIN, VALIDATION
from nnviz.data.tables.understood import shown
from nnviz.files import is_file, is_folder
from nnviz.numerals import counted

SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".pgm", ".ppm", ".pbm"))
MAX_FILES = 20_000
"""Of more, every second, third ... by name is taken, and that is said."""
_MAX_ENTRIES = 500_000
_DEEPEST = 3
"""So many folders may lie around those of the classes: what unpacks an archive makes one of its name."""
_BY_OTHERS = ("__MACOSX",)
"""Folders that a system adds to archives."""
_PART = re.compile(
    r"(?:.*[ _-])?(?:(train(?:ing)?)|(test(?:ing)?)|(?:val(?:id(?:ation)?)?|dev))"
    r"(?:[ _-]?(?:set|data|images|pictures|split))?",
    re.IGNORECASE,
)
"""Names of parts: train, seg_test, Validation, test-images."""


class Listing(msgspec.Struct, frozen=True):
    """What lies in a folder: classes by name, the files of each, and what is worth knowing.

    Attributes
    ----------
    classes : tuple of str
        The names of the folders.
    files : tuple of (file, class)
        In the order of their names.
    remarks : tuple of str
        What was left out.
    parts : tuple of int
        Of each file, where it lies in a folder for training (0), validation (1) or test (2); empty where
        there are no such folders.
    """

    classes: tuple[str, ...]
    files: tuple[tuple[Path, int], ...]
    remarks: tuple[str, ...]
    parts: tuple[int, ...] = ()

    def name_of(self, number: int) -> str:
        """Return what a file is called among all: its class and name, after the folder of its part."""
        path, label = self.files[number]
        name = f"{self.classes[label]}/{path.name}"
        return f"{_PART_NAMES[self.parts[number]]}/{name}" if self.parts else name

    def said_of_parts(self) -> str:
        """Return a sentence on how many pictures lie in the folders of each part."""
        counts = {name: self.parts.count(part) for part, name in _PART_NAMES.items()}
        listed = ", ".join(f"{count:,} for {name}" for name, count in counts.items() if count)
        return f"Divided as the folders say: {listed}."


_PART_NAMES = {TRAIN: "training", VALIDATION: "validation", TEST: "test"}
_Classes = dict[str, list[Path]]
"""The pictures of each class, by name."""


def listing(folder: Path) -> Listing:
    """Return the pictures in a folder's folders.

    Raises
    ------
    DataError
        If there are none, only one class, or too many; it says what a folder of pictures looks like.
    """
    around, remarks = _around_classes(folder), list[str]()
    by_part = {part: _classes(place, remarks) for part, place in _parts(around, remarks).items()}
    is_divided = len(by_part) > 1
    if not by_part:
        by_part = {TRAIN: _classes(around, remarks)}
    classes = tuple(sorted({name for pictures in by_part.values() for name in pictures}))
    if len(classes) < 2:
        raise DataError("path", _no_classes(around, classes))
    if len(classes) > MAX_CLASSES:
        raise DataError(
            "path", f"it has {len(classes):,} folders of pictures; {MAX_CLASSES} classes are allowed."
        )
    numbers = {name: number for number, name in enumerate(classes)}
    files, parts = list[tuple[Path, int]](), list[int]()
    for part, pictures in sorted(by_part.items()):
        for name, paths in sorted(pictures.items()):
            files += [(path, numbers[name]) for path in paths]
            parts += [part] * len(paths)
    if is_divided:
        remarks += _unlike(by_part)
    step = -(-len(files) // MAX_FILES)
    if step > 1:
        remarks.append(f"Of {len(files):,} pictures one in {step} is taken, by name: {MAX_FILES:,} at most.")
    return Listing(classes, tuple(files[::step]), tuple(remarks), tuple(parts[::step]) if is_divided else ())


def _around_classes(folder: Path) -> Path:
    """Return the folder in which those of the classes, or of the parts, lie: archives wrap it in others."""
    for _ in range(_DEEPEST):
        inside = _folders(folder)
        if len(inside) != 1 or _pictures(folder / inside[0]) or not _folders(folder / inside[0]):
            break
        folder /= inside[0]
    return folder


def _parts(folder: Path, remarks: list[str]) -> dict[int, Path]:
    """Return the folders of the parts, each with folders of classes in it; empty if these are no parts.

    All folders with something in them must be called so: a class may be called "train", beside "bus".
    """
    named: dict[int, Path] = {}
    for name in _folders(folder):
        match, place = _PART.fullmatch(name), _around_classes(folder / name)
        part = (TRAIN if match[1] else TEST if match[2] else VALIDATION) if match else None
        if part is None or part in named:
            return {}
        named[part] = place
    found = {part: place for part, place in named.items() if any(map(_pictures, _paths(place)))}
    if TRAIN not in found:
        return {}
    for part in sorted(named.keys() - found.keys()):
        count = len(_pictures(named[part]))
        what = f"{counted(count, 'picture')} of no class" if count else "no pictures"
        remarks.append(f"The folder for {_PART_NAMES[part]} was left out: it holds {what}.")
    return found


def _classes(folder: Path, remarks: list[str]) -> _Classes:
    """Return the pictures in each folder, and say which files and folders are left out."""
    inside = {name: _entries(folder / name) for name in _folders(folder)}
    pictures = {name: _of_pictures(paths) for name, paths in inside.items()}
    others = sum(len(paths) for paths in inside.values()) - sum(map(len, pictures.values()))
    if others:
        remarks.append(f"Left out, since no picture: {counted(others, 'file')}.")
    empty = [shown(name) for name, paths in pictures.items() if not paths]
    if empty:
        remarks.append(f"Folders without pictures were left out: {', '.join(empty[:5])}.")
    return {name: paths for name, paths in pictures.items() if paths}


def _unlike(by_part: dict[int, _Classes]) -> list[str]:
    """Return sentences on classes that one part has and training has not."""
    return [
        f"Only the pictures for {_PART_NAMES[part]} have the class {shown(name)}: nothing is learned of it."
        for part, pictures in sorted(by_part.items())
        for name in sorted(pictures.keys() - by_part[TRAIN].keys())
    ]


def _no_classes(folder: Path, classes: tuple[str, ...]) -> str:
    if len(classes) == 1:
        return (
            f"all pictures are in one folder ({shown(classes[0])}): each class needs a folder, two at least."
        )
    if _pictures(folder):
        return "the pictures must be in folders, one folder a class, named like the class."
    return (
        "the folder holds no pictures (PNG, JPEG, GIF, BMP, WebP) in folders, one a class, and no IDX files."
    )


def _pictures(folder: Path) -> list[Path]:
    return _of_pictures(_entries(folder))


def _of_pictures(paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def _paths(folder: Path) -> list[Path]:
    return [folder / name for name in _folders(folder)]


def _folders(folder: Path) -> list[str]:
    """Return the names of the folders in a folder that are not hidden and that no system put there."""
    folders = [path.name for path in _all_entries(folder) if is_folder(path)]
    return sorted(name for name in folders if not name.startswith(".") and name not in _BY_OTHERS)


def _entries(folder: Path) -> list[Path]:
    """Return the ordinary files in a folder that are not hidden, by name."""
    files = [path for path in _all_entries(folder) if is_file(path) and not path.name.startswith(".")]
    return sorted(files, key=lambda path: path.name)


def _all_entries(folder: Path) -> list[Path]:
    found: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found.append(Path(entry.path))
                if len(found) > _MAX_ENTRIES:
                    raise DataError("path", f"{folder.name} holds more than {_MAX_ENTRIES:,} files.")
    except OSError as error:
        raise DataError(
            "path", f"the folder {shown(folder.name)} cannot be read ({error.strerror})."
        ) from None
    except ValueError:
        raise DataError("path", "there is no such folder.") from None
    return found
