"""Causes that show after a few updates: steps, penalties, a place from which nothing leads on."""

import math
from collections.abc import Iterator

import numpy as np

from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.quality import Quality
from nnviz.experiment.diagnosis.suspicion import (
    Remedy,
    Suspicion,
    faster,
    finite,
    livelier,
    other_seeds,
    slower,
)
from nnviz.experiment.spec.spec import Spec
from nnviz.numerals import percent, short_number

LARGE_STEP, SMALL_STEP = 0.5, 1e-3
"""Shares of their length by which an update changes weights: more is too much, less perhaps too little."""
MOVED = 1.0
"""Weights that have come less than this share of their length from where they began have hardly moved."""
LITTLE = 0.2
"""Weights that will have come less than this share of their length in all of the training: it is short."""
STEEP = 0.02
"""Share of the loss; where a tenth of the weights' length along the gradient changes it by more is steep."""
RISEN = 1.5
"""A loss so many times its lowest jumps about."""
SEEDS = 12
IN_VAIN = (
    "nothing that was tried instead does clearly better:"
    " perhaps the inputs tell too little about the targets."
)


def wrong_order(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of weights that change before the error has passed through them."""
    if facts.spec.training.order != "right":
        remedy = Remedy("Try the right order", {"training.order": "right"})
        sentence = (
            "The weights of a layer change before the error passes through them (order: update_first): the"
            " layers below get a gradient that belongs to no loss."
        )
        yield Suspicion("wrong_order", 0, sentence, {}, (remedy,))


def penalty(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of penalties that hold the weights near zero."""
    training = facts.spec.training
    keys = [key for key in ("l1", "l2", "weight_decay") if getattr(training, key) > 0.0]
    if keys:
        size = float(np.sqrt(np.mean([np.mean(w**2) for _, w in facts.drawn(facts.now)])))
        named = ", ".join(f"{key} = {getattr(training, key):g}" for key in keys)
        sentence = f"The penalty pulls all weights to 0 ({named}): they are at about {short_number(size, 2)}."
        remedy = Remedy("Try no penalty", {f"training.{key}": 0.0 for key in keys})
        weaker = Remedy(
            "Try a hundredth of the penalty",
            {f"training.{key}": getattr(training, key) / 100.0 for key in keys},
        )
        evidence = {"size": size, **{key: getattr(training, key) for key in keys}}
        yield Suspicion("penalty", 0, sentence, evidence, (weaker, remedy))


def dropout(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of units left out where there are few."""
    most = max(facts.spec.network.dropouts, default=0.0)
    if most > 0.0:
        sentence = f"Dropout leaves out {percent(most, 0)} of the units of a hidden layer in each update."
        yield Suspicion(
            "dropout", 0, sentence, {"dropout": most}, (Remedy("Try no dropout", {"network.dropout": 0.0}),)
        )


def large_steps(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of updates that jump over what they look for."""
    ratios = [-1.0 if math.isnan(layer.update_ratio) else layer.update_ratio for layer in facts.health.layers]
    worst = max(range(len(ratios)), key=ratios.__getitem__)
    known = facts.curve[np.isfinite(facts.curve)]
    lowest, last = (float(known.min()), float(known[-1])) if len(known) else (math.nan, math.nan)
    if ratios[worst] > LARGE_STEP:
        size = percent(ratios[worst], 0)
        sentence = (
            f"Layer {worst + 1}: the coming updates change the weights by {size} of their length each;"
            " about 0.1 % to 1 % is usual."
        )
    elif last > RISEN * lowest > 0.0:
        sentence = (
            f"The loss has risen from {short_number(lowest, 3)} to {short_number(last, 3)}:"
            " the steps jump over what they look for."
        )
    else:
        return
    evidence = {
        "update_ratio": max(ratios[worst], 0.0),
        "lowest_loss": finite(lowest),
        "loss": finite(last),
    }
    yield Suspicion("large_steps", worst + 1, sentence, evidence, slower(facts.spec))


def small_steps(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of updates that hardly move the weights from where they began."""
    largest = _step_size(facts)
    if not 0.0 <= largest < SMALL_STEP or not any(layer.gradient_norm > 0.0 for layer in facts.health.layers):
        return
    moved = _moved(facts)
    if facts.update > 0 and moved > MOVED:
        return
    come = f"; since the start they have moved by {percent(moved)} of it" if facts.update else ""
    sentence = (
        f"The steps are small: an update changes the weights by {short_number(largest * 100, 2)} % of their"
        f" length{come}; about 0.1 % to 1 % is usual."
    )
    evidence = {"update_ratio": largest, "moved": moved, "learning_rate": facts.spec.training.learning_rate}
    steady: tuple[Remedy, ...] = ()
    if facts.spec.training.schedule != "constant":
        steady = (Remedy("Try a constant learning rate", {"training.schedule": "constant"}),)
    longer = _longer(facts.spec, "ten", 10)
    yield Suspicion("small_steps", 0, sentence, evidence, (*steady, *faster(facts.spec), longer))


def few_updates(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of a training that ends on the way down: its steps are usual, and too few."""
    if facts.update == 0 or _step_size(facts) < SMALL_STEP or not _is_steep(facts):
        return
    training = facts.spec.training
    updates = training.epochs * training.built.updates_per_epoch(len(facts.X))
    moved = _moved(facts) * updates / facts.update
    if moved >= LITTLE:
        return
    norm = _gradient_norm(facts)
    count = "one update" if updates == 1 else f"{updates:,} updates"
    sentence = (
        f"The training is short: {count} in all move the weights by about {percent(moved)} of their length,"
        f" while the gradient (norm {short_number(norm, 2)}) still leads on."
    )
    evidence = {"updates": updates, "moved": moved, "gradient_norm": norm}
    longer = (_longer(facts.spec, "ten", 10), _longer(facts.spec, "a hundred", 100))
    yield Suspicion("few_updates", 0, sentence, evidence, (*longer, *faster(facts.spec)))


def _step_size(facts: Facts) -> float:
    """Return by which share of their length an update changes the weights of a layer, at most.

    At the end of a run no updates are coming: then those that were done tell, on average, as long as all of
    them have led little far; else NaN.
    """
    ratios = [layer.update_ratio for layer in facts.health.layers]
    known = [ratio for ratio in ratios if not math.isnan(ratio)]
    if known or facts.update == 0:
        return max(known, default=math.nan)
    moved = _moved(facts)
    return moved / facts.update if moved < LITTLE else math.nan


def _longer(spec: Spec, words: str, times: int) -> Remedy:
    return Remedy(
        f"Try {words} times the epochs", {"training.epochs": min(times * spec.training.epochs, 10**9)}
    )


def _gradient_norm(facts: Facts) -> float:
    pairs = zip(facts.layers, facts.health.layers, strict=True)
    return math.hypot(*(health.gradient_norm for layer, health in pairs if layer.has_parameters))


def _is_steep(facts: Facts) -> bool:
    """Whether the loss would change if weights moved along its gradient: no minimum, no flat place."""
    with np.errstate(all="ignore"):
        length = math.hypot(*(float(np.linalg.norm(w)) for _, w in facts.drawn(facts.now)))
    change = 0.1 * length * _gradient_norm(facts)
    return math.isfinite(change) and change > STEEP * abs(facts.quality.loss)


def _moved(facts: Facts) -> float:
    """Return how far the weights are from where they began, as a share of their length then."""
    before = np.concatenate([w.ravel() for _, w in facts.drawn(facts.start)])
    after = np.concatenate([w.ravel() for _, w in facts.drawn(facts.now)])
    if before.shape != after.shape or not before.any():
        return math.inf
    with np.errstate(all="ignore"):
        return float(np.linalg.norm(after - before) / np.linalg.norm(before))


def useless_minimum(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of a place from which nothing leads on: another start may lead elsewhere."""
    if facts.update == 0 or not facts.stands_still:
        return
    norm = _gradient_norm(facts)
    if not math.isfinite(norm) or (
        _is_steep(facts) and _moved(facts) < LITTLE
    ):  # it has not come to any place
        return
    loss, length = short_number(facts.quality.loss), short_number(norm, 2)
    place = f"The loss stands still at {loss} (gradient norm {length}):"
    come = "training has come to a minimum, or a flat place"
    sentence = f"{place} from these initial weights {come}, that is of no use."
    in_vain = f"{place} {come}, and {IN_VAIN}"
    evidence = {"loss": facts.quality.loss, "gradient_norm": norm}
    seeds = other_seeds(facts.spec, SEEDS)
    yield Suspicion("useless_minimum", 0, sentence, evidence, seeds, if_nothing_helps=in_vain)


def standstill(facts: Facts) -> Iterator[Suspicion]:
    """Yield that a network does not learn, whatever the cause, and what most often helps."""
    if len(facts.curve) < 4:  # too early to say
        return
    spec, quality = facts.spec, facts.quality
    reached = "" if math.isnan(quality.accuracy) else f", accuracy {quality.accuracy:.2f}"
    sentence = (
        f"After {short_number(facts.epoch, 6)} epochs the answers are hardly better than one constant answer"
        f" (loss {short_number(quality.loss)}{reached})."
    )
    evidence = {
        "loss": quality.loss,
        "accuracy": finite(quality.accuracy),
        "unexplained": finite(quality.unexplained),
    }
    in_vain = f"{sentence[:-1]}, and {IN_VAIN}"
    yield Suspicion("standstill", 0, sentence, evidence, livelier(spec), if_nothing_helps=in_vain)


def plateau(facts: Facts, end: Quality) -> Suspicion:
    """Return what there is to say of a run that stands still, and is going to learn after all."""
    quality = facts.quality
    reached = (
        f"loss {short_number(end.loss, 3)}" if math.isnan(end.accuracy) else f"accuracy {end.accuracy:.2f}"
    )
    sentence = (
        f"The loss has long stood at about {short_number(quality.loss)}, as if one constant answer were"
        f" given: a plateau. These settings get off it later, too ({reached} in the end)."
    )
    evidence = {"loss": quality.loss, "epoch": facts.epoch, "unexplained": quality.unexplained}
    return Suspicion("plateau", 0, sentence, evidence, livelier(facts.spec)[:4])
