"""What is being worked on: the experiment, its undo, its files."""
