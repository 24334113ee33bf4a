"""The command line: declarations, then what each command does."""
