"""How a text says why: reasons beside their markers, before their effects, and without either."""
