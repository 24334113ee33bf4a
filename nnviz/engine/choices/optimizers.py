"""Optimizers: from the gradient of a parameter to its change.

The formulas are PyTorch's, and so are the defaults, but for momentum's 0.9: momentum after Polyak (1964),
Nesterov's (1983) in the form of Sutskever et al. (2013), RMSprop after Tieleman and Hinton (2012), Adam after
Kingma and Ba (2015). An optimizer is one record of `OPTIMIZERS` and one branch of `optimizer_step`. The first
moment is the running mean (or velocity) of a gradient, the second that of its square.
"""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.arrays import FloatArray
from nnviz.engine.choices.choice import CodedChoice, registry
from nnviz.engine.lanes.interpreted import Value, fill, load, sqrt, store
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag

SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM = range(5)


@dataclass(frozen=True)
class Optimizer(CodedChoice):
    """What is known of one optimizer.

    Attributes
    ----------
    formula : tuple of str
        What happens to its state and to a weight, line by line in LaTeX; g is the gradient, eta the learning
        rate.
    settings : tuple of str
        The fields of `Training` it depends on besides the learning rate; `optimizer_step` gets them.
    moments : tuple of str
        Which of "first" and "second" moment it keeps.
    """

    formula: tuple[str, ...]
    settings: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()


OPTIMIZERS = registry(
    Optimizer(
        "sgd",
        "Gradient descent",
        "A step against the gradient, as long as the learning rate says.",
        SGD,
        (r"w \leftarrow w - \eta g",),
    ),
    Optimizer(
        "momentum",
        "Momentum",
        "Steps build up speed along a direction that stays the same.",
        MOMENTUM,
        (r"v \leftarrow \mu v + g", r"w \leftarrow w - \eta v"),
        ("momentum",),
        ("first",),
    ),
    Optimizer(
        "nesterov",
        "Nesterov momentum",
        "Momentum that looks ahead to where its speed carries it.",
        NESTEROV,
        (r"v \leftarrow \mu v + g", r"w \leftarrow w - \eta (g + \mu v)"),
        ("momentum",),
        ("first",),
    ),
    Optimizer(
        "rmsprop",
        "RMSprop",
        "Divides each step by the usual size of that weight's gradient.",
        RMSPROP,
        (
            r"s \leftarrow \alpha s + (1 - \alpha) g^2",
            r"w \leftarrow w - \eta \frac{g}{\sqrt{s} + \epsilon}",
        ),
        ("alpha", "epsilon"),
        ("second",),
    ),
    Optimizer(
        "adam",
        "Adam",
        "Momentum and RMSprop together, corrected for starting at zero.",
        ADAM,
        (
            r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
            r"s \leftarrow \beta_2 s + (1 - \beta_2) g^2",
            r"w \leftarrow w - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{s / (1 - \beta_2^t)} + \epsilon}",
        ),
        ("beta1", "beta2", "epsilon"),
        ("first", "second"),
    ),
)


@kernel
def optimizer_step(
    tag: Tag,
    optimizer: int,
    rate: Value,
    decay1: Value,
    decay2: Value,
    share1: Value,
    share2: Value,
    epsilon: Value,
    correction1: Value,
    correction2: Value,
    gradient: Value,
    first_moment: FloatArray,
    second_moment: FloatArray,
    index: int,
) -> Value:
    """Return what to subtract from the parameters at `index`, and bring their moments up to date.

    `decay1` is momentum or beta1, `decay2` alpha or beta2; the shares are 1 minus them, subtracted in double
    precision: in single precision 1 - 0.999 is off by a hundred-thousandth. The corrections are 1 - beta^t of
    Adam, where beta^t is a running product, not a power: a product has the same bits everywhere.
    """
    if optimizer == SGD:
        return gradient * rate
    if optimizer in (MOMENTUM, NESTEROV):
        velocity = load(tag, first_moment, index) * decay1 + gradient
        store(tag, first_moment, index, velocity)
        if optimizer == MOMENTUM:
            return velocity * rate
        return (gradient + velocity * decay1) * rate
    mean_square = load(tag, second_moment, index) * decay2 + gradient * gradient * share2
    store(tag, second_moment, index, mean_square)
    if optimizer == RMSPROP:
        return gradient * rate / (sqrt(mean_square) + epsilon)
    mean = load(tag, first_moment, index) * decay1 + gradient * share1
    store(tag, first_moment, index, mean)
    return mean / correction1 * rate / (sqrt(mean_square / correction2) + epsilon)


@kernel
def next_power(power: float, base: float) -> float:
    """Return base^(t+1) from base^t.

    Where 1 minus it is 1 anyway, it is set to 0: numbers too small to be normal would slow every update down.
    """
    product = power * base
    return product if product > 1e-30 else 0.0


@kernel
def moments_overflow(tag: Tag, optimizer: int, second_moment: FloatArray, index: int) -> Value:
    """Return 0 where the second moment is finite, else NaN: from then on its parameter would stand still."""
    if optimizer in (RMSPROP, ADAM):
        mean_square = load(tag, second_moment, index)
        return mean_square - mean_square
    return fill(tag, 0.0)
