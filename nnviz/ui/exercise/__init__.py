"""One update as an exercise: blanks to be filled in, and what each wrong number may come from."""
