"""From the plain values of a TOML table to one typed section, key by key, with helpful errors."""

import math
from collections.abc import Iterator
from typing import Any, TypeVar, cast

import msgspec
from msgspec import inspect

from nnviz.experiment.spec.errors import SpecError, did_you_mean, one_of, refused, shortened

S = TypeVar("S", bound=msgspec.Struct)


LOG = {"scale": "log"}
"""Marks a number for which a slider should be logarithmic."""


def section(kind: type[S], table: object, prefix: str) -> S:
    """Return `table` as a struct of `kind`.

    Parameters
    ----------
    prefix : str
        The table's name with a dot, such as "training.", or empty for the top level.

    Raises
    ------
    SpecError
        For an unknown or missing key, a wrong type, a number that is out of range or not finite,
        or a name that its registry does not know.
    """
    if not isinstance(table, dict):
        name = prefix.rstrip(".")
        written = "" if " " in name else f", written [{name}]"
        raise refused(name, table, f"it must be a table{written}.")
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in table:
        if key not in fields:
            raise unknown_key(key, prefix, fields)
    for field in fields.values():
        if field.required and field.name not in table:
            raise SpecError(f"{prefix}{field.name} is missing: {allowed(field.type)}", prefix + field.name)
    values = {key: _value(fields[key].type, value, prefix + key) for key, value in table.items()}
    return kind(**values)


def unknown_key(key: str, prefix: str, known: Any) -> SpecError:
    """Return the error for a key that does not exist."""
    names = list(known)
    key = shortened(key)
    there = f"the keys are {', '.join(names)}" if names else "there is none but the kind"
    return SpecError(f"{prefix}{key} is not a key: {did_you_mean(names, key)}{there}.", prefix + key)


def _value(kind: Any, value: object, key: str) -> Any:
    if not all(map(math.isfinite, _floats(value))):
        raise refused(key, value, "numbers must be finite.")
    read = extra(kind).get("read")
    if read:
        return read(value, key, section)
    try:
        converted = msgspec.convert(value, kind)
    except (msgspec.ValidationError, OverflowError):
        raise refused(key, value, f"{_near(kind, value)}{allowed(kind)}") from None
    registry = extra(kind).get("registry")
    if registry:
        for name in converted if isinstance(converted, tuple) else (converted,):
            if name not in registry:
                raise refused(key, converted, one_of(registry, name))
    return converted


def _near(kind: Any, value: object) -> str:
    """Return 'did you mean "name"? ' where one of a few words is written a little differently."""
    words = [name for name in _literals(inspect.type_info(kind)) if name]
    return did_you_mean(words, value) if isinstance(value, str) else ""


def _literals(info: inspect.Type) -> list[str]:
    """Return the words among which a type chooses."""
    match info:
        case inspect.Metadata():
            return _literals(info.type)
        case inspect.UnionType():
            return [name for kind in info.types for name in _literals(kind)]
        case inspect.LiteralType():
            return [str(name) for name in info.values]
    return []


def _floats(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _floats(entry)


def extra(kind: Any) -> dict[str, Any]:
    """Return the extra information of an annotated type, or of the one that may be left out."""
    info = inspect.type_info(kind)
    if isinstance(info, inspect.UnionType):
        info = next((each for each in info.types if isinstance(each, inspect.Metadata)), info)
    return cast(dict[str, Any], info.extra or {}) if isinstance(info, inspect.Metadata) else {}


def allowed(kind: Any) -> str:
    """Return the sentence that says which values an annotated type takes."""
    details = extra(kind)
    if "allowed" in details:
        return str(details["allowed"])
    if "registry" in details:
        return one_of(details["registry"])
    return f"it must be {_words(inspect.type_info(kind))}."


def _words(info: inspect.Type, many: bool = False) -> str:  # noqa: PLR0911  (one line a type)
    """Return what a type takes: "a number from 0 to 1"; of several "numbers from 0 to 1"."""
    match info:
        case inspect.Metadata():
            return _words(info.type, many)
        case inspect.UnionType():
            return _either(info, many)
        case inspect.VarTupleType():
            entries = f"{_lengths(info)}{_words(info.item_type, many=True)}"
            return f"lists of {entries}" if many else f"a list of {entries}"
        case inspect.LiteralType():
            return "one of " + ", ".join(str(value) or '""' for value in info.values)
        case inspect.IntType():
            return f"{'whole numbers' if many else 'a whole number'}{_range(info)}"
        case inspect.FloatType():
            return f"{'numbers' if many else 'a number'}{_range(info)}"
        case inspect.BoolType():
            return "true or false"
        case inspect.StrType(max_length=int(longest)):
            return f"text of at most {longest:,} characters"
    return "texts" if many else "text"


def _either(info: inspect.UnionType, many: bool) -> str:
    """Return the types of a union; a whole number is a number, where both are taken."""
    kinds = [kind for kind in info.types if not isinstance(kind, inspect.NoneType)]
    if any(isinstance(kind, inspect.FloatType) for kind in kinds):
        kinds = [kind for kind in kinds if not isinstance(kind, inspect.IntType)]
    words = " or ".join(_words(kind, many) for kind in kinds)
    return words.replace(f" or a list of {_words(kinds[0], many=True)}", " or a list of such numbers")


def _range(info: inspect.IntType | inspect.FloatType) -> str:
    if info.gt is not None:
        return f" above {_plain(info.gt)}" + (
            f" and at most {_plain(info.le)}" if info.le is not None else ""
        )
    if info.ge is None:
        return ""
    if info.lt is not None:
        return f" from {_plain(info.ge)} to less than {_plain(info.lt)}"
    return f" from {_plain(info.ge)}" + (f" to {_plain(info.le)}" if info.le is not None else "")


def _plain(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else str(number)


def _lengths(info: inspect.VarTupleType) -> str:
    if info.min_length is None and info.max_length is None:
        return ""
    if info.min_length == info.max_length:
        return f"{info.max_length:,} "
    return f"{info.min_length or 0:,} to {info.max_length:,} "
