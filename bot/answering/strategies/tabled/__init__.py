"""Figures that stand in a table."""
