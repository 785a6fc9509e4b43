"""Which tags a function of the program can leave in the record, read from its source: calls, imports, tags named."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from complaints.rules.moves import Move
from complaints.rules.replay import NO_STEPS
from devtools.places import ROOT
from ledger.tags import Tag
from office.actions.records import Kept

ROOMS: Final = (
    "analytics", "assurance", "attachments", "complaints", "ledger", "office", "operations", "quality", "surveys",
    "worker",
)  # fmt: skip
APPENDS: Final = {"ledger/actions.py:append", "ledger/actions.py:append_many"}
KEPT: Final = {"add_record": "added", "change_record": "changed", "end_record": "ended", "withdraw_record": "withdrawn"}
"""What the actions of office.actions.records leave: the tag of that name of the kind of record they are given."""

TAKE_STEP: Final = "complaints/actions/steps.py:take_step"
STEPS: Final = frozenset(f"complaints:complaint:{move}" for move in Move if move not in NO_STEPS)
"""Written by the name of the move that is taken."""

Function = ast.FunctionDef


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the rooms by its path, but for the verifier, which stands alone."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "verifier" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


@cache
def trees() -> dict[str, ast.Module]:
    """The same, read when they are asked for first: collecting the tests needs none of them."""
    return dict(sources())


@cache
def functions() -> dict[str, Function]:
    """Functions and methods by ``path:name`` or ``path:Class.name``."""
    found = {}
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, Function):
                found[f"{path}:{node.name}"] = node
            elif isinstance(node, ast.ClassDef):
                found |= {f"{path}:{node.name}.{one.name}": one for one in node.body if isinstance(one, Function)}
    return found


@cache
def imported(path: str) -> dict[str, tuple[str, str]]:
    """Names a module imports from modules of the rooms: where from, and what it is called there."""
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(trees()[path]):
        if isinstance(node, ast.ImportFrom) and node.module:
            source = _path_of(node.module)
            found |= {one.asname or one.name: (source, one.name) for one in node.names if source}
    return found


def _path_of(module: str) -> str:
    plain = module.replace(".", "/")
    return next((one for one in (f"{plain}.py", f"{plain}/__init__.py") if one in trees()), "")


def resolved(path: str, name: str) -> tuple[str, str]:
    """Where a name a module uses is at home, through re-exports."""
    seen = set()
    while (path, name) not in seen and name in imported(path):
        seen.add((path, name))
        path, name = imported(path)[name]
    return path, name


@cache
def leaves(place: str) -> frozenset[str]:
    """The tags a function can leave, as texts; empty where no append can be reached from it."""
    seen, todo, tags, records, hows = set[str](), [place], set[str](), set[str](), set[str]()
    while todo:
        one = todo.pop()
        if one in seen or one not in functions():
            continue
        seen.add(one)
        if one in APPENDS:
            continue
        path, node = one.split(":")[0], functions()[one]
        named, used = read(one)
        tags |= named
        if path == "office/actions/records.py":
            hows |= {KEPT[node.name]} if node.name in KEPT else set()
        records |= used & kinds_of_record().keys()
        taken = moves_taken(node)
        if taken:
            tags |= {f"complaints:complaint:{move}" for move in taken}
            seen |= {TAKE_STEP, *APPENDS}
        todo += used
    found = {getattr(kinds_of_record()[kind], how) for kind in records for how in hows}
    return frozenset(tags | {tag.text for tag in found if tag}) if seen & APPENDS else frozenset()


@cache
def read(place: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a function names: tags, and other names by where they are at home."""
    path, node = place.split(":")[0], functions()[place]
    used = {"{}:{}".format(*resolved(path, name)) for name in names_in(node)}
    return frozenset(tags_named(path, node)), frozenset(used)


@cache
def moves_taken(node: ast.AST) -> set[Move]:
    """The moves a function takes as steps by name."""
    return {
        Move[given.attr]
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "take_step"
        for given in one.args
        if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name) and given.value.id == "Move"
    }


def names_in(node: ast.AST) -> set[str]:
    """Every name that is read: what is called, and what is handed on to be called."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}


@cache
def families() -> dict[str, type[Tag]]:
    return {family.__name__: family for family in Tag.__subclasses__()}


def tags_named(path: str, node: ast.AST) -> set[str]:
    """Tags a piece of source names: of a family, of a kind of record, or those of all steps by the names of moves."""
    found: set[str] = set()
    if "/queries/" in path:
        return found  # they look for entries and write none
    asked = {id(part) for one in ast.walk(node) if isinstance(one, ast.Compare) for part in one.comparators}
    for one in ast.walk(node):
        if id(one) not in asked and isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            family, kept = families().get(one.value.id), "{}:{}".format(*resolved(path, one.value.id))
            if family is not None and one.attr in family.__members__:
                found.add(family[one.attr].text)
            elif kept in kinds_of_record() and one.attr in KEPT.values():
                found.add(getattr(kinds_of_record()[kept], one.attr).text)
    if path == TAKE_STEP.split(":")[0] and "TAGS" in names_in(node):
        found |= STEPS
    return found


@cache
def kinds_of_record() -> dict[str, Kept[Any]]:
    """The kinds of record of the office and of its surveys by where they are declared."""
    return {
        f"{path}:{name}": value
        for path in trees() if path.startswith(("office/actions/", "surveys/actions/", "surveys/kiosk/actions/"))
        for name, value in vars(importlib.import_module(path[:-3].replace("/", "."))).items()
        if isinstance(value, Kept)
    }  # fmt: skip


@cache
def writers() -> set[str]:
    """Actions that are given session and clock or reach an append, and whatever else leaves an entry by itself."""
    return {place for place, node in functions().items() if _writes(place, node)}


def _writes(place: str, node: Function) -> bool:
    path, name = place.split(":")
    if path == "ledger/actions.py" or path.startswith("office/actions/records"):
        return False
    if is_action(place, node):
        return bool(leaves(place)) or [one.arg.strip("_") for one in node.args.args[:2]] == ["session", "clock"]
    used = {f"{home}:{there}" for home, there in (resolved(path, one) for one in names_in(node))}
    return (
        bool(used & APPENDS or tags_named(path, node))
        and ("/actions" not in path or "." in name)
        and bool(leaves(place))
    )


def is_action(place: str, node: Function) -> bool:
    """Public functions of actions that are given a session."""
    path, name = place.split(":")
    first = [one.arg for one in node.args.args[:1]]
    return "/actions" in path and first == ["session"] and not name.startswith("_")
