"""What dev.py does: one folder with the program's packages, a database, a server, the checks. Standard library only,
because it runs before anything is installed."""
