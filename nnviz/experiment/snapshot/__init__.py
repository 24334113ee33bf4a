"""What the window is told of a moment: records only."""
