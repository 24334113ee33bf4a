"""Ends a script with one sentence, when imported by a Python that nnviz does not run with."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nnviz.supported import problem_with_python

if problem_with_python():
    sys.exit(problem_with_python())
