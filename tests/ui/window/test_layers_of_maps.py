"""A window on a convolutional network: it trains with its curves; what is not there yet is said."""

import os
from pathlib import Path

from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.spec.fields import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.parts import Unit

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
    window.step_mode.enter()
    window.step_mode.inspect(Unit(1, 0))
    assert not window.step_mode.is_on
    assert all("dense layers only" in sentence for sentence in refused)
    assert len(refused) == 2
    window.network.hand.select(Unit(1, 0))
    assert window.network.canvas.selection is None
    window.document.edit(with_value(window.document.spec, "training.learning_rate", 0.02), "rate")
    assert settled(window, qtbot).spec.training.learning_rate == 0.02
