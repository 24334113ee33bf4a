"""Windows, controls and views.

PySide reads the source of every module that is imported after it (for `__feature__`). What needs no Qt is
therefore imported here, before any module of this package imports Qt: the window opens sooner.
"""

import nnviz.experiment.snapshot.snapshot  # noqa: F401
