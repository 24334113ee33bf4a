"""Points of one's own, painted on the output picture: the tools, the hand, and the stroke under it."""
