"""The one way off the window's thread beside training: submit, progress, cancel, the latest wins."""
