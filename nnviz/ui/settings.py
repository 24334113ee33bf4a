"""What the app remembers from one start to the next, as plain data: a TOML file of texts and numbers.

Several windows may be open at once. Each writes only what was changed in it, into the file as it is by then.
A file that cannot be read is put aside, and `problem` says so; nothing in it is ever more than data.
"""

import base64
import binascii
import logging
import math
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

import tomli_w
from PySide6.QtCore import QByteArray

from nnviz.config_folder import config_folder
from nnviz.files import WriteError, written_whole
from nnviz.locks import locked
from nnviz.ui.old_settings import OLD_NAME, old_values

Value = str | float
"""What the file holds; binary data are in it as base64."""

NAME = "settings.toml"
PUT_ASIDE = "damaged-settings.toml"
MOST_BYTES = 1_000_000

log = logging.getLogger("nnviz")


class Settings:
    """Named values in one TOML file; a key "look/theme" is `theme` in the table `[look]`.

    Attributes
    ----------
    problem : str
        One sentence where the file could not be read, else empty.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / NAME
        self.problem = ""
        self._pending: dict[str, Value | None] = {}
        self._values = self._at_start()
        self._as_begun: dict[str, Value] = dict(self._values)

    def text(self, key: str, default: str = "") -> str:
        """Return a string."""
        value = self._values.get(key)
        self._as_begun.setdefault(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        """Return a finite number."""
        value = self._values.get(key)
        self._as_begun.setdefault(key, default)
        return value if isinstance(value, (int, float)) and math.isfinite(value) else default

    def bytes(self, key: str) -> QByteArray:
        """Return binary data, empty where there is none."""
        try:
            return QByteArray(base64.b64decode(self.text(key), validate=True))
        except (binascii.Error, ValueError):
            return QByteArray()

    def note(self, values: Mapping[str, Value | QByteArray]) -> None:
        """Take these for the values as they were at the start: set again, they count as unchanged."""
        for key, value in values.items():
            self._as_begun[key] = _plain(value)

    def set(self, key: str, value: Value | QByteArray) -> None:
        """Remember a value, unless it is the one that was there; written at the latest when the app ends."""
        plain = _plain(value)
        if self._as_begun.get(key) != plain:
            self._put(key, plain)

    def set_together(self, values: Mapping[str, Value]) -> None:
        """Remember values of which each means something only beside the others; empty texts are forgotten."""
        if any(self._as_begun.get(key, "") != value for key, value in values.items()):
            for key, value in values.items():
                self._put(key, value or None)

    def remove(self, key: str) -> None:
        """Forget a value."""
        self._put(key, None)

    def flush(self) -> None:
        """Write what was changed here; another window's changes stay."""
        if not self._pending:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path.parent):
                values, reason = _read(self.path)
                if reason:
                    self._put_aside()
                for key, value in self._pending.items():
                    _change(values, key, value)
                with written_whole(self.path, replace=True) as partial:
                    partial.write_text(tomli_w.dumps(_tables(values)), encoding="utf-8", errors="replace")
            self._pending.clear()
        except (OSError, WriteError) as error:
            log.warning("The settings cannot be written: %s", error)

    def _put(self, key: str, value: Value | None) -> None:
        _change(self._values, key, value)
        self._pending[key] = value
        self._as_begun[key] = "" if value is None else value

    def _at_start(self) -> dict[str, Value]:
        if not self.path.exists() and self.path.name == NAME:
            values = old_values(self.path.with_name(OLD_NAME))
            self._pending.update(values)  # the old file is asked only until there is a new one
            return values
        values, reason = _read(self.path)
        if reason:
            self.problem = f"The settings in {self.path} cannot be read ({reason}). {self._put_aside()}"
        return values

    def _put_aside(self) -> str:
        aside = self.path.with_name(PUT_ASIDE)
        try:
            self.path.replace(aside)
        except OSError:
            return "The app has started with the usual ones."
        return f"They are in {aside} now, and the app has started with the usual ones."


def _read(path: Path) -> tuple[dict[str, Value], str]:
    """Return the values of a file, and why there are none where it cannot be read; a missing one is empty."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return {}, "this is no ordinary file"
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return {}, "the file is too large"
        return _flat(tomllib.loads(content.decode("utf-8"))), ""
    except (FileNotFoundError, NotADirectoryError):
        return {}, ""
    except OSError as error:
        return {}, (error.strerror or "").lower()
    except (ValueError, RecursionError):  # UnicodeDecodeError and TOMLDecodeError among them
        return {}, "the file is damaged"


def _flat(tables: Mapping[str, object]) -> dict[str, Value]:
    """Return the texts and numbers of all tables; whatever else may stand there counts as not there."""
    return {
        f"{table}/{name}": value
        for table, entries in tables.items()
        if isinstance(entries, dict)
        for name, value in entries.items()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool)
    }


def _tables(values: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    tables: dict[str, dict[str, Value]] = {}
    for key in sorted(values):
        table, _, name = key.partition("/")
        tables.setdefault(table, {})[name] = values[key]
    return tables


def _change(values: dict[str, Value], key: str, value: Value | None) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value


def _plain(value: Value | QByteArray) -> Value:
    return base64.b64encode(value.data()).decode("ascii") if isinstance(value, QByteArray) else value
