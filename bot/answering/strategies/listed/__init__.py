"""Which several things: enumerations."""
