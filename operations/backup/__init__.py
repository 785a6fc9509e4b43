"""Backup and restore: one office in one portable file, and back into any database the program knows.

Words: a *backup* is a ZIP file with a *manifest*, the tables as JSON Lines and the attachments under their hashes. It
is read from a *snapshot*: the database as it stood at one moment, while writers go on. Keys are never in it.
"""
