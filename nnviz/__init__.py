"""nnviz: watch a neural network learn by back-propagation."""

__version__ = "0.1.0"
