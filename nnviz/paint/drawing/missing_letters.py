"""Letters of names that no font on this computer has: pictures show boxes in their place, which is said."""

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.paint.drawing.lettering import without_font
from nnviz.paint.drawing.theme import Style

MOST_LETTERS = 12
"""Letters that are named; of more the first ones."""


def missing_letters(snapshot: DataInstant, style: Style) -> str:
    """Return the letters, each once, of all that a picture may say in words of the user's."""
    train = snapshot.split.train
    names = (snapshot.spec.title, *snapshot.input_names, *train.feature_names, *train.classes)
    return without_font(" ".join(names), style)


def said_of(letters: str, where: str = "in the picture") -> str:
    """Return one sentence about missing letters; none where none is missing."""
    if not letters:
        return ""
    shown = letters if len(letters) <= MOST_LETTERS else f"{letters[:MOST_LETTERS]} …"
    return (
        f"No font on this computer has the letters {shown}; they are boxes {where}."
        " Installing a font that has them helps."
    )
