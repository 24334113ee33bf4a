"""The work of the commands that need no window: no Qt here, except to start the window."""
