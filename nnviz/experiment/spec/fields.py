"""What a form or `--set` may change: derived from the sections and the engine's registries."""

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect
from msgspec.structs import replace

from nnviz.data.base import DataSet
from nnviz.data.catalogue import DATA_SETS
from nnviz.data.features import available_features
from nnviz.data.held import shape_of
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.experiment.spec.convert import extra
from nnviz.experiment.spec.sections import NetworkSpec, TrainingSpec
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.stop_section import StopSpec

Value = Any
"""A value as TOML has them: bool, int, float, str, or a list of such."""

_TABLES = ("data", "network", "training", "stop")


class Field(msgspec.Struct, frozen=True):
    """One value of an experiment that may be changed.

    Attributes
    ----------
    key : str
        The dotted key, such as "training.learning_rate".
    title, help : str
        What a form shows beside it, and in its tooltip.
    kind : str
        "float", "int", "bool", "choice" (one of `choices`), "choices" (some of them), "layers" (list of int)
        or "text".
    default : object
        The value a file without this key means; None if the key is required.
    low, high : float or None
        The smallest and largest value allowed.
    choices, choice_titles, choice_help : tuple of str
        The names in the file, and what people read, in the same order.
    scale : str
        "log" where a slider should be logarithmic, else "linear".
    """

    key: str
    title: str
    help: str
    kind: str
    default: Value = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    choice_titles: tuple[str, ...] = ()
    choice_help: tuple[str, ...] = ()
    scale: str = "linear"


def fields_of(spec: Spec) -> tuple[Field, ...]:
    """Return what may be changed: the data set's own parameters, network, training, when to stop.

    Numbers that the chosen optimizer or schedule does not use are left out.
    """
    unused = _unused(spec.training)
    training = (field for field in _section("training.", TrainingSpec) if field.key not in unused)
    stop = _section("stop.", StopSpec)
    return (*_data_fields(spec), *_section("network.", NetworkSpec), *training, *stop)


def value_of(spec: Spec, key: str) -> Value:
    """Return the value at a dotted key; KeyError if there is no such key."""
    table, _, name = key.rpartition(".")
    if table not in ("", *_TABLES):
        raise KeyError(key)
    owner = getattr(spec, table) if table else spec
    if name not in owner.__struct_fields__ and key != "data.name":
        raise KeyError(key)
    return getattr(owner, name)


def _data_fields(spec: Spec) -> Iterator[Field]:
    kinds = DATA_SETS.values()
    yield Field(
        key="data.name",
        title="Data set",
        help="What is to be learned.",
        kind="choice",
        choices=tuple(DATA_SETS),
        choice_titles=tuple(kind.title for kind in kinds),
        choice_help=tuple(kind.about for kind in kinds),
    )
    features = available_features(shape_of(spec.data).inputs)
    for field in _section("data.", type(spec.data)):
        if field.key != "data.features":
            yield field
        elif features:
            yield replace(field, choices=features, choice_titles=features, choice_help=("",) * len(features))


@cache
def _section(prefix: str, kind: type[msgspec.Struct]) -> tuple[Field, ...]:
    fields = (field for field in msgspec.structs.fields(kind) if extra(field.type).get("form", True))
    made = (_field(prefix + field.name, field) for field in fields)
    return tuple(field for field in made if field is not None)


def data_fields(kind: type[DataSet]) -> Iterator[Field]:
    """Yield everything that `[data]` may say of a data set, also what no form shows."""
    for field in msgspec.structs.fields(kind):
        made = _field(f"data.{field.name}", field)
        if made is not None:
            yield made


def _field(key: str, info: msgspec.structs.FieldInfo) -> Field | None:
    """Return the field of one key; None for lists of numbers and others that no form shows."""
    kind = inspect.type_info(info.type)
    if not isinstance(kind, inspect.Metadata):
        return None
    described = kind.extra_json_schema or {}
    details = extra(info.type)
    base = _first_kind(kind.type)
    name = "layers" if key == "network.layers" else _KINDS.get(type(base))
    if name is None:
        return None
    made = Field(
        key=key,
        title=described["title"],
        help=described["description"],
        kind=name,
        default=None if info.default is msgspec.NODEFAULT else info.default,
        scale=details.get("scale", "linear"),
    )
    if isinstance(base, inspect.IntType | inspect.FloatType):
        return replace(made, low=_lowest(base), high=_highest(base))
    if isinstance(base, inspect.LiteralType):
        names = tuple(str(value) for value in base.values)
        return replace(made, choices=names, choice_titles=names, choice_help=("",) * len(names))
    if "registry" in details:
        records = details["registry"].values()
        return replace(
            made,
            kind="choice",
            choices=tuple(record.name for record in records),
            choice_titles=tuple(record.title for record in records),
            choice_help=tuple(record.help for record in records),
        )
    return made


_KINDS: Mapping[type[inspect.Type], str] = {
    inspect.FloatType: "float",
    inspect.IntType: "int",
    inspect.BoolType: "bool",
    inspect.StrType: "text",
    inspect.LiteralType: "choice",
    inspect.VarTupleType: "choices",
}


def _first_kind(kind: inspect.Type) -> inspect.Type:
    """Return the kind a form edits: of "one for all layers, or a list", the one for all."""
    if isinstance(kind, inspect.Metadata):
        return _first_kind(kind.type)
    if isinstance(kind, inspect.UnionType):
        return next(
            _first_kind(t) for t in kind.types if not isinstance(_first_kind(t), inspect.VarTupleType)
        )
    return kind


def _lowest(kind: inspect.IntType | inspect.FloatType) -> float | None:
    return kind.ge if kind.gt is None else math.nextafter(kind.gt, math.inf)


def _highest(kind: inspect.IntType | inspect.FloatType) -> float | None:
    return kind.le if kind.lt is None else math.nextafter(kind.lt, -math.inf)


def _unused(training: TrainingSpec) -> set[str]:
    """Return the keys that the chosen optimizer and schedule do not depend on."""
    numbers = {name for optimizer in OPTIMIZERS.values() for name in optimizer.settings}
    unused = numbers - set(OPTIMIZERS[training.optimizer].settings)
    schedule = SCHEDULES[training.schedule]
    unused |= set() if schedule.uses_epochs else {"schedule_epochs"}
    unused |= set() if schedule.uses_factor else {"schedule_factor"}
    return {f"training.{name}" for name in unused}
