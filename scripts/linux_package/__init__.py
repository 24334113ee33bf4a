"""The parts of a package for Linux with a Python of its own: its contents, libraries and entrance."""
