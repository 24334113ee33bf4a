"""What is remembered takes bounded memory: a large matrix is text until its rows are painted."""

import threading

from nnviz.paint.mathematics.outlines import elements
from nnviz.paint.mathematics.remembered import Remembered
from nnviz.paint.mathematics.typeset import MatrixRow, outline_of, typeset


def test_what_was_not_asked_for_longest_goes_first() -> None:
    lengths = Remembered(str.upper, len, 10)
    for key in ("aaaa", "bbbb", "aaaa", "cccc"):
        assert lengths(key) == key.upper()
    assert ("aaaa" in lengths, "bbbb" in lengths, "cccc" in lengths) == (True, False, True)
    assert lengths.made == 3
    lengths("bbbb")
    assert lengths.made == 4


def test_the_last_one_stays_however_large() -> None:
    lengths = Remembered(str.upper, len, 10)
    lengths("a" * 100)
    assert lengths("a" * 100) == "A" * 100
    assert lengths.made == 1
    lengths("b")
    assert "a" * 100 not in lengths


def test_several_threads_may_ask_at_once() -> None:
    lengths = Remembered(str.upper, len, 30)
    wrong: list[str] = []

    def ask(first: int) -> None:
        for k in range(2000):
            key = str((first + k) % 40)
            if lengths(key) != key:
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sum(len(str(k)) for k in range(40) if str(k) in lengths) <= 30


def test_a_matrix_keeps_no_outlines_but_its_brackets() -> None:
    row = " & ".join(f"{k / 7:.4f}" for k in range(-8, 8))
    formula = typeset(rf"\begin{{pmatrix}}{row}\\{row}\end{{pmatrix}}")
    first, second, brackets = formula.lines
    assert isinstance(first, MatrixRow)
    assert isinstance(second, MatrixRow)
    assert not isinstance(brackets, MatrixRow)
    assert elements([outline_of(first)]) > 1000 > elements([brackets])
    bounds = outline_of(second).boundingRect()
    left, top, width, height = second.box
    assert left <= bounds.left() <= bounds.right() <= left + width
    assert top <= bounds.top() <= bounds.bottom() <= top + height
