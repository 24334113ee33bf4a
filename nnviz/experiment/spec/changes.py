"""What differs between two specs, and the least that has to be rebuilt for it."""

from enum import IntEnum
from typing import Any

import msgspec

from nnviz.experiment.spec.spec import Spec


class Rebuild(IntEnum):
    """What a change makes necessary; each level includes those below it."""

    NOTHING = 0
    TRAINING = 1  # hot: the weights stay (and the optimizer's state, unless it is another optimizer)
    NETWORK = 2  # the weights that still fit stay
    DATA = 3  # the same, after drawing the data
    START = 4  # other initial weights: back to update 0


_START_KEYS = {"network.init", "network.init_scale", "training.seed"}
_GIVEN_KEYS = {
    "network.weights",
    "network.biases",
}  # start again where the file gives others, not where it stops
_AIM_KEYS = {"training.epochs"}  # when to stop is no part of what is computed
_LEVEL_OF_SECTION = {"data": Rebuild.DATA, "network": Rebuild.NETWORK, "training": Rebuild.TRAINING}


def differences(old: Spec, new: Spec) -> dict[str, tuple[Any, Any]]:
    """Return dotted key -> (old value, new value) for each key that differs; None where a key is missing."""
    before, after = _flat(old), _flat(new)
    keys = [*after, *(key for key in before if key not in after)]
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


class SpecDifference(msgspec.Struct, frozen=True):
    """What going over from one spec to another changes, found once for everybody who asks.

    Attributes
    ----------
    rebuild : Rebuild
        The least that has to be rebuilt for it.
    words : str
        In one line.
    """

    rebuild: Rebuild
    words: str

    @classmethod
    def between(cls, old: Spec, new: Spec) -> "SpecDifference":
        """Compare two specs."""
        changed = differences(old, new)
        return cls(rebuild_for(changed), sentence(changed))

    @property
    def starts_again(self) -> bool:
        """Whether it means going back to update 0."""
        return self.rebuild is Rebuild.START


def rebuild_for(changed: dict[str, tuple[Any, Any]]) -> Rebuild:
    """Return the least that has to be rebuilt for these differences."""
    return max((_level(key, new) for key, (_, new) in changed.items()), default=Rebuild.NOTHING)


def sentence(changed: dict[str, tuple[Any, Any]]) -> str:
    """Return the differences in one line, such as "learning rate 0.8 → 0.1"."""
    return ", ".join(
        f"{_words(key.split('.')[-1])} {_shown(old)} → {_shown(new)}" for key, (old, new) in changed.items()
    )


def _level(key: str, new: Any) -> Rebuild:
    if key in _START_KEYS or (key in _GIVEN_KEYS and new is not None):
        return Rebuild.START
    if key in _AIM_KEYS:
        return Rebuild.NOTHING
    return _LEVEL_OF_SECTION.get(key.split(".", maxsplit=1)[0], Rebuild.NOTHING)


def _flat(spec: Spec) -> dict[str, Any]:
    sections = msgspec.to_builtins(spec)
    flat: dict[str, Any] = {}
    for name, section in sections.items():
        if isinstance(section, dict):
            flat.update({f"{name}.{key}": value for key, value in section.items()})
        else:
            flat[name] = section
    return flat


def _words(name: str) -> str:
    return name.replace("_", " ")


def _shown(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) else _words(str(value))
    return text if len(text) <= 40 else text[:37] + "..."
