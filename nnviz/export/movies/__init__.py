"""Animations: GIF, MP4."""
