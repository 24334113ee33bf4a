"""The mathematics of nnviz: networks, their training, and the trace of every update."""
