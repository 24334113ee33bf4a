"""What the walk shows of each kind of layer among maps; dense layers have steps of their own."""

from collections.abc import Callable

import msgspec

from nnviz.arrays import Floats
from nnviz.engine.layers.kinds import ByKind
from nnviz.explain.formulas.step import Formula, Key, Region, Step, Term
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps import convolving, normalising, pooling
from nnviz.explain.update.maps.common import Index


class Gains(msgspec.Struct, frozen=True):
    """What a kind of layer that learns a factor for each map has besides.

    Attributes
    ----------
    symbol : str
        What the factor is multiplied by, in LaTeX.
    values : callable
        The same in numbers, of one map: (batch, rows, columns).
    why : str
        How it gets its gradient.
    kept_lines : callable, optional
        What the layer keeps of a batch without learning it.
    kept_why : str
    """

    symbol: str
    values: Callable[[Case, int, int], Floats]
    why: str
    kept_lines: Callable[[Case, int], list[Formula]] | None = None
    kept_why: str = ""


class KindSteps(msgspec.Struct, frozen=True):
    """A kind of layer; `layer` is its own number, also where an error comes down through it.

    Attributes
    ----------
    symbols : callable
        z of any place with symbols.
    why : str
    down_symbols : callable
        What comes down to any place of the layer before, with symbols.
    down_lines : callable
        The same of one place with numbers: lines that work it out, and its summands.
    down_why : str
    pixel_step, map_step : callable, optional
        The step of one pixel; that of a map or unit, where it is more than its pixels.
    layer_words : str
        What the step of the whole layer shows.
    layer_lines : callable, optional
        What that begins with.
    down_pixel_symbols : callable, optional
        Of one place of the layer before, where there is more to name; and formulas that go with it.
    down_pixel_why : callable, optional
    down_regions : callable, optional
        What sends an error to a place of the layer before.
    gains : Gains, optional
    """

    symbols: Callable[[Case, int], Formula]
    why: str
    down_symbols: Callable[[Case, int], list[Term]]
    down_lines: Callable[[Case, int, Index], tuple[list[Formula], list[list[Term]]]]
    down_why: str
    pixel_step: Callable[[Case, Key], Step] | None = None
    map_step: Callable[[Case, Key], Step] | None = None
    layer_words: str = "z of every map"
    layer_lines: Callable[[Case, int], list[Formula]] | None = None
    down_pixel_symbols: Callable[[Case, int, Index], tuple[list[Term], tuple[Formula, ...]]] | None = None
    down_pixel_why: Callable[[Case, int, Index], str] | None = None
    down_regions: Callable[[Case, int, Index], list[Region]] | None = None
    gains: Gains | None = None


def steps_of(case: Case, layer: int) -> KindSteps:
    """Return what the walk shows of a layer."""
    return KIND_STEPS[case.record(layer).kind]


def gains_of(case: Case, layer: int) -> Gains:
    """Return what belongs to the factors that a layer learns."""
    gains = steps_of(case, layer).gains
    assert gains is not None
    return gains


KIND_STEPS: ByKind[KindSteps] = ByKind(
    __name__,
    {
        "conv": KindSteps(
            convolving.conv_symbols,
            "One kernel a map: it moves over the maps below; at every place its products make one pixel.",
            convolving.conv_down_symbols,
            convolving.conv_down_lines,
            convolving.DOWN_WHY,
            convolving.conv_pixel_step,
            down_pixel_symbols=convolving.conv_down_pixel_symbols,
            down_regions=convolving.conv_down_regions,
        ),
        "max_pool": KindSteps(
            pooling.pool_symbols,
            "Of every window the largest value remains: the maps get smaller, and what they found stays.",
            pooling.pool_down_symbols,
            pooling.pool_down_lines,
            "The error of each window goes back to its largest value alone; all others get nothing.",
            pooling.pool_pixel_step,
            down_pixel_why=pooling.pool_down_why,
            down_regions=pooling.pool_down_regions,
        ),
        "avg_pool": KindSteps(
            pooling.pool_symbols,
            "Of every window the mean remains.",
            pooling.pool_down_symbols,
            pooling.pool_down_lines,
            pooling.AVERAGE_WHY,
            pooling.pool_pixel_step,
            down_pixel_why=pooling.pool_down_why,
            down_regions=pooling.pool_down_regions,
        ),
        "flatten": KindSteps(
            pooling.flatten_symbols,
            "Nothing is computed: the pixels of all maps stand in one row now, for the dense layers.",
            pooling.flatten_down_symbols,
            pooling.flatten_down_lines,
            "The errors of the dense layer's inputs, put back where their pixels were.",
            map_step=pooling.flatten_unit_step,
            layer_words="its pixels in a row",
            down_pixel_symbols=pooling.flatten_down_pixel_symbols,
        ),
        "batch_norm": KindSteps(
            normalising.norm_symbols,
            normalising.WHY,
            normalising.norm_down_symbols,
            normalising.norm_down_lines,
            normalising.DOWN_WHY,
            normalising.norm_pixel_step,
            normalising.norm_map_step,
            layer_lines=normalising.norm_layer_lines,
            down_regions=normalising.norm_down_regions,
            gains=Gains(
                r"\hat{a}",
                normalising.normed_values,
                normalising.GAMMA_WHY,
                normalising.running_lines,
                normalising.KEPT_WHY,
            ),
        ),
    },
    besides=("dense",),
)
