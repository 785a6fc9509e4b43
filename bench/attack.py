"""Two known attack tools against the running program: wapiti (forms, headers, scripts) and sqlmap (SQL).

    python -m bench.attack --tools FOLDER --database sqlite:///copy.sqlite --out FOLDER [--minutes 6] [--only guest]

``--tools`` is the folder of programs of a virtual environment of its own with wapiti3 and sqlmap in it; the program
itself needs neither. ``--database`` is a copy of the sample office, migrated: it is written to and spoilt. Prints one
line a tool and role, with what was found and whether the program answered anything with an error of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from app import create_app
from kernel.clock import SystemClock
from kernel.permissions import Role
from office.models import Person, RoleAssignment
from office.sign_in import open_sign_in
from storage.session import Storage
from web.sessions import TwoFaces
from web.settings import Settings

MODULES: Final = (
    "sql,timesql,xss,permanentxss,exec,file,crlf,redirect,ssrf,upload,xxe,csrf,methods,cookieflags,"
    "http_headers,csp,htaccess,log4shell,shellshock"
)
"""Not among them: what asks for the files of other programs, and LDAP, which this program does not speak."""

SPARED: Final = ("sign-out", "account/sessions", "/leaving", "/password")
"""Addresses that would end the sign-in of the tool itself."""

PLACES: Final = {
    "guest": ("/pl/", "/pl/complaint", "/pl/case", "/pl/rate", "/pl/petitions", "/pl/contact", "/staff/pl/sign-in"),
    Role.CLERK: ("/staff/pl/", "/staff/pl/queue", "/staff/pl/register"),
    Role.HEAD: ("/staff/pl/", "/staff/pl/queue", "/staff/pl/results", "/staff/pl/absences", "/staff/pl/register-book"),
}
"""Where each begins to look; both tools follow the links from there."""

Environ = dict[str, Any]


class Watch:
    """Counts what the program answers, by kind, and keeps the addresses of its own errors."""

    def __init__(self, program: Callable[..., Iterable[bytes]]) -> None:
        self.program, self.answers, self.accidents = program, Counter[str](), list[str]()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass a request on."""

        def noted(status: str, *rest: Any) -> Any:
            self.answers[status[0] + "xx"] += 1
            if status.startswith("5"):
                self.accidents.append(f"{status[:3]} {environ['REQUEST_METHOD']} {environ.get('PATH_INFO')}")
            return start_response(status, *rest)

        return self.program(environ, noted)


def cookie_of(app: Flask, storage: Storage, role: Role) -> str:
    """The cookie of somebody signed in with a role."""
    with storage.writing() as session:
        person = session.scalars(
            select(Person).join(RoleAssignment).where(RoleAssignment.role == role, Person.is_active)
        ).first()
        if person is None:
            raise SystemExit(f"nobody in this office is {role}")
        token = open_sign_in(session, SystemClock(), person, hours=24).token
    signer = TwoFaces.staff.get_signing_serializer(app)
    if signer is None:
        raise SystemExit("the program has no secret key")
    return f"{TwoFaces.staff.get_cookie_name(app)}={signer.dumps({'token': token})}"


def wapiti(tools: Path, base: str, places: Iterable[str], cookie: str, out: Path, seconds: int) -> str:
    """Run wapiti and say what it found."""
    report = out.with_suffix(".json")
    command = [str(tools / "wapiti"), "-u", f"{base}/", "-m", MODULES, "--flush-session", "--no-bugreport"]
    command += ["-f", "json", "-o", str(report), "-d", "3", "--max-links-per-page", "25", "--max-files-per-dir", "12"]
    command += [
        "--max-scan-time",
        str(seconds),
        "--max-attack-time",
        str(max(30, seconds // 6)),
        "--tasks",
        "1",
        "--verify-ssl",
        "0",
    ]
    command += ["--store-session", str(out.with_suffix(".wapiti")), "--drop-set-cookie"] if cookie else []
    for place in places:
        command += ["-s", base + place]
    for spared in SPARED:
        command += ["-x", f"{base}/*{spared}*"]
    if cookie:
        command += ["-C", cookie]
    with out.with_suffix(".log").open("w", encoding="utf-8") as log:
        subprocess.run(command, check=False, stdout=log, stderr=log)
    if not report.exists():
        return "no report: see the log"
    found = json.loads(report.read_text(encoding="utf-8"))
    kinds = {**found["vulnerabilities"], **found["anomalies"]}
    told = {name: len(ones) for name, ones in kinds.items() if ones}
    return f"{found['infos'].get('crawled_pages_nbr', '?')} pages: {told or 'nothing'}"


def sqlmap(tools: Path, base: str, places: Iterable[str], cookie: str, out: Path, seconds: int) -> str:
    """Run sqlmap over the forms and parameters it finds from each place, and say what it could inject."""
    targets = out.with_suffix(".targets")
    targets.write_text("\n".join(base + place for place in places) + "\n", encoding="utf-8")
    command = [str(tools / "sqlmap"), "-m", str(targets), "--batch", "--forms", "--crawl=2", "--ignore-code=401"]
    command += ["--level=1", "--risk=1", "--technique=BEUS", "--smart", "--output-dir", str(out.with_suffix(".sqlmap"))]
    command += ["--crawl-exclude=" + "|".join(SPARED), "--csrf-token=csrf_token", "--timeout=10", "--flush-session"]
    if cookie:
        command += ["--cookie", cookie, "--drop-set-cookie"]
    log = out.with_suffix(".sqlmap.log")
    with log.open("w", encoding="utf-8") as file:
        try:
            subprocess.run(command, check=False, stdout=file, stderr=file, timeout=seconds)
        except subprocess.TimeoutExpired:
            file.write("\nended after its time\n")
    text = log.read_text(encoding="utf-8", errors="replace")
    found = [
        line for line in text.splitlines() if "is vulnerable" in line or "identified the following injection" in line
    ]
    return f"{text.count('testing URL') + text.count('do you want to test this form')} targets: {found or 'nothing'}"


def main() -> None:
    """Serve the copy, attack it as a guest, a clerk and a head, and print the findings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=int, default=6)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        database_url=given.database,
        secret_key="attacked" * 8,
        data_folder=str(given.out / "data"),
        secure_cookies=True,
        log_format="text",
    )
    app = create_app(settings)
    app.extensions["limits_are_on"] = False  # they would keep the tools out long before an attack is through
    watch = Watch(app.wsgi_app)
    app.wsgi_app = watch  # type: ignore[method-assign]
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context="adhoc")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"https://127.0.0.1:{server.port}"
    for who, places in PLACES.items():
        if given.only and given.only != str(who):
            continue
        cookie = "" if who == "guest" else cookie_of(app, app.extensions["storage"], Role(who))
        for tool in (wapiti, sqlmap):
            watch.answers, watch.accidents = Counter(), []
            found = tool(given.tools, base, places, cookie, given.out / f"{tool.__name__}-{who}", given.minutes * 60)
            accidents = sorted(set(watch.accidents)) or "none"
            answers = f"{watch.answers.total()} answers {dict(sorted(watch.answers.items()))}"
            print(f"{tool.__name__:7} {who!s:6} {answers}; {found}; errors: {accidents}", flush=True)
    server.shutdown()


if __name__ == "__main__":
    main()
