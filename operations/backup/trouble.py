"""What goes wrong with backups, said in one sentence."""

from __future__ import annotations


class BackupTrouble(Exception):
    """A backup cannot be made, read or restored; the message is one sentence that says what to do."""


class Damaged(BackupTrouble):
    """The file is no whole backup: truncated, changed, or something else altogether."""
