"""The axes of a sweep: a key of the experiment file and the values it takes, as people write them."""

import math
import re
from collections.abc import Sequence

from nnviz.experiment.results.plan import SweepAxis
from nnviz.experiment.spec.errors import SpecError, shortened, shown
from nnviz.experiment.spec.fields import Field, fields_of, value_of
from nnviz.experiment.spec.overrides import parse_override, with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.numbers import MOST, drawn, spaced

ONLY_SHOWN = ("title", "about", "lab")
FORMS = (
    "it must be KEY=V1,V2,..., a range KEY=a:b:n, one by factors KEY=a:b:nlog, "
    "or random numbers KEY=a:b:nrandom (nlograndom)"
)
_RANGE = re.compile(r"([^:\[\]\"',]+):([^:\[\]\"',]+):(\d+)(log)?(random)?(?::(\d+))?")

_HALF_A_RANGE = re.compile(r"[-+.\deE]+(:[-+.\w]*)+")


def parse_axis(text: str, spec: Spec) -> SweepAxis:
    """Return the axis of "KEY=V1,V2,...", or of a range.

    Parameters
    ----------
    text : str
        Values are TOML or bare words. "a:b:n" are n numbers from a to b, "a:b:nlog" the same by equal
        factors, "a:b:nrandom" and "a:b:nlograndom" are drawn at random (append ":SEED" for others).
    spec : Spec
        The experiment; a range of a key that takes whole numbers has whole numbers, each once.

    Raises
    ------
    SpecError
        With one sentence, if the text is no axis.
    """
    key, equals, literal = (part.strip() for part in text.partition("="))
    if not (equals and key and literal):
        raise SpecError(f'"{shortened(text)}" is not an axis: {FORMS}.')
    found = _RANGE.fullmatch(literal)
    if found:
        return SweepAxis(key, tuple(_range(key, literal, found, _takes_whole_numbers(spec, key))))
    if _HALF_A_RANGE.fullmatch(literal):
        raise SpecError(f'"{shortened(text)}" is not a range, which says how many numbers: {FORMS}.')
    return SweepAxis(key, tuple(parse_override(f"{key}={part}")[1] for part in _parts(key, literal)))


def axis_of(key: str, values: object, spec: Spec) -> SweepAxis:
    """Return the axis of a list of values, or of a range written as text, as a file of a sweep has them.

    Raises
    ------
    SpecError
        With one sentence, if they are neither.
    """
    if isinstance(values, str):
        return parse_axis(f"{key}={values}", spec)
    if not isinstance(values, list) or not values:
        raise SpecError(
            f'vary.{key} = {shown(values)} is not allowed: it must be a list of values, or "a:b:n".'
        )
    return SweepAxis(key, tuple(values))


def _range(key: str, literal: str, found: re.Match[str], whole: bool) -> list[float] | list[int]:
    """Return the numbers of a range."""
    try:
        low, high = float(found[1]), float(found[2])
    except ValueError:
        raise SpecError(f"{key}={shortened(literal)} is not a range of numbers: {FORMS}.") from None
    count, by_factors = int(found[3]), bool(found[4])
    if not (math.isfinite(low) and math.isfinite(high)):
        raise SpecError(f"{key}={shortened(literal)} is not allowed: the ends of a range must be finite.")
    if not 1 <= count <= MOST:
        raise SpecError(f"{key}={shortened(literal)} is not allowed: an axis has 1 to {MOST:,} values.")
    if by_factors and not (low > 0.0 and high > 0.0):
        raise SpecError(
            f"{key}={shortened(literal)} is not allowed: both ends of a range by factors must be above 0."
        )
    if found[6] and not found[5]:
        raise SpecError(f"{key}={shortened(literal)} is not allowed: a seed belongs to random numbers only.")
    if found[5]:
        numbers = drawn(low, high, count, by_factors, int(found[6] or 0), key)
    else:
        numbers = spaced(low, high, count, by_factors)
    return list(dict.fromkeys(round(number) for number in numbers)) if whole else numbers


