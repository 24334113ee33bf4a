"""python app.py: the app, from a checkout."""

import sys

from nnviz.__main__ import main

sys.exit(main())
