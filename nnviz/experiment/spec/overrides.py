"""Changing an experiment key by key, as forms and `--set` do."""

import tomllib
from collections.abc import Mapping
from typing import Any

from nnviz.data.catalogue import DATA_SETS
from nnviz.experiment.spec.adapt import adapt, other_data_set
from nnviz.experiment.spec.convert import unknown_key
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import _TABLES, Value
from nnviz.experiment.spec.reading import data_from_dict, spec_from_dict
from nnviz.experiment.spec.spec import Spec, to_dict

_TEXTS = ("title", "about", "lab")


def with_value(spec: Spec, key: str, value: Value) -> Spec:
    """Return the experiment with one value changed and everything else fitted to it (see `adapt`).

    Raises
    ------
    SpecError
        If there is no such key, or the value is not allowed.
    """
    return with_values(spec, {key: value})


def with_values(spec: Spec, changes: Mapping[str, Value]) -> Spec:
    """Return the experiment with some values changed at once; see `with_value`."""
    table: dict[str, Any] = _lists(to_dict(spec))
    name = changes.get("data.name", spec.data.name)
    if isinstance(name, str) and name in DATA_SETS and name != spec.data.name:
        table["data"] = other_data_set(spec.data, name)
    for key, value in changes.items():
        _put(table, key, _lists(value))
    if any(key not in _TEXTS for key in changes):
        adapt(table, data_from_dict(table["data"]), spec, changes.keys())
    return spec_from_dict(table)


def parse_override(text: str) -> tuple[str, Value]:
    """Return key and value of "training.learning_rate=0.1"; the value is TOML, or a bare word.

    Raises
    ------
    SpecError
        If there is no "=", or more after the value.
    """
    key, equals, literal = text.partition("=")
    key, literal = key.strip(), literal.strip()
    if not (equals and key and literal):
        raise SpecError(
            f'"{text}" is not an override: it must be KEY=VALUE, as in training.learning_rate=0.1.'
        )
    try:
        table = tomllib.loads(f"value = {literal}")
    except (tomllib.TOMLDecodeError, RecursionError):
        return key, _number_or_word(literal)
    if len(table) > 1:
        raise SpecError(f'"{text}" has more after the value of {key}: give every key an override of its own.')
    return key, table["value"]


def _number_or_word(text: str) -> float | str:
    """Return what is not TOML as people mean it: .1 as a number, adam as text."""
    try:
        return float(text)
    except ValueError:
        return text


def _put(table: dict[str, Any], key: str, value: Value) -> None:
    section, dot, name = key.partition(".")
    if not dot and key in _TEXTS:
        table[key] = value
    elif dot and section in _TABLES:
        table[section][name] = value
    else:
        raise unknown_key(key, "", [*_TEXTS, *(f"{section}.*" for section in _TABLES)])


def _lists(value: Any) -> Any:
    """Return the value with lists for tuples and without None, as TOML would have it."""
    if isinstance(value, dict):
        return {key: _lists(entry) for key, entry in value.items()}
    return [_lists(entry) for entry in value] if isinstance(value, (list, tuple)) else value
