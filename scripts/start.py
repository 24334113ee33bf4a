"""Set everything up and open the app: python3 scripts/start.py [EXPERIMENT]."""

import subprocess
import sys

from environment import ROOT, prepare

if __name__ == "__main__":
    try:
        sys.exit(subprocess.call([prepare(), ROOT / "app.py", *sys.argv[1:]]))
    except KeyboardInterrupt:
        sys.exit(130)
