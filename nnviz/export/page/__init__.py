"""A page and the devices it is painted on: PNG, SVG, PDF."""
