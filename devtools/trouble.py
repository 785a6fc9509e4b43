"""What went wrong, in one sentence that says what to do."""


class Trouble(Exception):
    """A reason to stop that the person at the keyboard can do something about; dev.py prints it and ends with 2."""
