"""python app.py: the app, from a checkout."""

import sys

from nnviz.cli import main

sys.exit(main())
