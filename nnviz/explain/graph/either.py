"""The walk that belongs to a graph: of expressions, or of layers."""

from nnviz.explain.graph.graph import Graph
from nnviz.explain.graph.layers import LayersGraph
from nnviz.explain.graph.layers_walk import LayersWalk
from nnviz.explain.graph.walk import GraphWalk

AnyWalk = GraphWalk | LayersWalk


def walk_of(graph: Graph, by: int, digits: int) -> AnyWalk:
    """Return the walk through a graph towards one of its nodes."""
    return LayersWalk(graph, by, digits) if isinstance(graph, LayersGraph) else GraphWalk(graph, by, digits)
