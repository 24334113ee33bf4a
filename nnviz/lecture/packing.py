"""A lecture with its runs, experiments and tables in one file, to be taken to another computer."""

import atexit
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from nnviz.data.errors import DataError
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.kind import is_run_file
from nnviz.experiment.run_file.reading import images_beside
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import parse_toml, read_toml, take_from_folder
from nnviz.files import is_file, is_folder, is_there, opened, written_whole
from nnviz.lecture.editing import toml_of
from nnviz.lecture.file import is_lecture, lecture_of, load_lecture
from nnviz.lecture.scene import Lecture
from nnviz.zip_arrays import ZipReader, ZipWriter, new_zip, opened_zip

SUFFIX = ".nnvizlecture"
NAME = "lecture.toml"
LIST = "files.toml"
"""Names the other files, so that nothing else is taken out of a zip."""
MOST_FILE = 500_000_000
MOST_FILES = 500
_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}")


def is_packed(path: Path) -> bool:
    """Return whether a file is meant as a packed lecture."""
    return path.suffix.lower() == SUFFIX


class OpenLecture(msgspec.Struct, frozen=True, eq=False):
    """A lecture, its file, and the folder in which the files lie that it names."""

    lecture: Lecture
    path: Path
    folder: Path


def is_lecture_file(path: Path) -> bool:
    """Return whether a file is a lecture, packed or not."""
    return (is_packed(path) and is_file(path)) or is_lecture(path)


def read_lecture(path: Path) -> OpenLecture:
    """Return a lecture, packed or not.

    Raises
    ------
    SpecError
        In one sentence that names the file.
    """
    if not is_packed(path):
        return OpenLecture(load_lecture(path), path, path.parent)
    with opened_zip(path, SpecError, "packed lecture") as archive:
        try:
            lecture = lecture_of(parse_toml(_text(archive, NAME)))
            names = parse_toml(_text(archive, LIST)).get("files", [])
        except SpecError as error:
            raise error.from_source(str(path)) from None
        return OpenLecture(lecture, path, _unpack(archive, names, path))


def pack(lecture: Lecture, folder: Path, path: Path) -> None:
    """Write a lecture and every file of its own that it needs into one file, whole or not at all.

    Raises
    ------
    SpecError
        Where a file of it cannot be read, or is too large.
    WriteError
        If the packed file cannot be written.
    """
    contents: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for scene in lecture.scene:
        own = folder / scene.experiment
        if scene.experiment not in names and is_file(own):
            names[scene.experiment] = _add(contents, own)
    scenes = tuple(
        msgspec.structs.replace(scene, experiment=names.get(scene.experiment, scene.experiment))
        for scene in lecture.scene
    )
    text = toml_of(msgspec.structs.replace(lecture, scene=scenes))
    with new_zip(path) as archive:
        archive.add_bytes(NAME, text.encode())
        archive.add_bytes(LIST, tomli_w.dumps({"files": sorted(contents)}).encode())
        _write(archive, contents)


def copy_files(lecture: Lecture, folder: Path, to: Path) -> None:
    """Copy what a lecture needs from one folder to another; what is there already stays as it is.

    Raises
    ------
    SpecError, WriteError
    """
    if folder == to:
        return
    contents: dict[str, bytes] = {}
    for name in dict.fromkeys(scene.experiment for scene in lecture.scene):
        if is_file(folder / name) and not is_there(to / name):
            contents |= {name: _content(folder / name)}
    for name, content in contents.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        with written_whole(to / name, replace=False) as partial:
            partial.write_bytes(content)


def _write(archive: ZipWriter, contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        archive.add_bytes(f"files/{name}", content)


def _add(contents: dict[str, bytes], path: Path) -> str:
    """Put a file among the contents, with the data that it names; return its name there."""
    content = _content(path)
    if is_run_file(str(path)):
        _add_images(contents, path)
    elif path.suffix.lower() == ".toml":
        content = _with_its_data(contents, path)
    name = _free_name(contents, path.name)
    contents[name] = content
    return name


def _add_images(contents: dict[str, bytes], run: Path) -> None:
    """Put the images that a run refers to among the contents, where the run looks for them: beside it."""
    from nnviz.data.images.digits_files import files_at  # noqa: PLC0415 (the app starts sooner without)

    try:
        files = [file for place in images_beside(run) for file in files_at(place)]
    except (RunFileError, DataError) as error:
        reason = str(error).rstrip(".")
        raise SpecError(f"{run.name} cannot be packed with its images ({reason}).") from None
    for file in files:
        content = _content(file)
        if contents.setdefault(file.name, content) != content or not _SAFE.fullmatch(file.name):
            raise SpecError(f"{file.name} cannot be packed: two files of the lecture need this name.")


def _with_its_data(contents: dict[str, bytes], path: Path) -> bytes:
    """Return the text of an experiment whose data lie beside it in the packed file."""
    table: dict[str, Any] = read_toml(path)
    data = table.get("data")
    if not isinstance(data, dict) or "path" not in data:
        return _content(path)
    take_from_folder(data, path.parent)
    own = Path(str(data["path"]))
    if is_folder(own):
        raise SpecError(f"{own} is a folder: data in one file can be packed with a lecture.", "data.path")
    name = _free_name(contents, own.name)
    contents[name] = _content(own)
    data["path"] = name
    return tomli_w.dumps(table).encode()


def _content(path: Path) -> bytes:
    try:
        with opened(path) as file:
            content = file.read(MOST_FILE + 1)
    except OSError as error:
        raise SpecError(f"{path} cannot be read ({(error.strerror or 'it is damaged').lower()}).") from None
    if len(content) > MOST_FILE:
        raise SpecError(f"{path} is too large to be packed: {MOST_FILE // 1_000_000} MB at most.")
    return content


def _free_name(contents: dict[str, bytes], name: str) -> str:
    """Return a plain name that no other file has, with the same suffix."""
    suffix = Path(name).suffix
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(name).stem).strip("-")[:80] or "file"
    names = (f"{stem}{f'-{number}' if number else ''}{suffix}" for number in range(MOST_FILES))
    return next(free for free in names if free not in contents)


def _text(archive: ZipReader, name: str) -> str:
    try:
        return archive.bytes(name, 20_000_000).decode()
    except UnicodeDecodeError:
        raise SpecError(f"{name} in it is no text.") from None


def _unpack(archive: ZipReader, listed: object, path: Path) -> Path:
    """Put the files into a folder of their own, under names that can leave it in no way."""
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else None
    if names is None or len(names) > MOST_FILES or not all(_SAFE.fullmatch(name) for name in names):
        raise SpecError("it lists files with impossible names.", source=str(path))
    folder = Path(tempfile.mkdtemp(prefix="nnviz-lecture-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # it goes with the program
    for name in names:
        (folder / name).write_bytes(archive.bytes(f"files/{name}"))
    return folder
