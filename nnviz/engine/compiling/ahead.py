"""`python -m nnviz.engine.compiling.ahead`: compile when the app is installed, not at its first start."""

import sys

from nnviz.engine.compiling.background import ensure_compiled, hint
from nnviz.engine.lanes.tags import MAPS_SAMPLES32


def main() -> int:
    """Compile what every shipped experiment needs; say why if that cannot be."""
    if ensure_compiled(MAPS_SAMPLES32):
        return 0
    print(hint(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
