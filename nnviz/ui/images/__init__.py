"""Panels about samples: confusion and scores, the gallery, the drawing pad, and what each layer sees."""
