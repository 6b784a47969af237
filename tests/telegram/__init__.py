"""Tests of the bot in Telegram; `tests.telegram.botapi` is the server they run against."""
