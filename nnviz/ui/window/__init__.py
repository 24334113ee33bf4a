"""The main window, its panels, modes and commands."""
