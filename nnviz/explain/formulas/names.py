"""The names of inputs as symbols of formulas, and what outputs are called."""

import re
from collections.abc import Sequence

_NAME = re.compile(r"(?:[a-z]\d?(?:\^\d)?\*?)+|(?:sin|cos)\([a-z]\d?\)")


def latex_names(features: Sequence[str]) -> tuple[str, ...]:
    """Return names such as "x1^2" in LaTeX; nothing where they are words rather than symbols."""
    if not all(_NAME.fullmatch(name) for name in features):
        return ()
    return tuple(
        re.sub(r"([a-z])(\d)", r"\1_{\2}", name)
        .replace("*", " ")
        .replace("sin", r"\sin ")
        .replace("cos", r"\cos ")
        for name in features
    )


def output_names(classes: tuple[str, ...], outputs: int) -> tuple[str, ...]:
    """Return the names of the outputs: the classes, or the estimate ŷ."""
    if outputs == 1:
        return ("ŷ",)
    return classes if len(classes) == outputs else tuple(f"ŷ{k + 1}" for k in range(outputs))
