"""A walk as a document: Markdown, LaTeX."""
