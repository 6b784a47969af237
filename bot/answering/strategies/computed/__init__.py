"""Figures worked out from others: sums, differences, rests, what was before."""
