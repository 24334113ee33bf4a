"""The kinds of layers by name, in the order in which menus offer them."""

from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import AvgPool, MaxPool

LAYERS: dict[str, type[Layer]] = {
    layer.kind: layer for layer in (Conv, MaxPool, AvgPool, BatchNorm, Flatten, Dense)
}
