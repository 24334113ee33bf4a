"""Theme, fonts, icons and style sheet of the controls."""
