"""Where settings, the user's own sizes of figures, unsaved work and what was fetched are kept."""

import os
from pathlib import Path

import platformdirs

VARIABLE = "NNVIZ_CONFIG_DIR"
"""Environment variable that moves the folder of settings elsewhere, and the state with it."""


def config_folder() -> Path:
    """Return the folder of settings; it need not exist yet."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_config_path("nnviz", appauthor=False)


def state_folder() -> Path:
    """Return the folder of what the app keeps for itself between two starts; it need not exist yet."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) / "state" if chosen else platformdirs.user_state_path("nnviz", appauthor=False)


def data_folder() -> Path:
    """Return the folder of what the user let the app fetch; it need not exist yet."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) / "data" if chosen else platformdirs.user_data_path("nnviz", appauthor=False)
