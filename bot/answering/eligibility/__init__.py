"""Which candidates may answer at all: of the sort asked for, and stating what is asked."""
