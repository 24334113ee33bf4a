"""What is said when an experiment cannot be accepted: the file, the key, the value, what is allowed."""

import difflib
import reprlib
from collections.abc import Iterable

_short = reprlib.Repr()
_short.maxlist = 12
_short.maxstring = _short.maxlong = _short.maxother = 60


class SpecError(ValueError):
    """An experiment that cannot be run.

    Attributes
    ----------
    key : str
        The dotted key to blame, such as "training.learning_rate"; empty if it is the file as a whole.
    reason : str
        The sentence without the file, for a message beside a form's field.
    source : str
        The file, or empty for a change made in the app.
    """

    def __init__(self, reason: str, key: str = "", source: str = "") -> None:
        super().__init__(f"{source}: {reason}" if source else reason)
        self.reason = reason
        self.key = key
        self.source = source

    def from_source(self, source: str) -> "SpecError":
        """Return the same error with the file named."""
        return SpecError(self.reason, self.key, source)


def refused(key: str, value: object, allowed: str) -> SpecError:
    """Return the error "key = value is not allowed: ..."."""
    return SpecError(f"{key} = {shown(value)} is not allowed: {allowed}", key)


def shown(value: object) -> str:
    """Return a value as TOML would write it, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value if len(value) <= 60 else value[:57] + "..."}"'
    if isinstance(value, tuple):
        value = _listed(value)
    return _short.repr(value).replace("'", '"')


def _listed(value: object) -> object:
    return [_listed(entry) for entry in value] if isinstance(value, tuple) else value


def one_of(names: Iterable[str], wrong: object = "") -> str:
    """Return "it must be one of a, b, c.", with the closest name first when `wrong` looks like a slip."""
    known = list(names)
    return f"{did_you_mean(known, wrong)}it must be one of {', '.join(known)}."


def did_you_mean(names: Iterable[str], wrong: object) -> str:
    """Return 'did you mean "name"? ' or nothing."""
    close = difflib.get_close_matches(str(wrong).lower(), list(names), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"? ' if close else ""