def _takes_whole_numbers(spec: Spec, key: str) -> bool:
    try:
        value = value_of(spec, key)
    except KeyError:
        return False  # a key of another data set, or none at all, as is said when it is put in
    return isinstance(value, int) and not isinstance(value, bool)


def _parts(key: str, literal: str) -> Sequence[str]:
    """Return the values of a list, parted at commas outside brackets and quotes."""
    parts, depth, quote, begin = [], 0, "", 0
    for at, sign in enumerate(literal):
        if quote:
            quote = "" if sign == quote and literal[at - 1] != "\\" else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "[]{}":
            depth += 1 if sign in "[{" else -1
        elif sign == "," and depth == 0:
            parts.append(literal[begin:at].strip())
            begin = at + 1
    parts.append(literal[begin:].strip())
    if depth != 0 or quote or not all(parts):
        raise SpecError(
            f'"{key}={shortened(literal)}" is not an axis: a value is empty, or a bracket or quote is open.'
        )
    if len(parts) > MOST:
        raise SpecError(f"{key} has {len(parts):,} values: an axis has 1 to {MOST:,}.")
    return parts


def varied_keys(spec: Spec) -> dict[str, str]:
    """Return the keys that a form proposes as axes, with what people call them."""
    return {field.key: field.title for field in fields_of(spec) if field.kind != "text"}


def proposed_values(spec: Spec, key: str) -> str:
    """Return values around the present one to begin with, as `parse_axis` reads them; empty for no idea."""
    field = next((field for field in fields_of(spec) if field.key == key), None)
    if field is None:
        return ""
    value = value_of(spec, key)
    match field.kind:
        case "bool":
            return "true, false"
        case "choice" if key == "network.activation":
            return _activations_but_the_last(field, spec)
        case "choice":
            return ", ".join([choice for choice in field.choices if _fits(spec, key, choice)][:8])
        case "int" | "float" if isinstance(value, int | float):
            return _numbers_around(field, value)
    return _layers_around(value) if field.kind == "layers" else ""


def _activations_but_the_last(field: Field, spec: Spec) -> str:
    """Return lists of activations: another one in the hidden layers, the last layer as it is."""
    present = spec.network.activation
    if isinstance(present, str):
        present = (present,) * (len(spec.network.layers) - 1)
    lists = ([choice] * (len(present) - 1) + [present[-1]] for choice in field.choices)
    fitting = dict.fromkeys(tuple(names) for names in lists if _fits(spec, field.key, names))
    return ", ".join(f"[{', '.join(repr(str(name)) for name in names)}]" for names in list(fitting)[:6])


def _fits(spec: Spec, key: str, value: object) -> bool:
    try:
        with_value(spec, key, value)
    except SpecError:
        return False
    return True


def _numbers_around(field: Field, value: float) -> str:
    low = -math.inf if field.low is None else field.low
    high = math.inf if field.high is None else field.high
    if field.key.endswith("seed"):
        return ", ".join(str(int(value) + step) for step in range(5))
    if value > 0:
        factors = (0.25, 0.5, 1, 2, 4) if field.kind == "int" else (0.1, 0.3, 1, 3, 10)
        numbers = [value * factor for factor in factors]
    else:
        numbers = [value, 1, 2, 4] if field.kind == "int" else [value, 0.001, 0.01, 0.1]
    around = [round(number) if field.kind == "int" else number for number in numbers]
    allowed = dict.fromkeys(min(max(number, low), high) for number in around)
    return ", ".join(f"{number:g}" for number in allowed)


def _layers_around(value: object) -> str:
    """Return hidden layers with half and twice as many units; empty where there are layers of other kinds."""
    if not isinstance(value, tuple) or not all(isinstance(units, int) for units in value) or len(value) < 3:
        return ""
    inner = value[1:-1]
    sizes = dict.fromkeys(
        (value[0], *(max(1, round(units * factor)) for units in inner), value[-1]) for factor in (0.5, 1, 2)
    )
    return ", ".join(f"[{', '.join(map(str, units))}]" for units in sizes)
