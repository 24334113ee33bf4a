"""The picture of the network on screen: which moment it shows, what is marked, lit and said beside it."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.network.changes import paint_changes
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.content.record import NetworkContent, Quantity
from nnviz.paint.network.diagram import Diagram, Lit, lit_around
from nnviz.paint.network.flow import paint_flow
from nnviz.paint.network.labels import paint_labels
from nnviz.paint.network.layout import NetworkLayout
from nnviz.paint.network.legend import legend_key
from nnviz.paint.network.marks import paint_mark
from nnviz.paint.network.picture import network_layout, paint_diagram
from nnviz.paint.network.seen import NOTHING_KNOWN, SeenUnits
from nnviz.paint.network.weights_scale import next_limit
from nnviz.paint.network.words import facts
from nnviz.parts import Part, Unit, Weight
from nnviz.ui.network.around import NetworkAround, moving_region
from nnviz.ui.network.facts_sheet import FactsSheet
from nnviz.ui.network.flow_clock import FlowClock
from nnviz.ui.pictures.pixmap_layer import PixmapLayer


class NetworkPicture(QWidget):
    """Paints a snapshot's network; never changes it.

    `limit` is what the widest line stands for from the next picture on; None: what suits each moment.

    Signals
    -------
    moved
        Neurons have come, gone or moved; emitted before `layout_changed`.
    layout_changed
        Everything on the picture may have moved, and what was marked of it is there.
    """

    moved = Signal()
    layout_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.diagram: Diagram | None = None
        self.least_left = 0.0
        self.below_inputs = 0.0
        self.captions_may_go = False
        self.under_mouse: Part | None = None
        self.selection: Part | None = None
        self.shows_facts = True
        self._snapshot: NetworkInstant | None = None
        self._quantity = Quantity.WEIGHTS
        self.limit: float | None = None
        self._limits: dict[Quantity, float] = {}
        self._style = Style()
        self._picture = PixmapLayer()
        self._version = 0  # of the picture: another one as soon as anything on it is to look different
        self._around = NetworkAround(self)
        self._legend: object = None
        self._moving = QRegion()
        self._lit: Lit | None = None
        self._seen = NOTHING_KNOWN
        self._seen_of: object = None  # what the most active units are of
        self._pointed_at: Part | None = None
        self.flow = FlowClock(self)
        self._facts = FactsSheet(self)

    # What it shows

    def show_snapshot(self, snapshot: NetworkInstant) -> None:
        """Show one moment."""
        self._snapshot = snapshot
        self._rebuild()

    def show_quantity(self, quantity: Quantity) -> None:
        """Let the lines stand for something else."""
        self._quantity = quantity
        self._rebuild()

    def show_lit(self, lit: Lit | None) -> None:
        """Light a step of the walk and dim the rest; None: nothing is dimmed."""
        self._lit = lit
        if lit is None:
            self._pointed_at = None
        self.flow.run(lit is not None and bool(lit.weights) and lit.flow in ("forward", "backward"))
        if self.diagram is not None and (self.diagram.content.pictured or self._leaves_units_out):
            self._rebuild()  # the pictures are those of the sample that is explained; its units are drawn
        self.refresh()

    @property
    def seen(self) -> SeenUnits:
        """Which units are drawn of layers that have too many."""
        return self._seen

    def scroll_to(self, layer: int, first: int | None) -> None:
        """Draw the units of a layer from this one on; None: its most active ones, as they are now."""
        self._seen_of = self._seen_of if first is not None else None
        self._show_units(self._seen.scrolled(layer, first))

    def show_unit(self, unit: Unit) -> None:
        """Have a unit among those that are drawn, in the middle of its neighbours."""
        column = self.diagram.layout.columns[unit.layer] if self.diagram is not None else None
        if column is not None and unit.unit not in column.shown:
            self.scroll_to(unit.layer, max(0, unit.unit - len(column.shown) // 2))

    def _show_units(self, seen: SeenUnits) -> None:
        if seen != self._seen:
            self._seen = seen
            self.lay_out()

    def _seen_in(self, content: NetworkContent) -> SeenUnits:
        """Return which units are to be drawn: the most active ones are found anew for another sample only.

        While training goes on they stay, so that one unit can be watched.
        """
        of = content.layers, content.words[0] if content.words else (), bool(content.activity)
        seen = self._seen
        if of != self._seen_of:
            same = isinstance(self._seen_of, tuple) and self._seen_of[0] == content.layers
            seen = SeenUnits(content.active, seen.first if same or self._seen_of is None else ())
            self._seen_of = of
        return replace(seen, wanted=() if self._lit is None else self._lit.wanted)

    @property
    def _leaves_units_out(self) -> bool:
        return self.diagram is not None and any(c.hidden_units for c in self.diagram.layout.columns)

    def point_at(self, part: Part | None) -> None:
        """Mark a part because the mouse is on its term in a formula."""
        drawn = part is not None and self.diagram is not None and self.diagram.layout.shows(part)
        self._pointed_at = part if drawn else None
        self.refresh()

    @property
    def is_lit(self) -> bool:
        """Whether a step of the walk is lit."""
        return self._lit is not None

    def mark_selection(self, part: Part | None) -> None:
        """Mark what is selected."""
        self.selection = part
        self.refresh()

    def mark_under_mouse(self, part: Part | None) -> None:
        """Mark what the mouse is on."""
        self.under_mouse = part
        self.refresh()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.lay_out()

    def lay_out(self) -> None:
        """Find all positions anew."""
        self.diagram = None
        self._rebuild()

    def sizeHint(self) -> QSize:
        """Return a size at which a network of a few layers looks well."""
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        """Return a size that leaves room for large text around it on a small screen."""
        return QSize(32 * GRID, 8 * GRID)

    def _rebuild(self) -> None:
        if self._snapshot is None or self.width() < 2 * GRID:
            return
        lit = self._lit
        sample, backward = (None, False) if lit is None else (lit.sample, lit.flow == "backward")
        content = content_of(self._snapshot, self._quantity, sample, backward)
        before = self._limits.get(self._quantity) if self._snapshot.running else None
        suited = next_limit(content.largest, before)  # at rest a moment looks the same, however one got there
        self._limits[self._quantity] = suited
        limit = self.limit or suited
        legend = legend_key(content, limit)
        seen = self._seen_in(content)
        moved = self.diagram is None or _shape(content) != _shape(self.diagram.content)
        others, self._seen = seen != self._seen, seen
        layout = self.diagram.layout if self.diagram is not None else None
        if moved or others or layout is None:
            fresh = self._new_layout(content)
            moved = moved or layout is None or _drawn(fresh) != _drawn(layout)
            layout = fresh if moved or layout is None else layout
        self.diagram = Diagram(layout, content, limit, self._style)
        if moved:
            self._moving = moving_region(layout)
            self.moved.emit()
        if moved or legend != self._legend or self._is_told_about:
            self.refresh()
        else:
            self._refresh_numbers()
        self._legend = legend
        if moved:
            self.layout_changed.emit()
            self._tell_facts()  # over the controls that have just been made, too

    @property
    def _is_told_about(self) -> bool:
        """Whether the picture says more than the diagram, anywhere on it."""
        return self._lit is not None or self._pointed_at is not None or self._told is not None

    @property
    def _told(self) -> Part | None:
        """What the numbers shown are about."""
        return self.under_mouse or self.selection

    def _new_layout(self, content: NetworkContent) -> NetworkLayout:
        area = QRectF(self.rect()).adjusted(GRID, 0.0, -GRID, -GRID / 2)
        return network_layout(
            content,
            area,
            self._style,
            least_left=self.least_left,
            below_inputs=self.below_inputs,
            captions_may_go=self.captions_may_go,
            seen=self._seen,
        )

    def refresh(self) -> None:
        """Paint everything anew."""
        self._version += 1
        self._tell_facts()
        self.update()

    def _refresh_numbers(self) -> None:
        """Paint neurons and lines only: the controls on the diagram need not be painted again with them."""
        self._version += 1
        self.update(self._moving.subtracted(self.childrenRegion()))

    def show_facts(self, on: bool) -> None:
        """Show the numbers of what is pointed at or selected, or not."""
        self.shows_facts = on
        self.refresh()

    def _has_facts_beside(self, part: Part) -> bool:
        """Whether the numbers of a part cover the diagram: those of a line once clicked only while needed."""
        return part == self.under_mouse or isinstance(part, Unit) or self.hasFocus()

    def boxes_to_keep_free(self, part: Part) -> list[QRect]:
        """Return the rectangles that a window about `part` should not cover, the most important first.

        These are the part itself, the two ends of a line, and then all other neurons.
        """
        assert self.diagram is not None
        layout = self.diagram.layout
        first: list[Part] = [part]
        if isinstance(part, Weight):
            first = [part.start, part.end, part]
        others = [Unit(k, unit) for k, column in enumerate(layout.columns) for unit in column.shown]
        boxes = [layout.anchor(each) for each in [*first, *others]]
        return [QRectF(box.left, box.top, box.width, box.height).toAlignedRect() for box in boxes]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find all positions anew."""
        super().resizeEvent(event)
        self.lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture kept from before, or anew if anything has changed."""
        with QPainter(self) as painter:
            if self.diagram is None or self._snapshot is None:
                painter.fillRect(self.rect(), QColor(self._style.theme.paper))
                return
            diagram, paper = self.diagram, QColor(self._style.theme.paper)
            self._picture.draw(
                painter, self.size(), self._version, lambda inner: self._paint_picture(inner, diagram), paper
            )
            if self._lit is not None:
                lit = replace(diagram, lit=self._lit)
                paint_flow(painter, lit, self.flow.along)
                paint_labels(painter, lit)
                paint_changes(painter, lit)

    def _paint_picture(self, painter: QPainter, diagram: Diagram) -> None:
        """Paint diagram and marks."""
        told = self._told
        if self._lit is not None:
            diagram = replace(diagram, lit=self._lit)
        elif isinstance(told, Unit):
            diagram = replace(diagram, lit=lit_around(told, diagram.layout, diagram.content))
        paint_diagram(painter, diagram, controls=True, paint_around=self._around.paint)
        for part in (self.selection, self._pointed_at, self.under_mouse):
            if part is not None and diagram.layout.shows(part):
                paint_mark(painter, diagram, part)

    def told_facts(self) -> list[tuple[str, str]]:
        """Return names and values of what is pointed at or selected."""
        if self._told is None or self.diagram is None or self._snapshot is None:
            return []
        return facts(self._told, self.diagram.content, self._snapshot)

    def _tell_facts(self) -> None:
        """Show the numbers of what is pointed at or selected beside it, or none."""
        part, diagram = self._told, self.diagram
        shown = part is not None and self.shows_facts and self._has_facts_beside(part)
        if part is None or diagram is None or not shown or not diagram.layout.shows(part):
            self._facts.tell((), QPointF(), 0.0, self._style)
            return
        rows = [ReadoutRow(name, (value,)) for name, value in self.told_facts()]
        box = diagram.layout.anchor(part)
        self._facts.tell(rows, QPointF(*box.centre), box.width / 2, self._style)


def _shape(content: NetworkContent) -> tuple[object, ...]:
    """Return what positions depend on."""
    return content.layers, content.input_names, content.output_names, content.activations, content.biased


def _drawn(layout: NetworkLayout) -> list[tuple[int, ...]]:
    return [column.shown for column in layout.columns]
