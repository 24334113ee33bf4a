"""The mathematics: NumPy and compiled kernels. No Qt, no files, no data sets."""
