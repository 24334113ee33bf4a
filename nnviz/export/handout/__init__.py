"""Handouts of a lecture: a page a scene, as PDF or as one page of HTML that can be stepped through."""
