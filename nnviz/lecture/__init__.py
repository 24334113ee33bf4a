"""Lectures: files of scenes, and the exact moment of a run that each scene shows. No Qt."""
