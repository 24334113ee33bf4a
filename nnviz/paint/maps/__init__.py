"""Maps of trainings as pictures."""
