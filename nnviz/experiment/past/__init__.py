"""The past of a session: going back, branches, replay."""
