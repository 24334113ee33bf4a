"""The kinds of files by their suffixes: what people call them, and which are pictures of what kind."""

TITLES = {
    ".pdf": "PDF, vectors",
    ".svg": "SVG, vectors",
    ".png": "PNG, bitmap",
    ".gif": "GIF, animation",
    ".mp4": "MP4, animation",
    ".csv": "CSV, table",
    ".json": "JSON",
    ".tex": "TikZ for LaTeX",
    ".py": "Python",
    ".ipynb": "Jupyter notebook",
    ".md": "Markdown",
    ".html": "HTML",
    ".npz": "NumPy, NPZ",
    ".pt": "PyTorch",
    ".onnx": "ONNX",
}
VECTORS = (".pdf", ".svg")
MOVIES = (".gif", ".mp4")
BITMAPS = (".png", *MOVIES)
PAPER_DPI = 300.0
"""Of bitmaps, unless another resolution is asked for."""
SCREEN_DPI = 110.0
"""Of animations, which are looked at on screens, and from afar:"""
MOVIE_PIXELS = 960
"""Width of those that would be smaller."""


def movie_dpi(width_mm: float) -> float:
    """Return the resolution of an animation of a page so wide, unless another is asked for."""
    return max(SCREEN_DPI, MOVIE_PIXELS * 25.4 / width_mm)


def title_of(suffix: str) -> str:
    """Return what people call the files with a suffix."""
    return TITLES.get(suffix, suffix[1:].upper())
