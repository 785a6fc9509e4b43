"""The four words dev.py knows."""

from __future__ import annotations

import sys
from collections.abc import Callable

from devtools.checking import check, test
from devtools.running import flask, run
from devtools.trouble import Trouble

COMMANDS: dict[str, Callable[[list[str]], int]] = {"run": run, "test": test, "check": check, "flask": flask}

USAGE = """python3 dev.py COMMAND

  run     install what is needed, make the database, load the sample office, serve on 127.0.0.1:8000
          (--port, --host, --database URL, --empty, --sample-day YYYY-MM-DD)
  test    the whole suite on SQLite and PostgreSQL; arguments go to pytest
  check   ruff, mypy, import-linter, vulture, deptry, djlint
  flask   the program's own commands, for example: python3 dev.py flask ledger verify"""


def main(arguments: list[str]) -> int:
    """Do one command. Returns the exit code: 2 with one sentence when something stands in the way."""
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE)
        return 0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0 if arguments[0] == "run" else 130  # Ctrl-C is how one leaves a server
