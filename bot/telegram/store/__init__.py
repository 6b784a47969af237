"""What the bot must remember, in one SQLite file."""
