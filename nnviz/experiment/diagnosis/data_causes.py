"""Causes that are known when the file is read: data, network and loss do not go together."""

import math
from collections.abc import Iterator

import msgspec
import numpy as np

from nnviz.data.points import Points
from nnviz.experiment.diagnosis.facts import DRAWN, Facts
from nnviz.experiment.diagnosis.quality import POOR_ACCURACY, POOR_FIT
from nnviz.experiment.diagnosis.suspicion import (
    STANDARDIZED,
    TANH,
    Remedy,
    Suspicion,
    adam,
    faster,
    finite,
    hidden_activation,
    joined,
    livelier,
    output_activation,
    slower,
    wider,
)
from nnviz.numerals import percent, short_number

LARGE_INPUT = 10.0
FAR, RATES_FOR_LARGE = 1000.0, (0.2, 2.0)
"""Targets from which on something is said though a little is learned; what gets a network there."""
SMALL_INPUT = 0.05
"""Inputs that are all smaller give hardly a signal through weights of the usual size."""
UNLIKE_INPUTS = 30.0
"""Inputs whose spreads differ by this factor are of different kinds."""
FEW_CHANGES = 0.2
"""Points whose classes change from one to the next so much less often than in any order are sorted."""
IN_ORDER = 0.98
FLAT_OUTPUTS = 0.5
"""With this share of the outputs flat, a squared error is held back."""
MOST_SCALED = 1000
"""Targets that are written anew, scaled, as one change."""
NARROW, WIDE_ENOUGH = 2, 8
MOST_COMPARED = 200_000
"""Numbers up to which inputs are looked through for points that are the same."""
UNBALANCED = 0.8
"""A class with this share of the points makes one constant answer look good."""


