"""How well a colour stands out from its ground: WCAG 2.2's contrast, and the palest tone that still does."""

from functools import lru_cache

from nnviz.paint.drawing.oklab import mix

GRAPHIC = 3.0
"""Least contrast of anything that is to be seen."""
TEXT = 4.5
"""Least contrast of anything that is to be read."""

_SHARE_OF_LIGHT = (0.2126, 0.7152, 0.0722)
_STEPS = 100


def luminance(colour: str) -> float:
    """Return the relative luminance of an #RRGGBB colour, 0 (black) to 1 (white)."""
    encoded = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in encoded]
    return sum(share * part for share, part in zip(_SHARE_OF_LIGHT, linear, strict=True))


def contrast(first: str, second: str) -> float:
    """Return the ratio of two colours' luminances, 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def faintest_share(colour: str, ground: str, least: float = GRAPHIC) -> float:
    """Return how much of `colour` a tone between it and `ground` needs to stand out; 1 if all of it.

    Parameters
    ----------
    colour, ground : str
        As #RRGGBB.
    least : float
        The contrast that is needed.

    Returns
    -------
    float
        A share for `mix(ground, colour, share)`, in steps of a hundredth.
    """
    shares = (step / _STEPS for step in range(_STEPS))
    return next((share for share in shares if contrast(mix(ground, colour, share), ground) >= least), 1.0)


def faintest(colour: str, ground: str, least: float = GRAPHIC) -> str:
    """Return the palest tone of `colour` that still stands out from `ground`."""
    return mix(ground, colour, faintest_share(colour, ground, least))


def readable(ground: str, *choices: str) -> str:
    """Return the first of some colours in which text on `ground` can be read, else the nearest to that."""
    return next(
        (each for each in choices if contrast(each, ground) >= TEXT),
        max(choices, key=lambda each: contrast(each, ground)),
    )
