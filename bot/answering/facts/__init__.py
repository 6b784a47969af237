"""Facts a text states: quantities, times, names, quotations and how they are recognised."""