def target_range(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of targets that the output cannot give."""
    output, low, high = facts.output, float(facts.Y.min()), float(facts.Y.max())
    if low >= output.least and high <= output.greatest:
        return
    ends = f"{short_number(output.least, 3)} to {short_number(output.greatest, 3)}"
    can = (
        f"only {ends}" if math.isfinite(output.greatest) else f"nothing below {short_number(output.least, 3)}"
    )
    sentence = (
        f"The targets reach from {low:,.6g} to {high:,.6g}, but the {output.title} output gives {can}:"
        " no weights can reach them."
    )
    remedies = [output_activation(facts.spec, "identity", "identity")]
    if low >= -1.0 and high <= 1.0:
        remedies.append(output_activation(facts.spec, TANH, "tanh"))
    remedies.extend(_scaled_targets(facts))
    evidence = {
        "target_min": low,
        "target_max": high,
        "output_min": finite(output.least),
        "output_max": finite(output.greatest),
    }
    layer = len(facts.spec.network.activations)
    yield Suspicion("target_range", layer, sentence, evidence, tuple(remedies), is_contradiction=True)


def _scaled_targets(facts: Facts) -> Iterator[Remedy]:
    """Yield the targets divided so that the output can give them, where the file lists them itself."""
    data, low = facts.spec.data, max(facts.output.least, -1.0)
    if not isinstance(data, Points) or facts.are_classes or len(data.y) * facts.Y.shape[1] > MOST_SCALED:
        return
    targets = np.array(msgspec.to_builtins(data.y), dtype=np.float64).reshape(len(data.y), -1)
    least, most = float(targets.min()), float(targets.max())
    top = 0.9 if math.isfinite(facts.output.greatest) else 1.0
    low = max(low, -0.9) if least < 0.0 else max(low + 0.1, 0.1)
    if most > least:
        scaled = low + (targets - least) * ((top - low) / (most - least))
        title = f"Try targets scaled to {low:g} ... {top:g}"
        yield Remedy(title, {"data.y": tuple(tuple(row) for row in scaled.tolist())})


def same_inputs(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of points that no network can tell apart, though they have different targets."""
    if facts.X.size > MOST_COMPARED:
        return
    _, place, sizes = np.unique(facts.X, axis=0, return_inverse=True, return_counts=True)
    if facts.are_classes:
        classes = facts.problem.split.train.y.astype(np.int64)
        counts = np.zeros((len(sizes), int(classes.max()) + 1), dtype=np.int64)
        np.add.at(counts, (place.ravel(), classes), 1)
        best = float(counts.max(axis=1).sum() / len(classes))
        hinders, can = best <= POOR_ACCURACY, f"get more than {percent(best, 0)} of them right"
    else:
        means = np.zeros((len(sizes), facts.Y.shape[1]))
        np.add.at(means, place.ravel(), facts.Y)
        means /= sizes[:, np.newaxis]
        spread = float(np.sum((facts.Y - facts.Y.mean(axis=0)) ** 2))
        best = float(np.sum((facts.Y - means[place.ravel()]) ** 2)) / spread if spread > 0.0 else 0.0
        hinders, can = best > POOR_FIT, f"explain more than {percent(1.0 - best, 0)} of their spread"
    if not hinders:
        return
    shared = int(sizes[sizes > 1].sum())
    sentence = (
        f"{shared:,} of the {len(facts.X):,} points have the same inputs as others, and different targets: no"
        f" network can {can}. Only another input could tell them apart."
    )
    evidence = {"points": len(facts.X), "same_inputs": shared, "places": len(sizes), "best": best}
    yield Suspicion("same_inputs", 0, sentence, evidence, is_contradiction=True)


def large_targets(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of targets far from the size of what a network answers at first."""
    size = float(np.abs(facts.Y).max())
    if size <= LARGE_INPUT or math.isfinite(facts.output.greatest):
        return
    bounded = [activation for activation in facts.hidden if math.isfinite(activation.greatest)]
    why = f"; units of {bounded[0].title} give 1 at most" if bounded else ""
    sentence = (
        f"The targets are large (up to {short_number(size, 6)}), and so are the errors at first: steps that"
        f" are right for targets of about 1 are too large for them{why}."
        " Targets in a larger unit need none of this."
    )
    rates = tuple(adam(rate) for rate in RATES_FOR_LARGE)
    relu = hidden_activation(facts.spec, "relu", "ReLU")
    grown = tuple(joined(relu, rate) for rate in rates) if bounded else rates
    first = (*_scaled_targets(facts), *grown, *slower(facts.spec)[1:])
    joint = () if facts.spec.data.standardize else tuple(joined(STANDARDIZED, each) for each in first[:3])
    is_far = size >= FAR
    yield Suspicion(
        "large_targets", 0, sentence, {"largest_target": size}, (*first, *joint), is_contradiction=is_far
    )


def wrong_loss(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of a loss that counts too little, or that a flat output holds back."""
    training, outputs = facts.spec.training, facts.Y.shape[1]
    layer, health = len(facts.spec.network.activations), facts.health.layers[-1]
    if training.loss == "cross_entropy" and not facts.output.output_only:
        if outputs == 1:
            remedy = Remedy("Try log loss", {"training.loss": "log_loss"})
            why = "with one output it counts points of class 1 only, so answering 1 everywhere costs nothing"
        else:
            remedy = output_activation(facts.spec, "softmax", "softmax")
            why = "it counts only the right class's output, so nothing holds the others down"
        evidence = {"outputs": outputs, "mean_output_target": float(facts.Y.mean())}
        yield Suspicion(
            "wrong_loss", layer, f"The cross-entropy is made for softmax: {why}.", evidence, (remedy,)
        )
    elif facts.are_classes and facts.output.is_probability and training.loss.endswith("squared_error"):
        if not (facts.output.output_only or health.saturated >= FLAT_OUTPUTS):
            return
        name, title = (
            ("cross_entropy", "cross-entropy") if facts.output.output_only else ("log_loss", "log loss")
        )
        flat = (
            ""
            if not health.saturated > 0.0
            else f" ({percent(health.saturated, 0)} of the outputs lie where it is flat)"
        )
        sentence = (
            f"A squared error lets the slope of the {facts.output.title} output hold the gradient back{flat};"
            f" the {title} does not."
        )
        evidence = {"saturated": finite(health.saturated), "loss": facts.quality.loss}
        yield Suspicion(
            "wrong_loss", layer, sentence, evidence, (Remedy(f"Try {title}", {"training.loss": name}),)
        )


def unscaled_inputs(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of inputs that are large, small, or unlike each other."""
    if facts.spec.data.standardize:
        return
    largest = float(np.abs(facts.X).max())
    spreads = (facts.X / (largest or 1.0)).std(axis=0)  # of 1e300, too
    spreads = spreads[facts.X.min(axis=0) < facts.X.max(axis=0)]  # of equal numbers it may be no exact 0
    alike = facts.problem.split.train.image is not None  # pixels, of which those in corners hardly change
    ratio = float(spreads.max() / spreads.min()) if len(spreads) and not alike else 1.0
    if 0.0 < largest <= SMALL_INPUT and ratio <= UNLIKE_INPUTS:
        sentence = (
            f"The inputs are small: the largest is {short_number(largest, 3)}. What comes of them through"
            " weights of the usual size is nearly the same for all points."
        )
        evidence = {"largest_input": largest, "spread_ratio": ratio}
        yield Suspicion("unscaled_inputs", 1, sentence, evidence, (STANDARDIZED, *faster(facts.spec)))
        return
    if largest <= LARGE_INPUT and ratio <= UNLIKE_INPUTS:
        return
    unlike = (
        f", and their spreads differ by a factor of {short_number(ratio, 3)}" if ratio > UNLIKE_INPUTS else ""
    )
    several = facts.X.shape[1] > 1
    why = (
        "One input drowns the others, and steps that suit it do not suit them."
        if several
        else "Steps that suit its weight do not suit the bias."
    )
    sentence = f"The inputs are not scaled: the largest is {short_number(largest, 6)}{unlike}. {why}"
    evidence = {"largest_input": largest, "spread_ratio": ratio}
    yield Suspicion("unscaled_inputs", 1, sentence, evidence, (STANDARDIZED, *slower(facts.spec)[:2]))


def no_bias(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of units without a bias, whose boundary goes through the origin."""
    of_units = [(k, layer.bias) for k, layer in enumerate(facts.layers, start=1) if layer.kind in DRAWN]
    normed = {k - 1 for k, layer in enumerate(facts.layers, start=1) if layer.kind == "batch_norm"}
    biased = [has_bias or k in normed for k, has_bias in of_units]  # the beta after them is one, too
    if all(biased):
        return
    layer = of_units[biased.index(False)][0]
    zeros = int(np.count_nonzero(~facts.X.any(axis=1)))
    fixed = (
        f" The point of zeros always gives z = 0 there, whatever the weights ({zeros} of them)."
        if zeros
        else ""
    )
    where = "every layer" if not any(biased) else f"layer {layer}"
    sentence = f"There are no biases in {where}: its boundaries all go through the origin.{fixed}"
    remedy = Remedy("Try biases", {"network.bias": True})
    yield Suspicion("no_bias", layer, sentence, {"zero_points": zeros, "points": len(facts.X)}, (remedy,))


def sorted_points(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of points in the order of their targets, seen batch by batch."""
    training, count = facts.spec.training, len(facts.X)
    batch = training.batch_size or count
    if training.shuffle or batch >= count or count < 8:
        return
    share, what = _sortedness(facts)
    if not what:
        return
    sentence = (
        f"The points come sorted ({what}) and are not shuffled: batch after batch of {batch} pulls to one"
        " answer, then to the next."
    )
    remedies = (
        Remedy("Try shuffling", {"training.shuffle": True}),
        Remedy("Try one batch of all points", {"training.batch_size": 0}),
    )
    yield Suspicion("sorted", 0, sentence, {"changes": share, "batch_size": batch}, remedies)


def _sortedness(facts: Facts) -> tuple[float, str]:
    """Return the share of neighbours that differ (or the correlation with the order), and that in words."""
    train = facts.problem.split.train
    if facts.are_classes:
        changes = int(np.count_nonzero(np.diff(train.y)))
        share = changes / (len(train.y) - 1)
        sizes = np.unique(train.y, return_counts=True)[1] / len(train.y)
        in_any_order = 1.0 - float(np.sum(sizes**2))
        is_sorted = 0.0 < share <= FEW_CHANGES * in_any_order or changes == len(sizes) - 1 > 0
        often = "once" if changes == 1 else f"{changes:,} times"
        return share, f"the class changes {often} in {len(train.y):,} points" if is_sorted else ""
    column = facts.Y[:, 0]
    if np.ptp(column) == 0.0:
        return 0.0, ""
    correlation = float(np.corrcoef(column, np.arange(len(column)))[0, 1])
    return correlation, f"target against place: {correlation:.2f}" if abs(correlation) > IN_ORDER else ""


def no_bend(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of a network that can draw straight boundaries only."""
    if any(activation.bends for activation in facts.hidden):
        return
    if any(layer.kind == "max_pool" for layer in facts.layers):
        return
    what = "no hidden layer" if not facts.hidden else "only straight lines (identity) in its hidden layers"
    sentence = (
        f"The network has {what}: its boundary is straight, its surface flat, however long it is trained."
    )
    tanh = (hidden_activation(facts.spec, TANH, "tanh"),) if facts.hidden else ()
    remedies = (*tanh, wider(facts.spec, 4), wider(facts.spec, WIDE_ENOUGH))
    yield Suspicion("no_bend", 1, sentence, {"hidden_layers": len(facts.hidden)}, remedies)


def unbalanced(facts: Facts) -> Iterator[Suspicion]:
    """Yield that one class is so common that answering it every time looks good."""
    chance, classes = facts.quality.chance, facts.problem.split.train.classes
    if not chance >= UNBALANCED or not facts.quality.is_stuck:
        return
    common = classes[int(np.bincount(facts.problem.split.train.y.astype(np.int64)).argmax())]
    sentence = (
        f"{percent(chance, 0)} of the points are of class {common}: a network that always answers so has an"
        f" accuracy of {chance:.2f} and has learned nothing of the others."
    )
    yield Suspicion("unbalanced", 0, sentence, {"commonest": chance}, livelier(facts.spec))


def narrow(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of a hidden layer through which too little can pass."""
    hidden = [layer.size_out for layer in facts.spec.network.built.layers[1:-1]]
    if not hidden or min(hidden) > NARROW:
        return
    layer = hidden.index(min(hidden)) + 1
    units = f"{min(hidden)} unit" + ("s" if min(hidden) > 1 else "")
    sentence = f"Layer {layer} has {units}: all that the output learns of a point must pass through."
    remedies = wider(facts.spec, 4), wider(facts.spec, WIDE_ENOUGH)
    yield Suspicion("few_units", layer, sentence, {"units": min(hidden)}, remedies)
