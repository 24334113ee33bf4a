"""What a scene may ask before it shows, in words, and which panel would give the answer away."""

QUESTIONS = {
    "loss curve": ("curves", "Predict first: draw the loss curve."),
    "boundary": ("boundary", "Predict first: draw the boundary."),
    "signs": ("explanation", "Predict first: which weights rise, which fall?"),
    "number": ("explanation", "Predict first: which number comes out?"),
    "winner": ("curves", "Predict first: which run wins?"),
}
"""What a scene hides until the hall has predicted it, and what stands there meanwhile."""


def prompt_of(ask: str) -> str:
    """Return what the hall is asked to do."""
    return QUESTIONS[ask][1]
