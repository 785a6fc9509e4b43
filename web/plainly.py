"""Commands speak plainly: what is the matter with the database or the disk is one sentence, never a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.trouble import Trouble, trouble_of

Command = TypeVar("Command", bound=click.Command)

SENTENCES: Final = {
    Trouble.AWAY: "the database does not answer: does its server run, is INTERESANT_DATABASE_URL right, "
    "was flask db upgrade run?",
    Trouble.BUSY: "the database is held by somebody else: try again in a moment",
    Trouble.FULL: "there is no room left on the disk: make some and try again",
    Trouble.READ_ONLY: "the database can only be read: give its file and folder, or its user, the right to write",
    Trouble.DAMAGED: "the database is damaged: restore the last backup, see docs/handbook",
}


def plain(command: Command) -> Command:
    """The same command, or group of commands, whose troubles are sentences."""
    if isinstance(command, click.Group):
        for child in command.commands.values():
            plain(child)
    if command.callback is not None and not hasattr(command.callback, "is_plain"):
        command.callback = _told(command.callback)
    return command


def _told(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def told(*arguments: Any, **options: Any) -> Any:
        try:
            return callback(*arguments, **options)
        except UnicodeEncodeError:
            raise click.ClickException("an argument holds bytes that are no text: UTF-8 is expected") from None
        except (DBAPIError, PoolTimeout, OSError) as error:
            trouble = trouble_of(error)
            if trouble is not None:
                raise click.ClickException(SENTENCES[trouble]) from None
            if isinstance(error, OSError) and error.filename:
                raise click.ClickException(f"{error.filename}: {error.strerror}") from None
            raise

    told.is_plain = True  # type: ignore[attr-defined]
    return told
