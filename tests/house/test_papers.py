"""Papers and code say the same: settings, permissions, roles, tags, packages, commands, sources of numbers."""

from __future__ import annotations

import ast
import importlib.metadata
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from devtools.main import COMMANDS
from kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from ledger.tags import known_tags
from web.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
for events in sorted([*ROOT.glob("*/events.py"), *ROOT.glob("*/events/__init__.py")]):
    room = events.relative_to(ROOT).parts[0]
    importlib.import_module(f"{room}.events")  # every tag of every room


def table(heading: str) -> dict[str, list[str]]:
    """A table of docs/reference.md: first cell (without back-ticks) to the others."""
    section = REFERENCE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in rows}


# --- docs/reference.md ---


def test_every_setting_stands_in_the_reference_and_no_other():
    assert set(table("Settings")) == {
        PREFIX + field.name.upper() for field in fields(Settings) if field.name != "testing"
    }


def test_defaults_of_numbers_are_the_ones_in_the_reference():
    for field in fields(Settings):
        if isinstance(field.default, int) and not isinstance(field.default, bool):
            assert table("Settings")[PREFIX + field.name.upper()][0] == str(field.default)


def test_every_permission_stands_in_the_reference_with_the_roles_that_hold_it():
    rows = table("Permissions and roles")
    assert set(rows) == {permission.value for permission in Permission}
    for name, (_what, roles) in rows.items():
        holding = {role.value for role in Role if Permission(name) in ROLE_PERMISSIONS[role]}
        assert holding == ({role.value for role in Role} if roles == "all" else set(roles.split(", "))), name


def test_every_tag_stands_in_the_reference_with_its_keys():
    rows = table("Tags of the record")
    assert set(rows) == set(known_tags())
    for name, (keys, when) in rows.items():
        assert set(re.findall(r"`(\w+)`", keys)) == known_tags()[name].keys, name
        assert len(when) > 10


# --- packages ---


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M))


def asked_for(name: str) -> set[str]:
    return set(re.findall(r"^([a-z][a-z0-9-]*)", (ROOT / name).read_text(encoding="utf-8"), re.M))


def test_the_program_is_tested_with_the_very_versions_it_runs_with():
    run, test = pins("requirements.txt"), pins("requirements-dev.txt")
    assert run.items() <= test.items()


def test_everything_asked_for_is_pinned_with_a_hash():
    for kind in ("requirements", "requirements-dev"):
        text = (ROOT / f"{kind}.txt").read_text(encoding="utf-8")
        assert asked_for(f"{kind}.in") <= pins(f"{kind}.txt").keys()
        assert len(re.findall(r"^[a-z0-9-]+==", text, re.M)) <= text.count("--hash=sha256:")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_what_the_pinned_packages_need_is_pinned_too(name: str):
    """pip refuses a list with hashes that leaves anything out."""
    pinned = pins(name)
    for package in pinned:
        try:
            needed = importlib.metadata.requires(package) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system or another Python
        wanted = [Requirement(text) for text in needed]
        here = {
            canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})
        }
        assert here <= pinned.keys(), package


def test_every_package_has_its_reason():
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \|", reasons, re.M))
    assert listed == asked_for("requirements.in")
    for name in asked_for("requirements-dev.in"):
        assert name in reasons, name


# --- commands and links ---


def papers() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_between_papers_lead_somewhere(paper: Path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", paper.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (paper.parent / target).exists(), target


@pytest.mark.parametrize("folder", ["decisions", "handbook"])
def test_every_page_of_a_folder_stands_in_its_list(folder: str):
    here = ROOT / "docs" / folder
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", (here / "README.md").read_text(encoding="utf-8")))
    assert listed == {page.name for page in here.glob("*.md")} - {"README.md"}


def commands(paper: Path) -> Iterator[str]:
    """Lines of code blocks that begin with our own command."""
    for block in re.findall(r"^```\w*\n(.*?)^```", paper.read_text(encoding="utf-8"), re.M | re.S):
        for line in block.splitlines():
            if line.startswith("python3 dev.py "):
                yield line.partition("#")[0].strip()


def test_every_command_in_the_papers_exists(tmp_path: Path):
    from click.testing import CliRunner

    from app import create_app
    from devtools.running import _parser
    from tests.program import SECRET

    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite", secret_key=SECRET, testing=True))
    for paper in papers():
        for line in commands(paper):
            word, *arguments = line.removeprefix("python3 dev.py ").split()
            assert word in COMMANDS, line
            if word == "run":
                _parser().parse_args(arguments)
            if word == "flask":
                asked = CliRunner()
                names = list(_words_before_options(arguments))
                done = asked.invoke(app.cli, [*names, "--help"], obj=_info(app))
                assert done.exit_code == 0, f"{paper.name}: {line}\n{done.output}"


def _words_before_options(arguments: list[str]) -> Iterator[str]:
    """``complaints import file.csv --mapping x``: group and command."""
    yield from arguments[:2]


def _info(app: object) -> object:
    from flask.cli import ScriptInfo

    return ScriptInfo(create_app=lambda: app)  # type: ignore[arg-type,return-value]


# --- numbers in rules ---

RULES = sorted([*ROOT.glob("*/rules.py"), *ROOT.glob("*/rules/*.py")])
CALCULATING = sorted([*ROOT.glob("kernel/*.py"), *ROOT.glob("analytics/methods/*.py"), *ROOT.glob("ledger/*.py")])


def numbers(file: Path) -> Iterator[tuple[str, str]]:
    """Public constants of a file that are numbers or spans of time, each with the docstring below it."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id.isupper() and not target.id.startswith("_"):
            value = getattr(node, "value", None)
            is_number = isinstance(value, ast.Constant) and isinstance(value.value, int | float)
            is_span = isinstance(value, ast.Call) and ast.unparse(value.func).endswith("timedelta")
            if is_number or is_span:
                yield target.id, ast.unparse(following) if isinstance(following, ast.Expr) else ""


@pytest.mark.parametrize("file", RULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_number_in_the_rules_says_where_it_comes_from(file: Path):
    """``Source:`` a law, a standard, a paper; ``Ours:`` a decision of this house, with its reason."""
    assert [name for name, said in numbers(file) if "Source:" not in said and "Ours:" not in said] == []


@pytest.mark.parametrize("file", CALCULATING, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_number_in_a_calculation_is_explained(file: Path):
    assert [name for name, said in numbers(file) if len(said) < 20] == []
