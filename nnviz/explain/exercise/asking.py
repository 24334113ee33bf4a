"""How a sheet asks for a number: its name in files of answers, its symbol, and what it is in words."""

from collections.abc import Sequence

import msgspec

from nnviz.explain.exercise.given import Given
from nnviz.explain.exercise.layer_formulas import LAYER_FORMULAS
from nnviz.explain.exercise.lines import Place
from nnviz.explain.exercise.quantity import AskedQuantity
from nnviz.parts import (
    Bias,
    Gain,
    KernelWeight,
    Learned,
    Pixel,
    Unit,
    Weight,
    in_diagram,
    indices,
    latex_symbol,
    letter,
    symbol,
    words,
)


class Blank(msgspec.Struct, frozen=True):
    """One number to be found.

    Attributes
    ----------
    id : str
        Its name in the file of answers, such as "delta(2)1".
    where : str
        The step it belongs to, in words.
    prompt : str
        What is asked for, with its symbol.
    quantity : AskedQuantity
    """

    id: str
    where: str
    prompt: str
    quantity: AskedQuantity


def blank_of(update: Given, quantity: AskedQuantity, inputs: Sequence[str] = ()) -> Blank:
    """Return the blank that asks for a quantity."""
    return Blank(
        _id(update, quantity),
        where_of(update, quantity),
        f"{symbol_of(update, quantity)}: {_what(update, quantity, inputs)}",
        quantity,
    )


def where_of(update: Given, quantity: AskedQuantity) -> str:
    """Return the step that computes a quantity, in words."""
    phase = _PHASES[quantity.kind]
    if quantity.part is None:
        return phase
    sample = f", sample {quantity.sample + 1}" if _by_sample(update, quantity) else ""
    return f"{phase}, {_layer_words(update, quantity.part.layer)}{sample}"


def _layer_words(update: Given, layer: int) -> str:
    if layer == update.depth:
        return "output layer"
    if update.network.is_dense:
        return f"hidden layer {layer}"
    return f"layer {layer} ({update.network.layers[layer].title.lower()})"


_PHASES = {
    "window": "Forward",
    "product": "Forward",
    "z": "Forward",
    "a": "Forward",
    "mean": "Forward",
    "deviation": "Forward",
    "loss": "Loss",
    "delta": "Backward",
    "gradient": "Gradient",
    "new": "Update",
}


def symbol_of(update: Given, quantity: AskedQuantity) -> str:
    """Return the symbol of a quantity in plain text."""
    part, kind = quantity.part, quantity.kind
    if part is None:
        return "L"
    if isinstance(part, Unit | Pixel):
        return value_symbol(update, part) if kind == "a" else symbol(part).replace("a", _LETTERS[kind], 1)
    name = symbol(part).replace("b", "β", 1) if _is_shift(update, part) else symbol(part)
    if kind == "product" and isinstance(part, Weight):
        return f"{name} · {value_symbol(update, part.start)}"
    if kind in ("product", "window") and isinstance(part, KernelWeight):
        at = symbol(_output(quantity)).replace("a", "z", 1)
        return (
            f"what lies under {name} for {at}"
            if kind == "window"
            else f"{name} · what lies under it for {at}"
        )
    return f"∂L/∂{name}" if kind == "gradient" else f"new {name}"


_LETTERS = {"z": "z", "delta": "δ", "mean": "μ", "deviation": "σ"}
_LATEX = {"z": "z", "delta": r"\delta", "mean": r"\mu", "deviation": r"\sigma"}


def value_symbol(update: Given, at: Place) -> str:
    """Return the symbol of an activation: an input's, an output's, or any."""
    if at.layer == 0:
        name = symbol(at).replace("a", "x", 1).partition("⁽")
        return name[0] + name[2].partition("⁾")[2]
    return symbol(at) if at.layer < update.depth else f"{symbol(at)} = ŷ"


def latex_of(update: Given, quantity: AskedQuantity) -> str:
    """Return the symbol of a quantity in LaTeX."""
    part, kind = quantity.part, quantity.kind
    if part is None:
        return "L"
    if isinstance(part, Unit | Pixel):
        return value_latex(update, part) if kind == "a" else latex_symbol(part, _LATEX[kind])
    name = latex_symbol(part, r"\beta" if _is_shift(update, part) else "")
    if kind == "product" and isinstance(part, Weight):
        return rf"{name} \cdot {value_latex(update, part.start)}"
    if kind in ("product", "window"):
        at = rf"\text{{ for }} {latex_symbol(_output(quantity), 'z')}"
        under = rf"\text{{what lies under }} {name}{at}"
        return under if kind == "window" else rf"{name} \cdot \text{{what lies under it}}{at}"
    return rf"\frac{{\partial L}}{{\partial {name}}}" if kind == "gradient" else rf"\text{{new }} {name}"


