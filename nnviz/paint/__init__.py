"""Device-independent painters: one picture for screen and paper."""
