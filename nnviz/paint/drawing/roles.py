"""The colour of each kind of quantity: the same in formulas and where its number stands in the diagram."""

from nnviz.explain.formulas.step import Role
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.theme import Theme

_TOKENS: dict[Role, str] = {
    "plain": "ink",
    "input": "forward",
    "z": "forward",
    "a": "forward",
    "weight": "positive",
    "bias": "positive",
    "delta": "backward",
    "gradient": "backward",
    "loss": "ink",
    "target": "change",
    "rate": "change",
}

_TEXT_SHARE = 0.28
"""How far a colour goes towards ink where it is text: to a contrast of 4.5 : 1 or more."""


def role_colour(role: Role, theme: Theme) -> str:
    """Return the colour in which terms of a role are set."""
    token: str = getattr(theme, _TOKENS[role])
    return text_colour(token, theme)


def flow_colour(flow: str, theme: Theme) -> str:
    """Return the colour of a direction: "forward", "backward" or "change"."""
    token: str = getattr(theme, flow)
    return token


def text_colour(colour: str, theme: Theme) -> str:
    """Return a colour strong enough for text."""
    return colour if colour == theme.ink else mix(colour, theme.ink, _TEXT_SHARE)
