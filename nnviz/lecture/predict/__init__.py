"""Predicting first: what a scene asks, what the hall guesses, what comes out, and how close the guess was."""
