"""What the layers with maps learn: the places and words of kernels, gains and biases."""

from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.common import learns_kernels
from nnviz.explain.update.maps.convolving import kernel_place
from nnviz.explain.update.maps.normalising import norm_place
from nnviz.parts import Bias, Gain, KernelWeight


def place_of(case: Case, layer: int, unit: int, number: int) -> KernelWeight | Gain | Bias:
    """Return what is learned of a map: the numbers of its kernels and its bias, or gamma and beta."""
    if learns_kernels(case, layer):
        return kernel_place(case, layer, unit, number)
    return norm_place(layer, unit, number)


def words_of(at: KernelWeight | Gain | Bias) -> str:
    """Return what a number that is learned is called: "weight [2,3] of the kernel from map 1"."""
    if isinstance(at, KernelWeight):
        return f"weight [{at.row + 1},{at.column + 1}] of the kernel from map {at.source + 1}"
    return "gamma" if isinstance(at, Gain) else "its bias"
