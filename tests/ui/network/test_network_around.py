"""What is kept of the diagram's picture must look as if it were painted anew."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.ui.exporting.moment import picture_of
from nnviz.ui.network.view import NetworkView


@pytest.fixture(scope="module")
def moments() -> list[Snapshot]:
    session = Session(load_spec(find("lab-a-linear")))
    taken = []
    for updates in (0, 1, 400, 400):
        session.advance(updates)
        taken.append(session.snapshot(ScoresWish(), MapsWish(responses=32)))
    return taken


def picture(view: NetworkView) -> QImage:
    return view.grab().toImage()


def shown(qtbot: QtBot, *moments: Snapshot) -> NetworkView:
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(720, 520)
    view.show()
    for moment in moments:
        view.show_snapshot(moment)
        picture(view)
    return view


def test_a_moment_looks_the_same_whatever_was_shown_before(qtbot, moments):
    last = moments[-1]
    after_all, alone = picture(shown(qtbot, *moments)), picture(shown(qtbot, moments[-2], last))
    assert after_all == alone


def test_other_weights_paint_other_lines(qtbot, moments):
    last = moments[-1]
    thinner = replace(last, weights=tuple(0.6 * np.asarray(w) for w in last.weights))
    assert picture(shown(qtbot, last, thinner)) != picture(shown(qtbot, last))


def test_other_responses_are_painted_on_the_lines_that_are_kept(qtbot, moments):
    last = moments[-1]
    mirrored = last.with_looks(Maps(responses=tuple(a[:, ::-1] for a in last.look(Maps).responses)))
    before, after = picture(shown(qtbot, last)), picture(shown(qtbot, last, mirrored))
    assert before != after
    assert after == picture(shown(qtbot, mirrored))


class PaintCounter(QObject):
    """Counts how often widgets are painted."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def test_numbers_that_change_leave_the_controls_on_the_diagram_alone(qtbot, moments):
    view = shown(qtbot, *moments)
    qtbot.wait(50)
    last = moments[-1]
    mirrored = last.with_looks(Maps(responses=tuple(a[:, ::-1] for a in last.look(Maps).responses)))
    buttons = [button for button in view.canvas.findChildren(QAbstractButton) if button.isVisible()]
    on_buttons, on_canvas = PaintCounter(buttons), PaintCounter([view.canvas])
    view.show_snapshot(mirrored)
    qtbot.waitUntil(lambda: on_canvas.count > 0)
    assert buttons
    assert on_buttons.count == 0


def test_a_screenshot_of_more_pixels_is_as_sharp_as_it_is_large(qtbot, moments):
    image = picture_of(shown(qtbot, moments[-1]), 2)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    blown_up = [pixels[k : -2 + k : 2] == pixels[k + 1 : image.height() - 1 + k : 2] for k in (0, 1)]
    assert not any(each.all() for each in blown_up)
