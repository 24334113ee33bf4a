"""What was changed in the experiment that was open when the app was closed."""

from nnviz.experiment.spec.spec import Spec, parse_toml, spec_from_dict
from nnviz.ui.settings import Settings

_KEY = "experiment/changed"
MOST = 200_000
"""Characters: an experiment that says every weight of a large network belongs into a file of its own."""


def remember(settings: Settings, changed: Spec | None) -> None:
    """Keep the settings as they are, if they differ from those that were opened; None if they do not."""
    text = "" if changed is None else changed.to_toml()
    if text and len(text) <= MOST:
        settings.set(_KEY, text)
    else:
        settings.remove(_KEY)


def remembered(settings: Settings) -> Spec | None:
    """Return the settings as they were left; None if they were as opened.

    Raises
    ------
    SpecError
        When they cannot be taken up any more: a table of data is gone, say.
    """
    text = settings.text(_KEY)
    if not 0 < len(text) <= MOST:
        return None
    return spec_from_dict(parse_toml(text))
