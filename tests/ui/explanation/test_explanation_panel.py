"""Walking through an update: to both ends, into parts and out, for one sample, for an own example."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.formulas.step import Depth, Phase
from nnviz.paint.drawing.theme import Style
from nnviz.parts import Bias, Unit, Weight
from nnviz.ui.explanation.own_example import MOST_INPUTS, OwnExample
from nnviz.ui.explanation.panel import ExplanationPanel
from nnviz.ui.looks.look import Styles

SPEC = with_values(experiment_at("xor-truth-table"), {"training.batch_size": 4, "training.shuffle": False})


class Walked:
    """A panel, and the session whose updates it explains."""

    def __init__(self, panel: ExplanationPanel, session: Session) -> None:
        self.panel, self.session = panel, session
        self.asked: list[str] = []
        panel.update_asked.connect(lambda: self.asked.append("update"))
        panel.earlier_asked.connect(lambda: self.asked.append("earlier"))
        self.show()

    def show(self) -> None:
        self.panel.show_snapshot(self.session.snapshot(*self.panel.wishes()))

    @property
    def phase(self) -> Phase:
        assert self.panel.walker.key is not None
        return self.panel.walker.key.phase


@pytest.fixture
def walked(qtbot: QtBot) -> Walked:
    panel = ExplanationPanel()
    qtbot.addWidget(panel)
    panel.set_styles(Styles(Style(), Style()))
    panel.resize(900, 300)
    panel.show()
    return Walked(panel, Session(SPEC))


def test_the_end_of_the_walk_is_the_update_and_the_next_one_begins(walked: Walked) -> None:
    panel = walked.panel
    panel.to_end()
    assert walked.phase is Phase.LOSS_AFTER
    panel.forward()
    panel.forward()  # it is asked for once
    panel.back()
    assert walked.asked == ["update"]
    assert walked.phase is Phase.LOSS_AFTER
    walked.session.advance(1)
    walked.show()
    assert walked.phase is Phase.INPUT
    panel.back()
    assert walked.asked == ["update", "earlier"]
    walked.show()  # shown again before the worker has gone back
    assert walked.phase is Phase.INPUT
    walked.session = Session(SPEC)
    walked.show()
    assert walked.phase is Phase.LOSS_AFTER


def test_before_the_first_update_there_is_none_and_it_is_said(walked: Walked) -> None:
    walked.panel.back()
    assert walked.asked == []
    assert walked.panel.bar.note.text() == "This is the first update"


def test_what_runs_or_is_on_its_way_is_not_explained(walked: Walked) -> None:
    walked.panel.to_end()
    walked.session.advance(3)
    snapshot = walked.session.snapshot(ComingUpdateWish(None))
    walked.panel.show_snapshot(replace(snapshot, running=True))
    assert walked.phase is Phase.LOSS_AFTER
    walked.panel.show_snapshot(snapshot)
    assert walked.phase is Phase.INPUT


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Unit(1, 1), (1, 1, None)),
        (Weight(2, 1, 0), (2, 0, 1)),
        (Bias(1, 0), (1, 0, 2)),  # after the two products of its unit
    ],
)
def test_a_click_in_the_network_goes_to_what_happens_there(
    walked: Walked, place: Unit | Weight | Bias, found: tuple[int, int, int | None]
) -> None:
    panel, walker = walked.panel, walked.panel.walker
    panel._go_to_phase(Phase.FORWARD)
    panel.go_into(place)
    key = walker.key
    assert key is not None
    assert (key.phase, key.layer, key.unit, key.part) == (Phase.FORWARD, *found)
    depths = [walker.depth]
    while panel.go_out():
        depths.append(walker.depth)
    assert depths[0] in (Depth.NEURON, Depth.PRODUCT)
    assert depths[-1] is Depth.PHASE
    assert not panel.go_out()


def test_into_the_first_part_level_by_level(walked: Walked) -> None:
    panel, walker = walked.panel, walked.panel.walker
    panel._go_to_phase(Phase.FORWARD)
    seen = [walker.depth]
    for _ in range(3):
        panel.go_in()
        seen.append(walker.depth)
    assert seen == [Depth.PHASE, Depth.LAYER, Depth.NEURON, Depth.PRODUCT]


def test_depths_follow_one_another_and_begin_again(walked: Walked) -> None:
    seen = []
    for _ in range(5):
        walked.panel.next_depth()
        seen.append(walked.panel.walker.depth)
    assert seen == [Depth.LAYER, Depth.NEURON, Depth.PRODUCT, Depth.PHASE, Depth.LAYER]


def test_samples_of_the_batch_follow_one_another_in_a_circle(walked: Walked) -> None:
    seen = []
    for step in (1, 1, 1, 1, -1):
        walked.panel.other_sample(step)
        seen.append(walked.panel.walker.sample)
    assert seen == [1, 2, 3, 0, 3]


def test_a_point_of_the_batch_is_followed_in_it_another_alone(walked: Walked) -> None:
    panel = walked.panel
    coming = panel.walker.coming
    assert coming is not None
    assert coming.trace.batch_indices.tolist() == [0, 1, 2, 3]
    panel.follow(Example("train", 2))
    assert panel.walker.sample == 2
    assert panel.example is None
    own = Example(inputs=(0.5, 0.25), targets=(1.0,))
    panel.follow(own)
    assert panel.example == own
    assert panel.wishes() == (ComingUpdateWish(own),)
    walked.show()
    panel.to_end()
    panel.forward()  # nothing is carried out for it
    assert walked.asked == []
    assert panel.example is None
    panel.follow(own)
    walked.show()
    panel.to_start()
    panel.back()
    assert panel.example is None


def test_inputs_of_ones_own_are_typed_unless_they_are_too_many(walked: Walked, qtbot: QtBot) -> None:
    walked.panel.other_sample(2)
    walked.panel._ask_example()
    (window,) = walked.panel.findChildren(OwnExample)
    coming = walked.panel.walker.coming
    assert coming is not None
    assert [float(field.text()) for field in window.inputs] == coming.trace.X[2].tolist()
    window.reject()
    many = Walked(walked.panel, Session(experiment_at("digits-8x8")))
    assert many.panel.walker.coming is not None
    assert many.panel.walker.coming.network.inputs > MOST_INPUTS
    QApplication.processEvents()
    many.panel._ask_example()
    assert "Too many inputs" in many.panel.bar.note.text()
    assert [each for each in many.panel.findChildren(OwnExample) if each.isVisible()] == []


def test_what_is_saved_is_the_whole_walk_as_finely_as_one_walks(walked: Walked) -> None:
    asked: list[tuple[object, ...]] = []
    walked.panel.paper_asked.connect(lambda *words: asked.append(words))
    walked.panel.set_depth(Depth.NEURON)
    walked.panel._save()
    ((walk, depth, moment),) = asked
    assert (walk, depth) == (walked.panel.walker.walk, Depth.NEURON)
    assert moment is walked.panel.walker.moment
    walked.panel.stop()
    walked.panel._save()
    assert len(asked) == 1


def test_after_leaving_nothing_is_waited_for(walked: Walked) -> None:
    walked.panel.to_end()
    walked.panel.forward()
    walked.panel.stop()
    walked.show()
    assert walked.phase is Phase.INPUT  # from the beginning, whatever was asked for
    walked.panel.forward()
    assert walked.phase is Phase.FORWARD


def test_digits_and_long_sums_are_chosen(walked: Walked) -> None:
    walker = walked.panel.walker
    walked.panel._set_digits(7)
    walked.panel.set_whole(True)
    assert (walker.digits, walker.whole) == (7, True)
    assert walked.panel.bar.whole.isChecked()


def test_it_walks_by_itself_at_the_chosen_pace(walked: Walked, qtbot: QtBot) -> None:
    panel = walked.panel
    panel._set_pace(0.01)
    panel.play_or_stop()
    qtbot.waitUntil(lambda: walked.asked == ["update"], timeout=20_000)
    panel.play_or_stop()
    assert not panel._clock.isActive()
    panel.stop()
    assert panel.walker.walk is None
