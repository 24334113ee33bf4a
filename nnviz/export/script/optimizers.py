"""Optimizers and schedules as lines of NumPy, for scripts that stand alone."""

import msgspec


class OptimizerCode(msgspec.Struct, frozen=True):
    """How one optimizer is written.

    Attributes
    ----------
    change : str
        The statement that changes the parameter {w} by its gradient {g} at the learning rate {rate}.
    define : str
        The function that it calls. It reads the optimizer's settings as constants in capitals.
    moments : tuple of (str, str)
        The arrays kept for each parameter: what they are called (then _ and the parameter's name), and which
        moment of the engine they are.
    """

    change: str
    define: str = ""
    moments: tuple[tuple[str, str], ...] = ()


_MOMENTUM = '''
def momentum_step(w, gradient, velocity, rate):
    """Change w in place: a part of the velocity stays, the gradient is added."""
    velocity *= MOMENTUM
    velocity += gradient
    w -= rate * velocity
'''
_NESTEROV = '''
def nesterov_step(w, gradient, velocity, rate):
    """Change w in place: as with momentum, looking one step ahead."""
    velocity *= MOMENTUM
    velocity += gradient
    w -= rate * (gradient + MOMENTUM * velocity)
'''
_RMSPROP = '''
def rmsprop_step(w, gradient, mean_square, rate):
    """Change w in place: the step is divided by the usual size of the gradient."""
    mean_square *= ALPHA
    mean_square += (1.0 - ALPHA) * gradient * gradient
    w -= rate * gradient / (np.sqrt(mean_square) + EPSILON)
'''
_ADAM = '''
def adam_step(w, gradient, mean, mean_square, rate):
    """Change w in place: the mean gradient by its usual size, both corrected for having started at zero."""
    mean *= BETA1
    mean += (1.0 - BETA1) * gradient
    mean_square *= BETA2
    mean_square += (1.0 - BETA2) * gradient * gradient
    w -= rate * (mean / (1.0 - power1)) / (np.sqrt(mean_square / (1.0 - power2)) + EPSILON)
'''

OPTIMIZER_CODE = {
    "sgd": OptimizerCode("{w} -= {rate} * {g}"),
    "momentum": OptimizerCode(
        "momentum_step({w}, {g}, velocity_{w}, {rate})", _MOMENTUM, (("velocity", "first"),)
    ),
    "nesterov": OptimizerCode(
        "nesterov_step({w}, {g}, velocity_{w}, {rate})", _NESTEROV, (("velocity", "first"),)
    ),
    "rmsprop": OptimizerCode(
        "rmsprop_step({w}, {g}, mean_square_{w}, {rate})",
        _RMSPROP,
        (("mean_square", "second"),),
    ),
    "adam": OptimizerCode(
        "adam_step({w}, {g}, mean_{w}, mean_square_{w}, {rate})",
        _ADAM,
        (("mean", "first"), ("mean_square", "second")),
    ),
}
"""By the name of the engine's optimizer."""

SCHEDULE_CODE = {
    "constant": "LEARNING_RATE",
    "step": "LEARNING_RATE * SCHEDULE_FACTOR ** (epoch // SCHEDULE_EPOCHS)",
    "exponential": "LEARNING_RATE * SCHEDULE_FACTOR**epoch",
    "cosine": "LEARNING_RATE * 0.5 * (1.0 + math.cos(math.pi * min(1.0, update / SCHEDULE_UPDATES)))",
    "warmup": "LEARNING_RATE * min(1.0, (update + 1) / SCHEDULE_UPDATES)",
}
"""The learning rate of an update, by the name of the engine's schedule; `update` counts from 0.

The names it reads are defined where it has them: constants in capitals, and `epoch`.
"""
