"""What the app remembers from one start to the next; whatever is unreadable counts as not there."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from nnviz.config_folder import config_folder


class Settings:
    """Named values in one INI file."""

    def __init__(self, path: Path | None = None) -> None:
        file = path or config_folder() / "nnviz.ini"
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return a string."""
        value = self._value(key)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        """Return a finite number."""
        try:
            value = float(str(self._value(key)))
        except ValueError:
            return default
        return value if abs(value) < float("inf") else default

    def bytes(self, key: str) -> QByteArray:
        """Return binary data, empty where there is none."""
        value = self._value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set(self, key: str, value: str | float | QByteArray) -> None:
        """Remember a value; written at the latest when the app ends."""
        self._store.setValue(key, value)

    def remove(self, key: str) -> None:
        """Forget a value."""
        self._store.remove(key)

    def flush(self) -> None:
        """Write now."""
        self._store.sync()

    def _value(self, key: str) -> object:
        try:
            return self._store.value(key)
        except (ValueError, TypeError, RuntimeError):  # a stored variant that Qt cannot read back
            return None
