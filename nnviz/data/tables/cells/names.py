"""What the name of a column says: that it counts or names the rows, or that it is what is to be learned."""

import re

import numpy as np

from nnviz.arrays import Floats

_TARGETS = frozenset(
    (
        *("class", "classes", "target", "targets", "label", "labels", "y", "output", "category", "diagnosis"),
        *("species", "response", "outcome", "variety", "survived", "churn", "groundtruth", "ytrue"),
        *("klasse", "klassen", "kategorie", "ziel", "zielvariable", "zielgröße", "zielwert"),
        *("classe", "cible", "étiquette", "clase", "objetivo", "etiqueta"),
    )
)
_PARTS = re.compile(r"(class|target|label|species|output)(label|class|name|names|id|code|value|num|number)?")
_NO_WORD = re.compile(r"[\W_]+")
_COUNTS = re.compile(
    r"(index|idx|nr|no|row|rows|row ?names?|row ?id|#|number|nummer|unnamed: ?\d+|lfd\.? ?nr\.?"
    r"|laufende nummer|x\.1|s\.? ?no|sl\.? ?no|serial( ?no)?|obs|observation|case|sample|instance|record)\.?",
    re.IGNORECASE | re.ASCII,
)
_IS_ID = re.compile(r"(id|uid|uuid|ident|key)|.*[ _.-]id|.*[a-z]I[dD]|.*[a-z] ?(ID|Id)|id[ _.-].*", re.ASCII)
_NAMES = re.compile(r"(.*[ _])?(name|names|vorname|nachname|nom|nombre|title|titel)", re.IGNORECASE)
_FEW, _MORE = 3, 5


def is_plain_target_name(name: str) -> bool:
    """Whether a column is called like what is to be learned, not like its code: "class", no "class_id"."""
    return _NO_WORD.sub("", name.casefold()) in _TARGETS


def is_target_name(name: str) -> bool:
    """Whether a column of this name is what is to be learned: "class", "Target", "class_label", "Klasse"."""
    word = _NO_WORD.sub("", name.casefold())
    return is_plain_target_name(name) or _PARTS.fullmatch(word) is not None


def counts_rows(name: str, values: Floats, is_first: bool) -> bool:
    """Whether whole numbers only number the rows.

    So do numbers that are all different in a column called so ("customer_id"), or without a name in the first
    place; and 0, 1, 2, ..., in whatever order, in one called "index", "no." or the like.
    """
    if len(values) < 2 or np.isnan(values).any() or not (values == np.rint(values)).all():
        return False
    if len(np.unique(values)) < len(values):
        return False
    if not name:
        return is_first
    if _IS_ID.fullmatch(name) or _IS_ID.fullmatch(name.lower()):
        return True
    counts = values.min() in (0.0, 1.0) and np.ptp(values) == len(values) - 1
    return bool(counts) and _COUNTS.fullmatch(name) is not None


def names_rows(name: str, rows: int, is_first: bool) -> bool:
    """Whether texts that are all different name the rows: where there are some, or the column says so."""
    return rows >= _MORE or (rows >= _FEW and (is_first or _NAMES.fullmatch(name) is not None))
