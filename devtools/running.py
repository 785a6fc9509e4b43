"""dev.py run: from an empty folder to a served office."""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
from pathlib import Path

from devtools import database, environment, serving
from devtools.places import ROOT
from devtools.trouble import Trouble

SAMPLE_ACCOUNTS = "Sample accounts"
"""What ``flask sample accounts`` begins with when there are any."""


def run(arguments: list[str]) -> int:
    """Install, migrate, load the sample office on the first start, serve with a worker beside, say what to open."""
    options = _parser().parse_args(arguments)
    serving.free(options.host, options.port)
    python = environment.prepare("requirements.txt")
    settings = database.settings(options.database)
    sampled = _fill(python, settings, options)
    server_line = serving.command(python, options.host, options.port)
    with (
        serving.started(server_line, ROOT, settings) as server,
        serving.started([*_program(python), "worker"], ROOT, _mailing(settings, options)) as worker,
    ):
        serving.wait_until_up(server, options.host, options.port)
        _welcome(python, settings, options, accounts=sampled)
        return serving.watch(server, worker)


def flask(arguments: list[str]) -> int:
    """The program's own command line, with the same environment as run, in the folder the command was typed in."""
    python = environment.prepare("requirements.txt")
    return subprocess.run([*_program(python), *arguments], env=database.settings(None), check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py run", description="Start Interesant on this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--database", metavar="URL", help="postgresql://... or sqlite:///file (default: instance/)")
    parser.add_argument("--empty", action="store_true", help="start without the sample office")
    parser.add_argument("--sample-day", metavar="YYYY-MM-DD", type=_day, help="the day the sample office lives in")
    return parser


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day written as YYYY-MM-DD") from None


def _fill(python: Path, settings: dict[str, str], options: argparse.Namespace) -> bool:
    """Bring the database to the present shape; a new local one gets the sample office.

    Returns whether the sample accounts may be shown. A half-loaded sample is taken away again, so that the next start
    begins anew.
    """
    file = database.sqlite_file(settings["INTERESANT_DATABASE_URL"])
    local = file is not None and serving.is_loopback(options.host)
    new = file is not None and not file.exists()
    try:
        _must(_flask(python, settings, "db", "upgrade"), "The database could not be made ready")
        if local and (key := database.missing_seal_key(settings)):
            _must(_flask(python, settings, "ledger", "new-key", str(key)), "The key of seals could not be made")
        if new and local and not options.empty:
            day = ["--day", options.sample_day] if options.sample_day else []
            _must(_flask(python, settings, "sample", "load", *day), "The sample office could not be loaded")
            _flask(python, settings, "ledger", "seal")  # whatever stands in its way is told, and the office opens
        if not serving.is_loopback(options.host):
            _no_known_passwords(python, settings)
    except (Trouble, KeyboardInterrupt):
        if new and file is not None:
            database.remove(file)
        raise
    return local


def _no_known_passwords(python: Path, settings: dict[str, str]) -> None:
    """Sample accounts have a password that everybody knows: they are never offered to other machines."""
    line = [*_program(python), "sample", "accounts"]
    said = subprocess.run(line, cwd=ROOT, env=settings, check=False, capture_output=True, text=True, encoding="utf-8")
    if said.returncode != 0:
        raise Trouble("Whether this database holds the sample office could not be found out: " + said.stderr.strip())
    if said.stdout.startswith(SAMPLE_ACCOUNTS):
        raise Trouble(
            "This database holds the sample office, whose passwords everybody knows: leave --host out, "
            "or give another database with --database URL."
        )


def _must(done: subprocess.CompletedProcess[bytes], what: str) -> None:
    if done.returncode != 0:
        raise Trouble(f"{what}; the reason stands above.")


def _flask(python: Path, settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*_program(python), *arguments], cwd=ROOT, env=settings, check=False)


def _program(python: Path) -> list[str]:
    return [str(python), "-m", "flask", "--app", str(ROOT / "app.py")]


def _mailing(settings: dict[str, str], options: argparse.Namespace) -> dict[str, str]:
    """The worker's environment: links in mails lead to this server, unless a public address is set."""
    return {"INTERESANT_PUBLIC_URL": _address(options), **settings}


def _address(options: argparse.Namespace) -> str:
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{host}:{options.port}"


def _welcome(python: Path, settings: dict[str, str], options: argparse.Namespace, *, accounts: bool) -> None:
    address = _address(options)
    print("\nInteresant is ready. Ctrl-C stops it.\n")
    print(f"  residents   {address}/pl/              (also /en/ and /uk/)")
    print(f"  survey      {address}/pl/rate")
    print(f"  staff       {address}/staff/pl/sign-in\n", flush=True)
    _flask(python, settings, "office", "setup-code", "--if-needed", "--address", address)
    if accounts and not options.empty:
        _flask(python, settings, "sample", "accounts")
