"""What the graph window shows: a text, its graph, and where one stands in the walk through it."""

from nnviz.explain.graph.either import walk_of
from nnviz.explain.graph.expression import parse, parse_value, with_input
from nnviz.explain.graph.graph import Graph, Node, build
from nnviz.explain.graph.walk import GraphPhase, GraphStep

FIRST_DIGITS = 3


class GraphModel:
    """Always shows a graph that works: what cannot be read raises ExpressionError and changes nothing."""

    def __init__(self, text: str, by: str) -> None:
        self.text, self.by = text, by
        self.single_operations, self.digits = False, FIRST_DIGITS
        self.graph: Graph = build(parse(text))
        self.walk = walk_of(self.graph, self._index_of(by), self.digits)
        self.place = 0

    def open(self, text: str, by: str) -> None:
        """Show another text from its beginning."""
        self.graph = build(parse(text), self.single_operations)
        self.text, self.by, self.place = text, by, 0
        self._walk_anew()

    def open_graph(self, graph: Graph, by: str) -> None:
        """Show a graph that no text says, from its beginning."""
        self.graph = graph
        self.text, self.by, self.place = "", by, 0
        self._walk_anew()

    @property
    def is_typed(self) -> bool:
        """Whether a text says the graph, which can then be changed."""
        return bool(self.text)

    def set_text(self, text: str) -> None:
        """Take what was typed; one stays at the step where one is."""
        self.graph = build(parse(text), self.single_operations)
        self.text = text
        self._walk_anew()

    def set_input(self, name: str, typed: str) -> None:
        """Give an input the value that was typed."""
        self.set_text(with_input(self.text, name, parse_value(typed)))

    def set_single_operations(self, on: bool) -> None:
        """Take every line apart, or not."""
        self.single_operations = on
        if not self.is_typed:
            return
        self.graph = build(parse(self.text), on)
        self._walk_anew()

    def set_digits(self, digits: int) -> None:
        """Show numbers with so many significant digits."""
        self.digits = digits
        self._walk_anew()

    def choose(self, node: Node) -> None:
        """Walk the paths to this node."""
        phase = self.walk.phase(self.place)
        self.by = node.name
        self._walk_anew()
        if phase in ("path", "sum"):
            first = self.walk.first_of("path")
            self.place = len(self.walk) - 1 if first is None else first

    def step(self) -> GraphStep:
        """Return the present step."""
        return self.walk.step(self.place)

    def move(self, steps: int) -> bool:
        """Go on, or back; False at the end."""
        place = min(max(self.place + steps, 0), len(self.walk) - 1)
        moved, self.place = place != self.place, place
        return moved

    def to_end(self) -> None:
        """Go to the last step."""
        self.place = len(self.walk) - 1

    def to_phase(self, phase: GraphPhase) -> None:
        """Go to the first step of a phase."""
        first = self.walk.first_of(phase)
        self.place = self.place if first is None else first

    def _walk_anew(self) -> None:
        self.walk = walk_of(self.graph, self._index_of(self.by), self.digits)
        self.place = min(self.place, len(self.walk) - 1)

    def _index_of(self, name: str) -> int:
        """Return the node of a name, or the first input that matters."""
        used = [node for node in self.graph.nodes if self.graph.edges_from[node.index]]
        named = self.graph.node(name)
        return (named if named is not None else (used[0] if used else self.graph.output)).index
