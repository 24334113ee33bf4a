"""What an experiment waits for while the engine is being compiled."""

import msgspec
import pytest

from nnviz.engine.compiling.background import ensure_compiled
from nnviz.engine.lanes.tags import SAMPLES, SAMPLES32, SINGLE
from nnviz.engine.run import tag_for
from nnviz.experiment.run import engine_watch
from nnviz.experiment.spec.catalogue import catalogue, find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.weights_file import experiment_at

XOR = load_spec(find("lab-a-xor"))


@pytest.mark.parametrize(
    ("dtype", "batch_size", "tag"),
    [("float64", 1, SINGLE), ("float64", 0, SAMPLES), ("float64", 10, SAMPLES), ("float32", 1, SAMPLES32)],
)
def test_the_tag_an_experiment_is_trained_with_comes_first(dtype, batch_size, tag):
    spec = msgspec.structs.replace(
        XOR,
        network=msgspec.structs.replace(XOR.network, dtype=dtype),
        training=msgspec.structs.replace(XOR.training, batch_size=batch_size),
    )
    assert engine_watch.first_tag(spec) is tag
    assert tag_for(spec.network.built, spec.training.built, 200) is tag


def test_waiting_ends_with_compiled_code_for_the_experiment():
    engine_watch.wait_until_compiled(XOR)
    assert engine_watch.is_compiled({engine_watch.first_tag(XOR), SAMPLES})
    assert ensure_compiled()
    assert engine_watch.is_settled()
    assert engine_watch.hint() == ""


def test_waiting_can_be_given_up(monkeypatch):
    """The engine is never compiled here: only giving up ends the wait."""
    asked: list[int] = []
    begun: list[object] = []

    def give_up() -> bool:
        asked.append(len(asked) + 1)
        return len(asked) == 3

    monkeypatch.setattr(engine_watch, "is_compiled", lambda _tags: False)
    monkeypatch.setattr(engine_watch.compiling, "status", lambda: "compiling")
    monkeypatch.setattr(engine_watch.compiling, "start", lambda *tags: begun.extend(tags))
    monkeypatch.setattr(engine_watch.time, "sleep", lambda _seconds: None)
    engine_watch.wait_until_compiled(XOR, give_up=give_up)
    assert asked == [1, 2, 3]
    assert begun[0] is SINGLE
    assert set(begun) == {SINGLE, SAMPLES}


@pytest.mark.parametrize("status", ["compiled", "unavailable"])
def test_nobody_waits_for_what_is_there_or_never_comes(monkeypatch, status):
    monkeypatch.setattr(engine_watch, "is_compiled", lambda _tags: status == "compiled")
    monkeypatch.setattr(engine_watch.compiling, "status", lambda: status)
    monkeypatch.setattr(engine_watch.compiling, "start", lambda *_tags: None)
    monkeypatch.setattr(engine_watch.time, "sleep", lambda _seconds: pytest.fail("waits"))
    engine_watch.wait_until_compiled(XOR)
    assert not engine_watch.holds_up(with_value(XOR, "network.layers", (2, 60, 60, 1)))


def test_only_the_large_images_wait_for_the_compiler():
    shipped = [experiment_at(entry.name) for entry in catalogue()]
    waiting = {spec.data.name for spec in shipped if engine_watch.is_wide(spec.network)}
    assert waiting == {"mnist"}
    assert engine_watch.is_wide(with_value(XOR, "network.layers", (2, 60, 60, 1)).network)
