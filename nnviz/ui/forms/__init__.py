"""Form controls made from Field records: one widget a kind of value."""
