"""A window on a convolutional network: it trains with its curves; what is not there yet is said."""

import os
from pathlib import Path

from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.spec.fields import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.explain.formulas.step import Depth, Key, Phase
from nnviz.parts import Unit, Weight

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


def test_it_trains_and_says_what_is_for_dense_layers_only(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
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
    refused: list[str] = []
    window.network.refused.connect(refused.append)
    window.step_mode.inspect(Unit(1, 0))
    assert not window.step_mode.is_inspecting
    assert all("dense layers only" in sentence for sentence in refused)
    assert len(refused) == 1
    window.network.hand.select(Unit(1, 0))
    assert window.network.canvas.selection == Unit(1, 0)
    window.network.hand.select(Weight(3, 0, 0))  # pooling has no weights
    assert window.network.canvas.selection is None
    window.document.edit(with_value(window.document.spec, "training.learning_rate", 0.02), "rate")
    assert settled(window, qtbot).spec.training.learning_rate == 0.02


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
