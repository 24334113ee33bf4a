"""What a value is (one number, sixteen samples, eight networks): its primitives, interpreted and compiled."""
