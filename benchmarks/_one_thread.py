"""One thread for NumPy's matrix products, like everybody else's; imported before NumPy, which then obeys."""

import os

for library in ("OMP", "OPENBLAS", "MKL", "VECLIB"):
    os.environ[f"{library}_NUM_THREADS"] = "1"
