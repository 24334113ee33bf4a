"""The diagram as TikZ."""
