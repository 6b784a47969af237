"""What must stand around an answer, and what speaks against it."""
