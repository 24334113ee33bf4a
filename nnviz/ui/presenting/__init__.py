"""The stage: scenes that fill a screen, what is drawn over them, and the presenter's own window."""
