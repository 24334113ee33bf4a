"""One update as an exercise: a sheet with blanks, its key, and marks that name the likely mistake."""
