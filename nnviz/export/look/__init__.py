"""What figures show of their plots, to be typed: ranges, levels, logarithmic axes, curves left out."""
