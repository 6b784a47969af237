"""Graded runs over question files."""
