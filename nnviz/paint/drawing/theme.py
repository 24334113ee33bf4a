"""Colours, sizes and fonts of every picture: one frozen palette a theme, nothing hard-coded elsewhere."""

from functools import cached_property

import msgspec
from msgspec.structs import astuple, replace

from nnviz.paint.drawing.oklab import mix

GRID = 8
"""The layout grid in pixels at 1x."""

CLASSES_ON_LIGHT = (
    "#0072B2",
    "#C77A00",
    "#06664E",
    "#B33579",
    "#2698B3",
    "#92310B",
    "#876A00",
    "#97827B",
    "#2C1970",
    "#3B0D02",
)
"""Colours of the classes on light ground, each at least 3:1.

The hues of Okabe & Ito (2008) in tones chosen so that any two are apart, for colour-blind readers too: by
0.08 in OKLab as those without red, green or blue cones see them (Machado et al. 2009), 0.11 for others.
"""

CLASSES_ON_DARK = (
    "#3D9BDC",
    "#F0B030",
    "#2C7F5D",
    "#E5B8F6",
    "#C0F3FF",
    "#D13A19",
    "#E5F14A",
    "#9E819B",
    "#7F5ED0",
    "#CB8237",
)
"""The same on dark ground."""

CLASS_MARKERS = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "cross",
    "plus",
    "star",
    "pentagon",
    "triangle down",
    "bar",
)
"""Shapes of the classes, so that colour is never the only difference."""

OF_THEIR_OWN = len(CLASS_MARKERS)
"""Classes that have a colour and a shape of their own; then colours come again, with other shapes."""

BRANCH_CLASSES = (3, 4, 5, 2, 1)
"""The classes whose colours the branches of a run have after the first, which has that of the text."""


class Theme(msgspec.Struct, frozen=True, dict=True):
    """Every colour a picture may use, as #RRGGBB.

    Text has a contrast of 4.5:1 at least and all else 3:1, which `test_contrast.py` computes for every pair.

    `positive` and `negative` colour the sign of a weight and the two classes; `forward`, `backward` and
    `change` the phases of an update; `focus` marks what is selected.
    """

    name: str
    paper: str
    surface: str
    ink: str
    quiet: str
    line: str
    positive: str = "#0072B2"
    negative: str = "#C77A00"
    forward: str = "#008F68"
    backward: str = "#CC5500"
    change: str = "#B85C90"
    train: str = ""
    validation: str = "#008F68"
    test: str = "#CC5500"
    focus: str = "#006AA6"
    warning: str = "#B04700"
    neutral: str = "#F4F4F2"
    """The middle of diverging maps: zero."""
    stroke: float = 1.0
    """Factor on every line width."""
    classes: tuple[str, ...] = CLASSES_ON_LIGHT
    """Colours of three and more classes."""

    @cached_property
    def _hash(self) -> int:
        return hash(astuple(self))

    def __hash__(self) -> int:
        """Return a hash that is computed once: every frame looks fonts, pens and widths up by style."""
        return self._hash

    @property
    def hover(self) -> str:
        """Fill of a control under the mouse."""
        return mix(self.paper, self.ink, 0.07)

    @property
    def pressed(self) -> str:
        """Fill of a control held down."""
        return mix(self.paper, self.ink, 0.14)

    @property
    def edge(self) -> str:
        """Outline of a control that can be changed: 3:1 against whatever it stands on, as WCAG asks."""
        return mix(self.paper, self.quiet, 0.82)

    @property
    def faint(self) -> str:
        """Text and icons of what is switched off, which may be pale."""
        return mix(self.paper, self.quiet, 0.55)

    @property
    def selection(self) -> str:
        """Fill behind what is chosen in a list."""
        return mix(self.paper, self.focus, 0.16)

    @property
    def notice(self) -> str:
        """Fill behind a warning."""
        return mix(self.paper, self.warning, 0.12)

    def class_colour(self, index: int) -> str:
        """Return the colour of class `index`."""
        return self.classes[index % len(self.classes)]

    def branch_colour(self, index: int) -> str:
        """Return the colour of branch `index` of a run."""
        return self.classes[BRANCH_CLASSES[(index - 1) % len(BRANCH_CLASSES)]] if index else self.ink

    def run_colour(self, index: int) -> str:
        """Return the colour of an earlier run: those of the branches from the other end."""
        return self.branch_colour(colour_of_run(index))


def colour_of_run(index: int) -> int:
    """Return the number of the branch that has the colour of an earlier run."""
    return len(BRANCH_CLASSES) - index % len(BRANCH_CLASSES)


LIGHT = Theme(
    "light",
    paper="#FFFFFF",
    surface="#F5F6F8",
    ink="#1B1F24",
    quiet="#5B6470",
    line="#DDE1E6",
    train="#1B1F24",
)
DARK = Theme(
    "dark",
    paper="#14171C",
    surface="#1D2128",
    ink="#E8EAED",
    quiet="#9AA4B2",
    line="#2F3640",
    train="#E8EAED",
    positive="#3D9BDC",
    negative="#F0B030",
    forward="#00A87B",
    backward="#E8701A",
    change="#CC79A7",
    validation="#00A87B",
    test="#E8701A",
    focus="#3D9BDC",
    warning="#F07A2A",
    neutral="#23272E",
    classes=CLASSES_ON_DARK,
)
PROJECTOR = Theme(
    "projector",
    paper="#FFFFFF",
    surface="#FFFFFF",
    ink="#000000",
    quiet="#303030",
    line="#8A8A8A",
    train="#000000",
    stroke=1.5,
)
PRINT = replace(LIGHT, name="print", surface="#FFFFFF")

THEMES = {theme.name: theme for theme in (LIGHT, DARK, PROJECTOR, PRINT)}


class Style(msgspec.Struct, frozen=True, dict=True):
    """A theme at a size: what a painter needs besides the model.

    Attributes
    ----------
    text : float
        Size of normal text in the painter's units (13 px at 1x on screen).
    scale : float
        Factor on lines, markers and spacing; 1 on screen at normal text size.
    family : str
        The font family.
    tabular : bool
        Figures of equal width, so that numbers do not jump as they change; paper does without, as text copied
        from a PDF file would lack them.
    """

    theme: Theme = LIGHT
    text: float = 13.0
    scale: float = 1.0
    family: str = "Inter"
    tabular: bool = True

    @cached_property
    def _hash(self) -> int:
        return hash((self.theme, self.text, self.scale, self.family, self.tabular))

    def __hash__(self) -> int:
        """Return a hash that is computed once, like that of the theme."""
        return self._hash

    @property
    def heading(self) -> float:
        """Size of headings (16 px at 1x)."""
        return self.text * 16 / 13

    @property
    def title(self) -> float:
        """Size of the one title or number that must be read first (22 px at 1x)."""
        return self.text * 22 / 13
