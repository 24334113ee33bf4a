"""A window on a convolutional network: it trains with its curves; what is not there yet is said."""

import os
from pathlib import Path

from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.explain.formulas.step import Depth, Key, Phase
from nnviz.parts import KernelWeight, Unit, Weight

CONV_NET = spec_from_dict(
    {
        "data": {"name": "digits"},
        "network": {
            "layers": [
                [8, 8, 1],
                {"kind": "conv", "units": 4, "size": 3},
                {"kind": "batch_norm", "activation": "relu"},
                {"kind": "max_pool", "size": 2},
                {"kind": "flatten"},
                {"kind": "dense", "units": 12, "dropout": 0.25},
                10,
            ],
            "activation": ["identity", "relu", "softmax"],
            "dtype": "float32",
        },
        "training": {"loss": "cross_entropy", "optimizer": "adam", "learning_rate": 0.01, "batch_size": 64},
    }
)


def test_it_trains_and_a_kernel_is_inspected(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(CONV_NET, "digits-8x8")
    for toggle in window.docks.toggles():
        if not toggle.isChecked():
            toggle.trigger()
    window.controller.play()
    qtbot.waitUntil(lambda: settled(window, qtbot).update > 0, timeout=60_000)
    window.controller.pause()
    snapshot = settled(window, qtbot)
    assert snapshot.update > 0
    window.resize(1280, 720)
    folder = Path(os.environ.get("NNVIZ_SHOTS", tmp_path))
    assert window.grab().save(str(folder / "maps.png"))
    window.step_mode.inspect(Weight(1, 0, 2))
    inspector = window.step_mode.inspector

    def is_inspected() -> bool:
        window.feed.frame()
        return inspector._found is not None

    qtbot.waitUntil(is_inspected, timeout=60_000)
    assert isinstance(inspector._found.rule.place, KernelWeight)
    assert inspector._found.difference.digits >= 2
    window.step_mode.end_inspection()
    window.network.hand.select(Unit(1, 0))
    assert window.network.canvas.selection == Unit(1, 0)
    window.network.hand.select(Weight(3, 0, 0))  # pooling has no weights
    assert window.network.canvas.selection is None
    window.document.edit(with_value(window.document.spec, "training.learning_rate", 0.02), "rate")

    def is_changed() -> bool:
        window.feed.frame()
        latest = window.feed.latest
        return latest is not None and latest.spec.training.learning_rate == 0.02

    qtbot.waitUntil(is_changed, timeout=60_000)  # health measures all points meanwhile


def test_one_pixel_is_explained(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(CONV_NET, "digits-8x8")
    window.step_mode.enter()
    panel = window.step_mode.panel

    def is_explained() -> bool:
        window.feed.frame()
        return panel.walker.walk is not None and window.controller.up_to_date

    qtbot.waitUntil(is_explained, timeout=60_000)
    panel._go_to_phase(Phase.FORWARD)
    panel.set_depth(Depth.PIXEL)
    step = panel.walker.step()
    assert step is not None
    assert "pixel [" in step.title
    assert step.regions
    assert "by pixel" in [panel.bar.depths.itemText(at) for at in range(panel.bar.depths.count())]
    panel.next_depth()
    assert panel.walker.depth is Depth.PRODUCT
    assert panel.walker.into_pixel(3, 1, 0, 2)
    assert panel.walker.key == Key(Phase.FORWARD, 3, 1, quantity="z", pixel=2)
    assert panel.go_out()
    assert panel.walker.key == Key(Phase.FORWARD, 3, 1, quantity="z")
