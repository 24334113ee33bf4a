"""The same training written by others: plain C, NumPy as a student and as an expert writes it, PyTorch."""
