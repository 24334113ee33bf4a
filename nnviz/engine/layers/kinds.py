"""The kinds of layers by name, in the order in which menus offer them, and tables by kind."""

from collections.abc import Mapping
from typing import NoReturn, TypeVar

from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import AvgPool, MaxPool

LAYERS: dict[str, type[Layer]] = {
    layer.kind: layer for layer in (Conv, MaxPool, AvgPool, BatchNorm, Flatten, Dense)
}

T = TypeVar("T")


class ByKind(dict[str, T]):
    """A table with a line for every kind of layer; a test compares all such tables with `LAYERS`.

    Parameters
    ----------
    module : str
        Where it stands: `__name__`.
    lines : mapping
        By kind.
    besides : tuple of str
        Kinds that it does without.
    """

    def __init__(self, module: str, lines: Mapping[str, T], besides: tuple[str, ...] = ()) -> None:
        super().__init__(lines)
        self.module, self.kinds = module, {*lines, *besides}

    def __missing__(self, kind: str) -> NoReturn:
        """Say which table lacks a line; LookupError."""
        raise LookupError(f'{self.module} has no line for layers of kind "{kind}"')
