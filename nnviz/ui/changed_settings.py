"""Which experiment was open when the app was closed, and what was changed in it."""

from nnviz.experiment.spec.reading import parse_toml, spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.settings import Settings

_LAST = "experiment/last"
_CHANGED = "experiment/changed"
MOST = 200_000
"""Characters: an experiment that says every weight of a large network belongs into a file of its own."""


def remember(settings: Settings, location: str, changed: Spec | None) -> None:
    """Keep where the experiment is, and its settings if they differ from those there; None if they do not."""
    text = "" if changed is None else changed.to_toml()
    settings.set_together({_LAST: location, _CHANGED: text if len(text) <= MOST else ""})


def last_location(settings: Settings, default: str) -> str:
    """Return the name or the path of the experiment that was open."""
    return settings.text(_LAST, default) or default


def remembered(settings: Settings) -> Spec | None:
    """Return the settings as they were left; None if they were as opened.

    Raises
    ------
    SpecError
        When they cannot be taken up any more: a table of data is gone, say.
    """
    text = settings.text(_CHANGED)
    if not 0 < len(text) <= MOST:
        return None
    return spec_from_dict(parse_toml(text))
