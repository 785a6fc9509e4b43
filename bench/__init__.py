"""How heavy the program is, measured beside something that does next to nothing: ``.venv/bin/python -m bench.web``."""
