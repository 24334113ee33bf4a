"""From plain values to a valid Spec: reading experiment files."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from nnviz.data.base import DataSet
from nnviz.data.catalogue import DATA_SETS
from nnviz.data.features import available_features
from nnviz.data.held import shape_of
from nnviz.experiment.spec.checks import as_meant, check, check_stop
from nnviz.experiment.spec.convert import section, unknown_key
from nnviz.experiment.spec.errors import SpecError, one_of, refused
from nnviz.experiment.spec.sections import NetworkSpec, TrainingSpec
from nnviz.experiment.spec.spec import About, Lab, Spec, Title, to_dict
from nnviz.experiment.spec.stop_section import StopSpec
from nnviz.files import opened

MAX_FILE_BYTES = 20_000_000
MOST_PARTS = 100
_LONG_KEY = re.compile(
    r"""(?<![\w.-])(?:(?:[\w-]++|"[^"]*+"|'[^']*+')[ \t]*+\.[ \t]*+)""" + f"{{{MOST_PARTS}}}"
)
"""A key of so many parts, as in a.b.c."""
STDIN = "-"
"""The name of a file that means standard input."""


def completed(spec: Spec) -> dict[str, Any]:
    """Return the experiment as plain values with every default filled in, the inputs by name."""
    plain = to_dict(spec.with_guesses())
    if not spec.data.features:
        inputs = shape_of(spec.data).inputs
        plain["data"]["features"] = available_features(inputs)[:inputs]  # the coordinates come first
    return plain


def spec_from_dict(table: dict[str, Any]) -> Spec:
    """Return the validated Spec of plain values, as an experiment file has them.

    Raises
    ------
    SpecError
        With one sentence that names key, value and what is allowed.
    """
    return _spec(table, checked=True)


def saved_spec(table: dict[str, Any]) -> Spec:
    """Return the Spec of plain values that belong to data saved beside them; SpecError as `spec_from_dict`.

    Whether they fit together is not looked at: that depends on the data (see `check_spec`).
    """
    return _spec(table, checked=False)


def check_spec(spec: Spec) -> None:
    """Raise a SpecError where data, network and training do not fit together."""
    check(spec.data, spec.network, spec.training)


def _spec(table: dict[str, Any], checked: bool) -> Spec:
    if "experiment" in table and "vary" in table:
        raise SpecError('this is a sweep, many runs at once: run it by "nnviz sweep FILE".')
    for key in table:
        if key not in Spec.__struct_fields__:
            raise unknown_key(key, "", Spec.__struct_fields__)
    for name in ("data", "network"):
        if name not in table:
            raise SpecError(f"the table [{name}] is missing.", name)
    data = data_from_dict(table["data"])
    network = section(NetworkSpec, table["network"], "network.")
    training = section(TrainingSpec, table.get("training", {}), "training.")
    stop = section(StopSpec, table.get("stop", {}), "stop.")
    if checked:
        data = as_meant(data, network, training)
        check(data, network, training)
        check_stop(data, stop)
    texts = section(_Texts, {key: table[key] for key in _Texts.__struct_fields__ if key in table}, "")
    return Spec(
        title=texts.title,
        about=texts.about,
        lab=texts.lab,
        data=data,
        network=network,
        training=training,
        stop=stop,
    )


class _Texts(Struct, frozen=True):
    """The top-level keys that are only shown."""

    title: Title = ""
    about: About = ""
    lab: Lab = ""


def load_spec(path: str | Path) -> Spec:
    """Read an experiment file.

    A relative `data.path` in it is taken from the file's own folder. "-" reads standard input.

    Raises
    ------
    SpecError
        With one sentence that names the file, and the key and value (or the line) to blame.
    """
    path = Path(path)
    try:
        table = read_toml(path)
        data = table.get("data")
        if isinstance(data, dict):
            take_from_folder(data, path.parent)
        return spec_from_dict(table)
    except SpecError as error:
        raise error.from_source(_shown(path)) from None


def _shown(path: Path) -> str:
    return "standard input" if str(path) == STDIN else str(path)


def take_from_folder(data: dict[str, Any], folder: Path) -> None:
    """Take a relative path in `[data]` from a folder; "~" is the user's own."""
    named = data.get("path")
    if isinstance(named, str) and named and not named.startswith("~"):
        data["path"] = str(folder / named)


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file, or raise a SpecError that names it and why it cannot be read."""
    try:
        return parse_toml(_text(path))
    except SpecError as error:
        raise error.from_source(_shown(path)) from None


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of the text of a TOML file, or raise a SpecError that says why it is none."""
    if any(line.count(".") >= MOST_PARTS and _LONG_KEY.search(line) for line in text.splitlines()):
        raise SpecError(f"a key has more than {MOST_PARTS} parts.")  # for which `tomllib` takes minutes
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SpecError("the file is nested too deeply.") from None
    except ValueError as error:  # also integers of thousands of digits, which are no TOMLDecodeError
        raise SpecError(f"the file is not TOML: {_in_words(error)}.") from None


def _in_words(error: ValueError) -> str:
    """Return what `tomllib` says, without the Python in it."""
    if not isinstance(error, tomllib.TOMLDecodeError):
        return "a whole number has too many digits"
    return re.sub(r"\(('.*?'),?\)", lambda names: names[1].replace("', '", ".").replace("'", '"'), str(error))


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise SpecError("this is a folder; an experiment is a .toml file.")
        with _opened(path) as file:
            content = file.read(MAX_FILE_BYTES + 1)  # never more: a device has no size and no end
        if len(content) > MAX_FILE_BYTES:
            raise SpecError(f"the file is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise SpecError("there is no such file.") from None
    except UnicodeDecodeError:
        raise SpecError("the file is not UTF-8 text.") from None
    except OSError as error:
        raise SpecError(f"the file cannot be read ({error.strerror}).") from None
    except SpecError:
        raise
    except ValueError:  # a name that no file can have
        raise SpecError("there is no such file.") from None


def _opened(path: Path) -> BinaryIO:
    """Return the file, or standard input for "-", which stays open."""
    if str(path) != STDIN:
        return opened(path)
    if sys.stdin is None:
        raise SpecError("standard input is closed.")
    return open(sys.stdin.fileno(), "rb", closefd=False)


def data_from_dict(table: object) -> DataSet:
    """Return the data set of plain values, `[data]` of an experiment file; SpecError as `spec_from_dict`."""
    if not isinstance(table, dict):
        raise refused("data", table, "it must be a table, written [data].")
    if "name" not in table:
        raise SpecError(f"data.name is missing: {one_of(DATA_SETS)}", "data.name")
    name = table["name"]
    if not isinstance(name, str) or name not in DATA_SETS:
        raise refused("data.name", name, one_of(DATA_SETS, name))
    rest = {key: value for key, value in table.items() if key != "name"}
    return section(DATA_SETS[name], rest, "data.")
