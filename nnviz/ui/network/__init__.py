"""The diagram panel: its picture, the hand on it, and the editors around it."""
