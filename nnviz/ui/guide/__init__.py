"""What helps to understand: the user guide offline, the glossary, a term that is pointed at, about."""