def value_latex(update: Given, at: Place) -> str:
    """Return the symbol of an activation in LaTeX."""
    if at.layer == 0:
        if isinstance(at, Unit):
            return f"x_{{{at.unit + 1}}}"
        which = "" if update.units(0) == 1 else f"_{{{at.map + 1}}}"
        return f"x{which}[{at.row + 1}{{,}}{at.column + 1}]"
    return latex_symbol(at) + (r" = \hat{y}" if at.layer == update.depth else "")


def _id(update: Given, quantity: AskedQuantity) -> str:
    """Return a name that is short, readable, and can be typed on any keyboard."""
    part = quantity.part
    if part is None:
        return "loss"
    if isinstance(part, Unit | Pixel):
        name = str(quantity.kind)
    else:
        of = (
            "gamma"
            if isinstance(part, Gain)
            else "beta"
            if _is_shift(update, part)
            else letter(in_diagram(part))
        )
        name = {"gradient": f"d{of}", "new": f"new_{of}"}.get(quantity.kind, quantity.kind)
    inside = f"[{part.row + 1},{part.column + 1}]" if isinstance(part, KernelWeight | Pixel) else ""
    at = f"@[{quantity.at[0] + 1},{quantity.at[1] + 1}]" if quantity.at is not None else ""
    sample = f"#{quantity.sample + 1}" if _by_sample(update, quantity) else ""
    return f"{name}({part.layer}){indices(in_diagram(part))}{inside}{at}{sample}"


def _by_sample(update: Given, quantity: AskedQuantity) -> bool:
    return update.batch > 1 and quantity.kind in ("window", "product", "z", "a", "delta")


def _is_shift(update: Given, part: Learned) -> bool:
    return isinstance(part, Bias) and update.network.layers[part.layer].learns is Gain


def _output(quantity: AskedQuantity) -> Pixel:
    assert isinstance(quantity.part, KernelWeight)
    assert quantity.at is not None
    return Pixel(quantity.part.layer, *quantity.at, quantity.part.target)


def _what(update: Given, quantity: AskedQuantity, inputs: Sequence[str]) -> str:
    part = quantity.part
    if part is None:
        return "the loss of the batch" if update.batch > 1 else "the loss"
    name = _part_words(update, part, inputs)
    return {
        "window": "the number of the layer below, or a zero around it",
        "product": f"the product of the {name} and what comes along it",
        "z": f"the {LAYER_FORMULAS[update.kind(part.layer)].sum_words} of {name}",
        "a": f"the activation of {name}",
        "mean": f"the mean of what {name} normalises",
        "deviation": f"the deviation √(variance + ε) of what {name} normalises",
        "delta": f"the delta ∂L/∂z of {name}" + _whose_loss(update),
        "gradient": f"the gradient by the {name}",
        "new": f"the new value of the {name}",
    }[quantity.kind]


def _whose_loss(update: Given) -> str:
    if update.batch == 1:
        return ""
    return (
        ", of the losses of all samples" if update.network.has_batch_norm else ", of this sample's own loss"
    )


def _part_words(update: Given, part: Unit | Pixel | Learned, inputs: Sequence[str]) -> str:
    if update.network.is_dense and isinstance(part, Unit | Weight | Bias):
        return words(part, update.depth, inputs)
    where = "the output layer" if part.layer == update.depth else _layer_words(update, part.layer)
    if isinstance(part, Pixel):
        return f"pixel [{part.row + 1},{part.column + 1}] of map {part.map + 1} of {where}"
    if isinstance(part, KernelWeight):
        kernel = f"the kernel from map {part.source + 1} to map {part.target + 1} of {where}"
        return f"weight [{part.row + 1},{part.column + 1}] of {kernel}"
    kind = "map" if update.network.layers[part.layer].makes_maps else "unit"
    if isinstance(part, Weight):
        return f"weight from unit {part.source + 1} to unit {part.target + 1} of {where}"
    number = f"{kind} {part.unit + 1} of {where}"
    if isinstance(part, Gain):
        return f"gamma of {number}"
    return (
        f"{'beta' if _is_shift(update, part) else 'bias'} of {number}" if isinstance(part, Bias) else number
    )
