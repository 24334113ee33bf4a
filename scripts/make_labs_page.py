"""Make docs/labs.md and its pictures anew (some minutes): python3 scripts/make_labs_page.py."""

import os
import subprocess
import sys

from environment import ROOT, prepare

if __name__ == "__main__":
    surroundings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")]),
        "QT_QPA_PLATFORM": "offscreen",
    }
    try:
        sys.exit(subprocess.call([prepare(), "-m", "lab_report"], cwd=ROOT, env=surroundings))
    except KeyboardInterrupt:
        sys.exit(130)
