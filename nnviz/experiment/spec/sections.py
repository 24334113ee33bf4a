"""The sections [network] and [training] of an experiment, with the title, help and limits of every key."""

from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.initializers import INITIALIZERS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.layers.layer import Layer
from nnviz.experiment.spec.convert import LOG, allowed
from nnviz.experiment.spec.errors import refused
from nnviz.experiment.spec.layer_lists import numbers_of
from nnviz.experiment.spec.layer_tables import MAX_LAYERS, Entry, Units, layers_of, own_of, records

MAX_WEIGHTS = 20_000_000


Row = tuple[float, ...]
UnitsOfLayers = Annotated[tuple[Units, ...], Meta(min_length=2, max_length=MAX_LAYERS)]
"""What `layers` are where all are dense."""


def _read_layers(value: object, key: str, read: Any) -> tuple[Entry, ...]:
    try:
        return layers_of(value, UnitsOfLayers, read)
    except (msgspec.ValidationError, OverflowError):
        raise refused(key, value, allowed(UnitsOfLayers)) from None


def _read_weights(value: object, key: str, _read: Any) -> tuple[Any, ...]:
    return numbers_of(value, key)


class NetworkSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The network: `[network]`."""

    layers: Annotated[
        tuple[Entry, ...],
        Meta(
            title="Layers",
            description="Units of each layer, the inputs first and the outputs last; or tables of layers.",
            extra={"read": _read_layers, "allowed": allowed(UnitsOfLayers)},
        ),
    ]
    activation: Annotated[
        str | tuple[str, ...],
        Meta(
            title="Activation",
            description="One for all layers after the input, or a list with one for each.",
            extra={"registry": ACTIVATIONS},
        ),
    ] = "sigmoid"
    bias: Annotated[
        bool | tuple[bool, ...],
        Meta(title="Biases", description="Whether units have a bias, in all layers or one by one."),
    ] = True
    init: Annotated[
        str,
        Meta(
            title="Initial weights",
            description="How the weights are drawn before the first update.",
            extra={"registry": INITIALIZERS},
        ),
    ] = "glorot_uniform"
    init_scale: Annotated[
        float,
        Meta(
            title="Scale of the weights",
            description="Factor on the weights that are drawn before the first update; biases stay as drawn.",
            ge=0.0,
            le=1e6,
            extra=LOG,
        ),
    ] = 1.0
    dropout: Annotated[
        Annotated[float, Meta(ge=0.0, lt=1.0)] | tuple[Annotated[float, Meta(ge=0.0, lt=1.0)], ...],
        Meta(
            title="Dropout",
            description="Share of units left out at random in each update, for all hidden layers or a list.",
        ),
    ] = 0.0
    dtype: Annotated[
        Literal["float64", "float32"],
        Meta(title="Precision", description="Numbers of 64 bits, or of 32 (faster for wide networks)."),
    ] = "float64"
    weights: Annotated[tuple[Any, ...], Meta(extra={"read": _read_weights})] | None = None
    """Explicit initial weights, a layer after the other in the shape it says; None: drawn by `init`."""
    biases: tuple[Row, ...] | None = None
    """Explicit initial biases, one list a layer; None: zeros beside explicit weights, else as `init` says."""

    @property
    def built(self) -> Network:
        """The engine's network: whose layers know their shapes and parameters."""
        return _built(self.layers, self.activation, self.bias, self.dropout, self.dtype)

    @property
    def records(self) -> tuple[Layer, ...]:
        """Its layers alone, which may be no network yet; SpecError where one cannot follow another."""
        own = own_of(self.layers, self.activation, self.bias, self.dropout)
        return records(self.layers, own)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each layer after the input; "identity" of layers that have none."""
        return tuple(layer.activation for layer in self.records[1:])

    @property
    def biased(self) -> tuple[bool, ...]:
        """Whether each layer after the input has biases."""
        return self.built.has_bias

    @property
    def dropouts(self) -> tuple[float, ...]:
        """The share left out in each layer after the input; always 0 in the last."""
        return self.built.dropout_rates


@lru_cache(maxsize=64)
def _built(
    layers: tuple[Entry, ...],
    activation: str | tuple[str, ...],
    bias: bool | tuple[bool, ...],
    dropout: float | tuple[float, ...],
    dtype: str,
) -> Network:
    return Network(records(layers, own_of(layers, activation, bias, dropout)), dtype=dtype)


class TrainingSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the network is trained: `[training]`."""

    loss: Annotated[
        str,
        Meta(title="Loss", description="What is made small, per sample.", extra={"registry": LOSSES}),
    ] = "half_squared_error"
    reduction: Annotated[
        Literal["mean", "sum"],
        Meta(title="Over a batch", description="Mean or sum of the losses of the batch's samples."),
    ] = "mean"
    optimizer: Annotated[
        str,
        Meta(
            title="Optimizer",
            description="How a gradient becomes a change of the weights.",
            extra={"registry": OPTIMIZERS},
        ),
    ] = "sgd"
    learning_rate: Annotated[
        float,
        Meta(
            title="Learning rate",
            description="How far each update goes.",
            ge=0.0,
            le=1e6,
            extra=LOG,
        ),
    ] = 0.1
    batch_size: Annotated[
        int,
        Meta(
            title="Batch size",
            description="Points per update; 1 is online learning, 0 takes all of them.",
            ge=0,
            le=1_000_000,
        ),
    ] = 1
    shuffle: Annotated[
        bool, Meta(title="Shuffle", description="Visit the points in a new order each epoch.")
    ] = False
    epochs: Annotated[
        int,
        Meta(
            title="Epochs",
            description="Passes over the training points until the run ends.",
            ge=0,
            le=1_000_000_000,
        ),
    ] = 1000
    l1: Annotated[
        float,
        Meta(
            title="L1",
            description="Adds l1 · Σ|w| to the loss of a batch.",
            ge=0.0,
            le=1e6,
            extra=LOG,
        ),
    ] = 0.0
    l2: Annotated[
        float,
        Meta(
            title="L2",
            description="Adds (l2 / 2) · Σw² to the loss of a batch.",
            ge=0.0,
            le=1e6,
            extra=LOG,
        ),
    ] = 0.0
    weight_decay: Annotated[
        float,
        Meta(
            title="Weight decay",
            description="Shrinks each weight by learning rate · weight decay · w, beside the gradient.",
            ge=0.0,
            le=1e6,
            extra=LOG,
        ),
    ] = 0.0
    momentum: Annotated[
        float,
        Meta(title="Momentum", description="Share of the last change that is kept.", ge=0.0, lt=1.0),
    ] = 0.9
    beta1: Annotated[
        float, Meta(title="β1", description="Adam: memory of the mean gradient.", ge=0.0, lt=1.0)
    ] = 0.9
    beta2: Annotated[
        float,
        Meta(title="β2", description="Adam: memory of the squared gradient.", ge=0.0, lt=1.0),
    ] = 0.999
    alpha: Annotated[
        float,
        Meta(title="α", description="RMSprop: memory of the squared gradient.", ge=0.0, lt=1.0),
    ] = 0.99
    epsilon: Annotated[
        float,
        Meta(
            title="ε",
            description="Added to the divisor of RMSprop and Adam.",
            gt=0.0,
            le=1.0,
            extra=LOG,
        ),
    ] = 1e-8
    schedule: Annotated[
        str,
        Meta(
            title="Schedule",
            description="How the learning rate changes from epoch to epoch.",
            extra={"registry": SCHEDULES},
        ),
    ] = "constant"
    schedule_epochs: Annotated[
        int,
        Meta(
            title="Period",
            description="Epochs between two steps, until the cosine's end, or of the warm-up.",
            ge=1,
            le=1_000_000_000,
        ),
    ] = 100
    schedule_factor: Annotated[
        float,
        Meta(
            title="Factor",
            description="What the learning rate is multiplied by at each step (each epoch if exponential).",
            gt=0.0,
            le=1.0,
        ),
    ] = 0.5
    order: Annotated[
        Literal["right", "update_first"],
        Meta(
            title="Order",
            description="update_first changes a layer's weights before the error passes through them:"
            " a mistake, on purpose.",
        ),
    ] = "right"
    seed: Annotated[
        int,
        Meta(
            title="Seed",
            description="The same seed draws the same initial weights, batches and dropout.",
            ge=0,
            le=2**32 - 1,
        ),
    ] = 0

    @property
    def built(self) -> Training:
        """The engine's training: the same keys, without those that only the session needs."""
        return Training(**{key: getattr(self, key) for key in Training.__dataclass_fields__})
