"""One module for each way of answering; `registry.py` says which kind takes which."""
