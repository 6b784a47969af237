"""What no answer can be, by its form and by what stands around it."""
