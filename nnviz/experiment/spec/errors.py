"""What is said when an experiment cannot be accepted: the file, the key, the value, what is allowed."""

import reprlib
from collections.abc import Iterable

import msgspec

from nnviz.data.errors import DataError

LONG = 60
"""Characters beyond which a text in a message is cut."""
MOST_BITS = 10_000
"""Of a whole number that is shown at all."""


class _Short(reprlib.Repr):
    """Values as TOML writes them, shortened. `Repr` calls the method of a value's type by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = 12
        self.maxlong = self.maxother = LONG

    def repr1(self, value: object, level: int) -> str:
        """Return the record of a table as the table."""
        plain = msgspec.to_builtins(value) if isinstance(value, msgspec.Struct) else value
        return super().repr1(plain, level)

    def repr_bool(self, value: object, _level: int) -> str:
        return str(value).lower()

    def repr_int(self, value: int, level: int) -> str:
        if value.bit_length() > MOST_BITS:  # 0xfff...: Python would not write it
            return "a whole number of thousands of digits"
        return super().repr_int(value, level)

    def repr_str(self, value: str, _level: int) -> str:
        return f'"{shortened(value)}"'

    def repr_tuple(self, value: tuple[object, ...], level: int) -> str:
        return self.repr_list(list(value), level)

    def repr_dict(self, value: dict[str, object], level: int) -> str:
        pairs = [
            f"{key} = {self.repr1(entry, level - 1)}" for key, entry in value.items() if entry is not None
        ]
        return "{" + ", ".join(pairs[: self.maxlist]) + "}"

    def repr_date(self, value: object, _level: int) -> str:
        return str(value)

    repr_datetime = repr_time = repr_date


_short = _Short()


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


def refused_data(data: object, error: DataError) -> SpecError:
    """Return the error of data that cannot be read or made, in the words of the key to blame."""
    return refused(f"data.{error.key}", getattr(data, error.key, ""), error.reason)


def shown(value: object) -> str:
    """Return a value as TOML would write it, shortened."""
    return _short.repr(value)


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is too long for a message."""
    cut = text if len(text) <= LONG else text[: LONG - 3] + "..."
    return cut if cut.isprintable() else "".join(map(_printable, cut))


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")


def one_of(names: Iterable[str], wrong: object = "") -> str:
    """Return "it must be one of a, b, c.", with the closest name first when `wrong` looks like a slip."""
    known = list(names)
    return f"{did_you_mean(known, wrong)}it must be one of {', '.join(known)}."


def did_you_mean(names: Iterable[str], wrong: object) -> str:
    """Return 'did you mean "name"? ' or nothing."""
    import difflib  # noqa: PLC0415 (needed only where something is wrong)

    close = difflib.get_close_matches(str(wrong).lower(), list(names), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"? ' if close else ""
