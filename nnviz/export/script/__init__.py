"""A run as stand-alone code: script, notebook."""
