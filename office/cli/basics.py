"""``flask office``: a real office from the command line: founding it, its departments, its people."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import RuleBroken
from kernel.ids import spoken_code
from kernel.permissions import SYSTEM, Role
from office.actions import BadPerson, add_person, found_office, grant_role, open_department
from office.actions.defaults import lay_defaults
from office.actions.passwords import WeakPassword
from office.actions.setting_up import OfficeExists, make_set_up_code
from office.models import Department, Person
from office.queries import departments, the_office
from office.rules import LOGIN
from office.rules.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from storage import migrate
from web.database import clock, storage

LONGEST_NAME = 200
LONGEST_ADDRESS = 300
LONGEST_CODE = 60
"""Characters the columns hold."""

office_cli = AppGroup("office", help="Found the office, add departments and people.")


@office_cli.command("found")
@click.option("--name", prompt="Name of the office", help='For example "Urząd Miasta i Gminy ...".')
@click.option("--address", prompt="Address", help="Street, number, postal code, town.")
@click.option("--opening-hours", default="", help="Shown on the residents' pages.")
@click.option("--phone", default="", help="Shown on the residents' pages.")
@click.option("--email", default="", help="Shown on the residents' pages.")
def found_command(name: str, address: str, opening_hours: str, phone: str, email: str) -> None:
    """Found the office of an empty database and begin its record. It cannot be undone."""
    name, address = text_of("The name", name, LONGEST_NAME), text_of("The address", address, LONGEST_ADDRESS)
    hours = text_of("The opening hours", opening_hours, LONGEST_ADDRESS, needed=False)
    phone = text_of("The telephone number", phone, 60, needed=False)
    email = text_of("The e-mail address", email, LONGEST_NAME, needed=False)
    with writing() as session:
        existing = the_office(session)
        if existing is not None:
            raise click.ClickException(f"There is an office in this database already: {existing.name}.")
        found_office(
            session, clock(), SYSTEM, name=name, address=address, opening_hours=hours, phone=phone, email=email
        )
        lay_defaults(session, clock(), SYSTEM)
    click.echo(f"{name}: founded, its record has begun.")
    click.echo("Next: flask office add-department CODE NAME, flask office add-person ...")


@office_cli.command("setup-code")
@click.option("--address", help="Where the program answers (default: INTERESANT_PUBLIC_URL).")
@click.option("--if-needed", is_flag=True, help="Say nothing where there is an office already.")
def setup_code_command(address: str | None, *, if_needed: bool) -> None:
    """Print a one-time code, good for 24 hours, that opens the set-up page of an empty database."""
    try:
        with writing() as session:
            code = make_set_up_code(session, clock())
    except OfficeExists as exists:
        if if_needed:
            return
        name = exists.facts["name"]
        raise click.ClickException(f"There is an office in this database already: {name}. Nothing to set up.") from None
    home = (address or current_app.config["SETTINGS"].public_url or "http://127.0.0.1:8000").rstrip("/")
    click.echo("There is no office yet. Open this page and type the code; it is good for 24 hours and for one use:")
    click.echo(f"  page   {home}/staff/pl/set-up")
    click.echo(f"  code   {spoken_code(code)}")


@office_cli.command("add-department")
@click.argument("code")
@click.argument("name")
def add_department_command(code: str, name: str) -> None:
    """Open a department, valid from today, under a short CODE that stays (for example SO) and its full NAME."""
    code, name = text_of("The code", code, LONGEST_CODE), text_of("The name", name, LONGEST_NAME)
    with writing() as session:
        _check_office(session)
        taken = session.scalars(select(Department).where(Department.code == code)).one_or_none()
        if taken is not None:
            raise click.ClickException(f"The code {code} belongs to {taken.name} already; choose another one.")
        open_department(session, clock(), SYSTEM, code=code, name=name)
    click.echo(f"{code}: {name}")


@office_cli.command("add-person")
@click.argument("login")
@click.argument("name")
@click.argument("post")
@click.option("--role", "role_name", required=True, help=f"One of: {', '.join(Role)}.")
@click.option("--department", "code", help="Code of the department the role is for (default: the whole office).")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
def add_person_command(
    login: str, name: str, post: str, role_name: str, code: str | None, password_stdin: bool
) -> None:
    """Add a member of staff with a LOGIN, a full NAME, a POST and a role; the password is asked for."""
    name, post = text_of("The name", name, LONGEST_NAME), text_of("The post", post, LONGEST_NAME)
    role = _role(role_name)
    with reading() as session:  # what is wrong is said before anybody types a password
        _check_office(session)
        _check_login(session, login)
        _department(session, code)
    password = _password(from_stdin=password_stdin)
    with writing() as session:
        _check_login(session, login)
        department = _department(session, code)
        try:
            person = add_person(session, clock(), SYSTEM, login=login, display_name=name, post=post, password=password)
        except (BadPerson, WeakPassword) as bad:
            raise click.ClickException(_sentence(bad)) from None
        grant_role(session, clock(), SYSTEM, person=person, role=role, department=department)
    click.echo(f"{login}: {name}, {role} of {department.name if department else 'the whole office'}")


def text_of(what: str, text: str, longest: int, *, needed: bool = True) -> str:
    """The text without spaces around it, if it is neither empty nor too long for its column."""
    text = text.strip()
    if needed and not text:
        raise click.ClickException(f"{what} is empty; please give one.")
    if len(text) > longest:
        raise click.ClickException(f"{what} has {len(text)} characters; {longest} fit.")
    return text


def _role(name: str) -> Role:
    try:
        return Role(name.lower().replace("-", "_"))
    except ValueError:
        raise click.ClickException(f"There is no role {name}; the roles are: {', '.join(Role)}.") from None


def _check_office(session: Session) -> None:
    if the_office(session) is None:
        raise click.ClickException("There is no office in this database yet; begin with: flask office found")


def _check_login(session: Session, login: str) -> None:
    if not LOGIN.fullmatch(login):
        raise click.ClickException(_sentence(BadPerson(code="bad_login")))
    if session.scalars(select(Person.id).where(Person.login == login)).one_or_none() is not None:
        raise click.ClickException(f"The login {login} is taken; choose another one.")


def _department(session: Session, code: str | None) -> Department | None:
    if code is None:
        return None
    known = {department.code: department for department in departments(session, clock().today())}
    if code not in known:
        there_are = (
            f"there are: {', '.join(sorted(known))}" if known else "there are none yet: flask office add-department"
        )
        raise click.ClickException(f"There is no department {code}; {there_are}.")
    return known[code]


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="The same once more")
    if not password:
        raise click.ClickException(_sentence(WeakPassword(code="short_password")))
    return str(password)


def _sentence(bad: RuleBroken) -> str:
    return {
        "bad_login": "A login has 2 to 61 characters: lower-case letters a to z, digits, dot, hyphen, underscore.",
        "short_password": f"A password has at least {SHORTEST_PASSWORD} characters; a few words in a row will do.",
        "long_password": f"A password has at most {LONGEST_PASSWORD} characters.",
        "common_password": "Everybody tries this password first; choose another one, a few words in a row will do.",
        "own_words_password": "This password is made of the person's or the office's name; choose other words.",
        "repeated_password": "This password repeats a few characters; a few different words in a row will do.",
        "sequence_password": "This password follows the alphabet or the keyboard; a few words in a row will do.",
    }.get(bad.code, bad.code)


def _check_database() -> None:
    if migrate.current(storage().engine) != migrate.newest():
        raise click.ClickException("The database does not fit this program yet; run first: flask db upgrade")


@contextmanager
def reading() -> Iterator[Session]:
    """A reading session on a database that fits the program."""
    _check_database()
    with storage().reading() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A writing session on a database that fits the program; it commits at the end."""
    _check_database()
    with storage().writing() as session:
        yield session
