"""Boxes with a list keep one delegate, however often the look changes; the window has no others."""

import re
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import nnviz.ui
from nnviz.ui.looks.look import Look
from nnviz.ui.widgets.combo_box import ComboBox


def _delegates(box: ComboBox) -> list[str]:
    names = [child.metaObject().className() for child in box.findChildren(QObject)]
    return sorted(name for name in names if name.endswith("Delegate"))


def test_a_box_keeps_no_delegate_of_the_look_before(qapp: QApplication, qtbot: QtBot) -> None:
    look, box = Look(qapp), ComboBox()
    look.apply_sheet()
    box.addItems(["one", "two"])
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    box.hidePopup()
    before = _delegates(box)
    for theme in ("dark", "projector", "light"):
        look.set_theme(theme)
        qapp.processEvents()
        assert _delegates(box) == before
    assert box.itemDelegate().metaObject().className() == "QStyledItemDelegate"


def test_the_window_has_no_other_boxes() -> None:
    files = [path for path in Path(nnviz.ui.__path__[0]).rglob("*.py") if path.name != "combo_box.py"]
    made = [path.name for path in files if re.search(r"QComboBox\(|\(QComboBox\)", path.read_text("utf-8"))]
    assert len(files) > 100
    assert made == []
