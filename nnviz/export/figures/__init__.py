"""Figures by name: what each shows and how it is painted on a page."""
