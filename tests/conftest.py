"""Every test runs with settings, caches and logs of its own: nothing of the user's is read or written."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("nnviz", deadline=None)  # a machine that is busy is no failure
settings.load_profile("nnviz")


class QtBlocker(MetaPathFinder):
    """Makes Qt impossible to import, as on a server that has none."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}:
            raise ImportError(f"{name} is blocked: this test must not need Qt")
        return None


if os.environ.get("NNVIZ_TEST_WITHOUT_QT"):
    sys.meta_path.insert(0, QtBlocker())
else:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a test of a real X window starts a server
    from PySide6.QtCore import QEvent, QObject, SignalInstance
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot
    from pytestqt.wait_signal import SignalBlocker

    from nnviz.ui.garbage import GarbageCollection

    class PatientBot(QtBot):
        """Waits long for what is to come: a busy machine is no failure, and what never comes fails still."""

        PATIENCE = 120_000  # ms

        def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:  # noqa: N802
            super().waitUntil(callback, timeout=max(timeout, self.PATIENCE))

        def waitSignal(  # noqa: N802
            self, signal: SignalInstance, *, timeout: int = 0, raising: bool | None = None, **choices: Any
        ) -> SignalBlocker:
            patience = 0 if raising is False else self.PATIENCE  # a signal may also be expected not to come
            return super().waitSignal(signal, timeout=max(timeout, patience), raising=raising, **choices)

    @pytest.fixture
    def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
        """Return pytest-qt's hand, with patience."""
        return PatientBot(request)

    def windows_left() -> list[str]:
        """Return which windows there still are once everything that is to be deleted has been."""
        for _ in range(2):  # what is deleted lets go of others
            gc.collect()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        tops = QApplication.topLevelWidgets() if isinstance(QApplication.instance(), QApplication) else []
        return sorted(
            f"{type(each).__name__} {each.objectName() or each.windowTitle()}".strip()
            for each in tops
            if each.parent() is None
        )

    @pytest.fixture(autouse=True, scope="session")
    def _one_application(qapp: object) -> object:
        """Make the application that has widgets before an export makes one that has none, with its fonts.

        Painters keep how wide words are: with fonts loaded later, that would depend on the order of tests.
        """
        from nnviz.paint.drawing.fonts import load_fonts  # noqa: PLC0415 (where there is Qt)

        load_fonts()
        return qapp

    @pytest.fixture(autouse=True, scope="session")
    def _garbage(qapp: QObject) -> Iterator[GarbageCollection]:
        """Collect garbage as the app does: in the training thread Qt's objects must not be destroyed."""
        collection = GarbageCollection(qapp)
        collection.begin()
        yield collection
        gc.unfreeze()
        gc.enable()

    @pytest.fixture(autouse=True, scope="module")
    def _nothing_is_left(_one_application: object) -> Iterator[None]:
        """Say on request which windows outlive the tests that opened them: later style sheets meet them."""
        yield
        if os.environ.get("NNVIZ_TEST_LEFTOVERS") and (left := windows_left()):
            pytest.fail(f"windows are left: {', '.join(left)}")

    @pytest.fixture(autouse=True)
    def _collected(_garbage: GarbageCollection) -> Iterator[None]:
        """Collect after each test, too: not every one has an event loop."""
        yield
        gc.disable()  # where a test has enabled it
        _garbage.collect()


@pytest.fixture(scope="session", autouse=True)
def _hears_ctrl_c() -> None:
    """Let programs that tests start hear Ctrl+C, though the tests run in the background of a shell."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNVIZ_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))


@pytest.fixture(scope="session")
def compiled_engine() -> None:
    """Long runs are tested with the compiled engine, which is compiled once per machine."""
    from nnviz.engine.compiling.background import ensure_compiled, hint  # noqa: PLC0415 (after Qt is blocked)

    assert ensure_compiled(), hint()
