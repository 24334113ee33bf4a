"""The window of computational graphs: the text at the left, the graph, and below it the step explained."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QSplitter, QVBoxLayout, QWidget

from nnviz.explain.formulas.step import Key, Phase, Step
from nnviz.explain.graph.examples import GraphExample
from nnviz.explain.graph.expression_tree import ExpressionError
from nnviz.explain.graph.graph import Graph, Node
from nnviz.explain.graph.walk import GraphStep
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.graph.layout import GraphLayout, formulas_of, lay_out_graph
from nnviz.ui.explanation.controls import digits_box
from nnviz.ui.explanation.step_canvas import StepCanvas
from nnviz.ui.explanation.step_pages import StepPages
from nnviz.ui.explanation.typesetter import Typesetter
from nnviz.ui.graph.canvas import GraphCanvas
from nnviz.ui.graph.choice import GraphChoice
from nnviz.ui.graph.editor import ExpressionEditor
from nnviz.ui.graph.model import GraphModel
from nnviz.ui.graph.walk_bar import WalkBar
from nnviz.ui.looks.look import Styles
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.window_keys import add_keys

_LEAST_SIZE = QSize(1280, 720)
_TEXT_WIDTH, _STEP_HEIGHT, _LARGEST_SHARE = 300, 200, 0.45
"""Room for the text and for the step explained at text size 1; the share of the window they never exceed."""
NO_TEXT = "No text says this graph: it has a node for each layer. Type one of your own here, a result a line."


class GraphWindow(QWidget):
    """Shows one graph, and walks through it.

    Signals
    -------
    network_asked : bool
        The network of the main window is to be shown: by neurons (True) or by layers.
    """

    network_asked = Signal(bool)

    def __init__(self, examples: Sequence[GraphExample], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Computational graph – nnviz")
        self._examples = tuple(examples)
        self._styles = Styles(Style(), Style())
        self._layout: GraphLayout | None = None
        self._typesetter = Typesetter(self)
        self._typesetter.ready.connect(self._show_graph)
        self.model = GraphModel(self._examples[0].expression, self._examples[0].by)
        self.canvas = GraphCanvas()
        self.explanation = StepCanvas()
        self.bar = WalkBar()
        self.editor = ExpressionEditor()
        self.editor.field.setPlaceholderText(NO_TEXT)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.choice = GraphChoice(self._examples)
        self.single = QCheckBox("Each operation is a node")
        self.single.setToolTip("Take every line apart into single operations  (O)")
        self.digits = digits_box(self.model.digits)
        self._arrange()
        self._connect()
        self._make_keys()
        self.resize(first_size(_LEAST_SIZE, parent))
        self.open_example(0)

    # What is shown

    @Slot(int)
    def open_example(self, index: int) -> None:
        """Show one of the examples from its beginning."""
        example = self._examples[index]
        self.choice.setCurrentIndex(index)
        self.open_text(example.expression.strip(), example.by, example.about)

    def open_text(self, text: str, by: str, about: str) -> None:
        """Show a text from its beginning; raises ExpressionError where it cannot."""
        self.model.open(text, by)
        self.about.setText(about)
        self.editor.show_text(text)
        self._lay_out()

    def open_graph(self, graph: Graph, by: str, about: str) -> None:
        """Show a graph that no text says from its beginning."""
        self.model.open_graph(graph, by)
        self.about.setText(about)
        self.editor.show_text("")
        self._lay_out()

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self._styles = styles
        self.canvas.set_style(styles.contents)
        self.pages.set_style(styles.contents)
        self.bar.set_style(styles.controls)
        self.editor.set_style(styles.controls)
        self._divide()

    def _divide(self) -> None:
        """Give the text and the explained step the room that their letters need."""
        text = min(round(_TEXT_WIDTH * self._styles.controls.scale), round(_LARGEST_SHARE * self.width()))
        step = min(round(_STEP_HEIGHT * self._styles.contents.scale), round(_LARGEST_SHARE * self.height()))
        self._whole.setSizes([text, self.width() - text])
        self._right.setSizes([self.height() - step, step])

    def showEvent(self, event: QShowEvent) -> None:
        """Divide the window, and give the keys to the walk."""
        super().showEvent(event)
        self._divide()
        self.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keys back to the main window; not every desktop does."""
        super().closeEvent(event)
        main = self.parentWidget()
        if main is not None:
            main.activateWindow()

    @Slot()
    def leave(self) -> None:
        """Leave the text; outside it, close the window."""
        if self.editor.field.hasFocus():
            self.setFocus()
        else:
            self.close()

    def say(self, sentence: str) -> None:
        """Say what cannot be shown."""
        self.editor.show_error(ExpressionError(sentence))

    # The walk

    @Slot()
    def forward(self) -> None:
        """Go one step on."""
        self.model.move(1)
        self._show()

    @Slot()
    def back(self) -> None:
        """Go one step back."""
        self.model.move(-1)
        self._show()

    @Slot()
    def to_start(self) -> None:
        """Go to the first step."""
        self.model.place = 0
        self._show()

    @Slot()
    def to_end(self) -> None:
        """Go to the last step."""
        self.model.to_end()
        self._show()

    @Slot(str)
    def to_phase(self, phase: str) -> None:
        """Go to where a phase begins."""
        self.model.to_phase(phase)  # type: ignore[arg-type]
        self._show()

    # What the user changes

    @Slot(str)
    def _take_text(self, text: str) -> None:
        if self._try(lambda: self.model.set_text(text)):
            self.about.setText(self.choice.name_typed(text))

    @Slot(str, str)
    def _take_value(self, name: str, typed: str) -> None:
        try:
            self.model.set_input(name, typed)
        except ExpressionError as error:
            self.canvas.field.refuse(error.sentence)
            return
        self.canvas.field.close_field()
        self.editor.show_text(self.model.text)
        self._lay_out()

    @Slot(bool)
    def _take_apart(self, on: bool) -> None:
        self._try(lambda: self.model.set_single_operations(on))

    @Slot(int)
    def _take_digits(self, digits: int) -> None:
        self.model.set_digits(digits)
        self._lay_out()

    @Slot(object)
    def _choose_node(self, node: Node) -> None:
        self.model.choose(node)
        self._show()

    def _try(self, change: Callable[[], None]) -> bool:
        try:
            change()
        except ExpressionError as error:
            self.editor.show_error(error)
            return False
        self.editor.show_error(None)
        self._lay_out()
        return True

    # Showing

    def _lay_out(self) -> None:
        self._layout = None
        if self._typesetter.want(formulas_of(self.model.walk)):
            self._show_graph()
        else:
            self.bar.say("Typesetting …")

    @Slot()
    def _show_graph(self) -> None:
        self._layout = lay_out_graph(self.model.walk)
        self._show()

    def _show(self) -> None:
        if self._layout is None:
            return
        step = self.model.step()
        self.canvas.editable = self.model.is_typed
        self.single.setEnabled(self.model.is_typed)
        self.canvas.show_graph(self._layout, step, self.model.walk.by)
        self.explanation.show_step(_as_step(step))
        self.bar.show_place(self.model.place, len(self.model.walk), step.phase)

    # How it is put together

    def _arrange(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for widget in (self.choice, self.about, self.editor, self.single, self.digits):
            column.addWidget(widget, 1 if widget is self.editor else 0)
        below = QWidget()
        rows = QVBoxLayout(below)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        self.pages = StepPages(self.explanation)
        rows.addWidget(self.pages, 1)
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.addWidget(self.canvas)
        self._right.addWidget(below)
        self._right.setStretchFactor(0, 1)
        self._whole = QSplitter()
        self._whole.addWidget(left)
        self._whole.addWidget(self._right)
        self._whole.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for control in (self.choice, self.single, self.digits):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _connect(self) -> None:
        self.choice.example_chosen.connect(self.open_example)
        self.choice.network_chosen.connect(self.network_asked)
        self.single.toggled.connect(self._take_apart)
        self.digits.valueChanged.connect(self._take_digits)
        self.editor.edited.connect(self._take_text)
        self.canvas.node_chosen.connect(self._choose_node)
        self.canvas.value_typed.connect(self._take_value)
        self.bar.back_asked.connect(self.back)
        self.bar.forward_asked.connect(self.forward)
        self.bar.phase_asked.connect(self.to_phase)
        self.bar.fit_asked.connect(self.canvas.fit)

    def _make_keys(self) -> None:
        keys = (
            (("Right", "PgDown", "Space"), self.forward),
            (("Left", "PgUp"), self.back),
            (("Home",), self.to_start),
            (("End",), self.to_end),
            (("Return",), self.canvas.edit_chosen),
            (("F",), self.canvas.fit),
            (("Ctrl++", "Ctrl+="), self.canvas.larger),
            (("Ctrl+-",), self.canvas.smaller),
            (("O",), self.single.toggle),
            (("Esc",), self.leave),
            (("Ctrl+W",), self.close),
        )
        add_keys(self, keys)


def _as_step(step: GraphStep) -> Step:
    """Return a step as the explanation's painter takes it."""
    phase = Phase.FORWARD if step.phase == "value" else Phase.BACKWARD
    return Step(Key(phase), step.title, step.formulas[:1], step.formulas[1:], (), step.why)
