"""python -m nnviz: the same as the command nnviz."""

import sys

from nnviz.cli import main

sys.exit(main())
