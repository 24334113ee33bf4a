"""Set everything up and open the app: python3 scripts/start.py [EXPERIMENT]."""

import subprocess
import sys

import python_check  # noqa: F401  (ends here with a sentence where Python is too old for the rest)
from environment import ROOT, prepare

if __name__ == "__main__":
    try:
        sys.exit(subprocess.call([prepare(), ROOT / "app.py", *sys.argv[1:]]))
    except KeyboardInterrupt:
        sys.exit(130)
