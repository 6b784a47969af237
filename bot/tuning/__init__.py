"""Fits the answerer's weights to reading comprehension sets."""
