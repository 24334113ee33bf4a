"""nnviz: watch a neural network learn by back-propagation."""

import os

__version__ = "0.1.0"

# The engine has kernels of its own. What is left for NumPy's BLAS is tiny: a second thread would slow it,
# keep a core busy while the window opens, and let results depend on the number of cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
