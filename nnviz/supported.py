"""Which Python nnviz runs with. Plain enough for any Python 3 to read, so that it can say so."""

import sys

LOWEST, BELOW = (3, 11), (3, 15)


def problem_with_python() -> str:
    """Return one sentence where this Python is too old or too new, else an empty string."""
    major, minor = sys.version_info[:2]
    if LOWEST <= (major, minor) < BELOW:
        return ""
    supported = f"{LOWEST[0]}.{LOWEST[1]} to {BELOW[0]}.{BELOW[1] - 1}"
    return f"nnviz needs Python {supported}; this is {major}.{minor}. Run it with another Python."
