"""The training panel over real experiments."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.ui.forms.choice import ChoiceEditor
from nnviz.ui.settings import Settings
from nnviz.ui.setup.training_panel import TrainingPanel


def make_spec(**training: object) -> Spec:
    return spec_from_dict(
        {"data": {"name": "moons"}, "network": {"layers": [2, 4, 1]}, "training": dict(training)}
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def panel(qtbot: QtBot, settings: Settings) -> TrainingPanel:
    made = TrainingPanel(settings)
    qtbot.addWidget(made)
    made.set_spec(make_spec())
    for section in made.form.sections.values():
        section.complete()
    return made


def test_the_most_used_settings_come_first_and_the_diagrams_are_absent(panel: TrainingPanel) -> None:
    assert panel.form.main.keys()[:4] == (
        "training.learning_rate",
        "training.batch_size",
        "training.loss",
        "training.optimizer",
    )
    shown = [key for form in panel.form.forms() for key in form.keys()]  # noqa: SIM118
    assert "network.layers" not in shown
    assert "network.activation" not in shown
    assert len(shown) == len(set(shown))


def test_controls_of_a_folded_section_are_made_when_it_is_unfolded(qtbot: QtBot, settings: Settings) -> None:
    panel = TrainingPanel(settings)
    qtbot.addWidget(panel)
    panel.set_spec(make_spec())
    section = panel.form.sections["Regularisation"]
    assert not section.form.keys()
    panel.set_spec(with_value(make_spec(), "training.l2", 0.25))
    section.heading.click()
    assert panel.form.row("training.l2").editor.value() == 0.25
    section.heading.click()
    panel.set_spec(with_value(make_spec(), "training.l2", 0.5))
    assert section.form.row("training.l2").editor.value() == 0.5


def test_every_training_setting_is_somewhere(panel: TrainingPanel) -> None:
    shown = {key for form in panel.form.forms() for key in form.keys()}  # noqa: SIM118
    for key in ("reduction", "shuffle", "l1", "l2", "weight_decay", "seed", "order", "epochs", "schedule"):
        assert f"training.{key}" in shown
    assert {"network.init", "network.dropout", "network.bias"} <= shown


def test_an_optimizer_brings_its_own_numbers(panel: TrainingPanel) -> None:
    assert len(panel.form.main.keys()) == 4
    panel.set_spec(make_spec(optimizer="adam"))
    assert {"training.beta1", "training.beta2", "training.epsilon"} <= set(panel.form.main.keys())
    panel.set_spec(make_spec(optimizer="momentum"))
    assert panel.form.main.keys()[4:] == ("training.momentum",)


def test_choosing_an_optimizer_emits_the_changed_spec(panel: TrainingPanel, qtbot: QtBot) -> None:
    editor = panel.form.row("training.optimizer").editor
    assert isinstance(editor, ChoiceEditor)
    with qtbot.waitSignal(panel.spec_changed, timeout=30_000) as heard:
        QTest.keyClick(editor.box, Qt.Key.Key_Down)
    spec, text = heard.args
    assert spec == with_value(make_spec(), "training.optimizer", spec.training.optimizer)
    assert spec.training.optimizer != "sgd"
    assert text == "Optimizer"


def test_the_wrong_order_is_labelled_as_a_mistake(panel: TrainingPanel) -> None:
    editor = panel.form.row("training.order").editor
    assert isinstance(editor, ChoiceEditor)
    assert [editor.box.itemText(k) for k in range(2)] == ["right", "wrong, on purpose"]


def test_folded_sections_say_what_differs(panel: TrainingPanel) -> None:
    section = panel.form.sections["Regularisation"]
    assert section.summary.text() == ""
    panel.set_spec(make_spec(l2=0.01, l1=1e-4))
    assert section.summary.text() == "L2 0.01, L1 0.0001"
    panel.set_spec(make_spec(schedule="cosine"))
    assert panel.form.sections["Schedule"].summary.text() == "Cosine"


def test_open_sections_are_remembered(panel: TrainingPanel, settings: Settings, qtbot: QtBot) -> None:
    section = panel.form.sections["Start"]
    assert not section.is_open()
    QTest.mouseClick(section.heading, Qt.MouseButton.LeftButton)
    assert section.is_open()
    again = TrainingPanel(settings)
    qtbot.addWidget(again)
    assert again.form.sections["Start"].is_open()
    assert not again.form.sections["Updates"].is_open()


def test_settings_that_differ_by_layer_are_left_to_the_diagram(panel: TrainingPanel) -> None:
    table = {"layers": [2, 4, 4, 1], "bias": [True, False, True], "dropout": [0.1, 0.2]}
    panel.set_spec(spec_from_dict({"data": {"name": "moons"}, "network": table}))
    with pytest.raises(KeyError):
        panel.form.row("network.bias")
    with pytest.raises(KeyError):
        panel.form.row("network.dropout")


@pytest.mark.parametrize("text", [1.0, 2.0, 3.0])
def test_it_fits_its_width_at_every_text_size(panel: TrainingPanel, text: float) -> None:
    panel.set_style(Style(DARK, text=13 * text, scale=text))
    assert panel.minimumSizeHint().width() <= 264 * text


def test_a_stop_condition_stands_in_a_section_of_its_own(panel: TrainingPanel) -> None:
    section = panel.form.sections["Stop"]
    assert section.summary.text() == ""
    panel.set_spec(with_value(make_spec(), "stop.loss", 0.01))
    assert "0.01" in section.summary.text()
    assert panel.form.row("stop.accuracy").editor.isEnabled()


def test_the_heading_says_what_the_schedule_has_made_of_the_learning_rate(panel: TrainingPanel) -> None:
    spec = make_spec(learning_rate=0.2, schedule="step", schedule_epochs=3, schedule_factor=0.5)
    session = Session(spec)
    schedule = panel.form.sections["Schedule"]
    schedule.set_open(False)
    panel.set_spec(spec)
    session.advance(7 * session.updates_in("epoch"))
    panel.show_snapshot(session.snapshot(ScoresWish()))
    assert schedule.summary.text().startswith("now 0.05, ")
    schedule.set_open(True)
    assert schedule.summary.text() == "now 0.05"
    constant = make_spec()
    panel.set_spec(constant)
    panel.show_snapshot(Session(constant).snapshot(ScoresWish()))
    assert schedule.summary.text() == ""
