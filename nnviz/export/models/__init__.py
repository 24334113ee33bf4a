"""Trained networks for other programs: ONNX, PyTorch, NPZ."""
