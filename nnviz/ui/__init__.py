"""Windows, controls and views.

PySide puts an `__import__` in the place of the one that was there: it reads the source of every module that
is imported from then on, and looks whether that asks for snake_case (`from __feature__ import ...`).
No module here does; with what was there before back in its place the window opens sooner.
"""

import builtins

import PySide6.QtCore  # noqa: F401  (which puts it there)

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
