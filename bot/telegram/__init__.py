"""wenbao in Telegram: a channel on python-telegram-bot."""
