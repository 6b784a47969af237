"""Who said what, and who wrote or photographed it."""
