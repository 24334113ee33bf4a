"""Everything one update computed, read from the kernel's own workspace."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.arrays import Floats, IntArray


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """What one update computed in one layer after the input.

    Attributes
    ----------
    weights, biases : ndarray
        Before the update, in the shapes that the layer says.
    z, a : ndarray, shape (batch, *shape_out) of the layer
        Pre-activations, and activations as the next layer gets them (after dropout).
    delta : ndarray, shape (batch, *shape_out)
        dL/dz of each sample's own loss, as it was used: with order "update_first" the wrong one. Below a
        batch normalisation it is that of the sum of all losses, as each sample moves those of the others.
    dropout_mask : ndarray, shape (batch, *shape_out), or None
        What the activations were multiplied with: 0, or 1/(1 - dropout). None without dropout.
    weights_gradient, biases_gradient : ndarray
        Gradient of the whole loss: of the batch under its reduction, and of the penalties.
    weights_after, biases_after : ndarray
        After the update.
    weights_first_moment, biases_first_moment, weights_second_moment, biases_second_moment : ndarray
        State of the optimizer before the update; zeros where it keeps none. Those ending in `_after`: after
        it.
    mean, variance : ndarray, shape (channels,), or None
        What a batch normalisation normalised with: of this batch. None for other layers.
    """

    weights: Floats
    biases: Floats
    z: Floats
    a: Floats
    delta: Floats
    dropout_mask: Floats | None
    weights_gradient: Floats
    biases_gradient: Floats
    weights_after: Floats
    biases_after: Floats
    weights_first_moment: Floats
    biases_first_moment: Floats
    weights_second_moment: Floats
    biases_second_moment: Floats
    weights_first_moment_after: Floats
    biases_first_moment_after: Floats
    weights_second_moment_after: Floats
    biases_second_moment_after: Floats
    mean: Floats | None = None
    variance: Floats | None = None


@dataclass(frozen=True, eq=False)
class Trace:
    """One update in full.

    Attributes
    ----------
    update : int
        Its number, counted from 1.
    learning_rate : float
        In force, the schedule included.
    decay_powers : tuple of float
        beta1^t and beta2^t of Adam at this update, t counting since its state was empty; 1 without Adam.
    dropout_key : int or None
        What the dropout masks are drawn from; None without dropout.
    batch_indices : ndarray of int64, shape (batch,)
        Which samples it used, in the order of the batch.
    X, Y : ndarray, shapes (batch, n_inputs) and (batch, n_outputs)
    layers : tuple of LayerTrace
        One a layer after the input.
    sample_losses, sample_losses_after : ndarray, shape (batch,)
        Loss of each sample before and after the update, with the same dropout masks.
    data_loss, data_loss_after : float
        Their mean or sum, as the reduction says.
    penalty, penalty_after : float
        What l1 and l2 add.
    loss, loss_after : float
        Data loss and penalty: what the gradients are the gradient of.
    """

    update: int
    learning_rate: float
    decay_powers: tuple[float, float]
    dropout_key: int | None
    batch_indices: IntArray
    X: Floats
    Y: Floats
    layers: tuple[LayerTrace, ...]
    sample_losses: Floats
    sample_losses_after: Floats
    data_loss: float
    data_loss_after: float
    penalty: float
    penalty_after: float
    loss: float
    loss_after: float
