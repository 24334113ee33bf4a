"""Where the window's settings and the user's own sizes of figures are kept."""

import os
from pathlib import Path

import platformdirs

VARIABLE = "NNVIZ_CONFIG_DIR"
"""Environment variable that moves the folder elsewhere."""


def config_folder() -> Path:
    """Return the folder; it need not exist yet."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_config_path("nnviz", appauthor=False)
