"""Words on paper: they take the room of their lines, and go on where a page ends."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice

from nnviz.export.handout.paper import GAP_MM, HEIGHT_MM, MARGIN_MM, Paper


@pytest.fixture
def paper(qapp):
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    paper = Paper(device, "a handout", 170.0)
    yield paper
    paper.end()


def room_taken(paper: Paper, lines: int) -> float:
    before = paper._top
    paper.print_words("<br>".join(f"line {number}" for number in range(lines)))
    return paper._top - before


def test_words_take_the_room_of_their_lines(paper):
    line = room_taken(paper, 1) - GAP_MM
    assert 3.0 < line < 6.0
    assert room_taken(paper, 7) == pytest.approx(GAP_MM + 7 * line, rel=0.02)


def test_words_go_on_where_a_page_ends(paper, monkeypatch):
    turned = []
    turn = paper.turn
    monkeypatch.setattr(paper, "turn", lambda: (turned.append(paper._top), turn()))
    line = room_taken(paper, 1) - GAP_MM
    lines = int(2.5 * (HEIGHT_MM - 2 * MARGIN_MM) / line)
    room_taken(paper, lines)
    assert len(turned) == 2
    assert all(HEIGHT_MM - MARGIN_MM - line < top <= HEIGHT_MM - MARGIN_MM for top in turned)
    left = GAP_MM + (lines + 1) * line - sum(top - MARGIN_MM for top in turned)
    assert paper._top - MARGIN_MM == pytest.approx(left + GAP_MM, abs=line)
