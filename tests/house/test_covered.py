"""All that is done stands in the record: every action reaches an entry, every tag is written, no path changes one."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import app as house
from complaints.rules.moves import Move
from complaints.rules.replay import NO_STEPS
from devtools.places import ROOT
from ledger.tags import Tag, known_tags

ROOMS = ("analytics", "assurance", "attachments", "complaints", "ledger", "office", "operations", "surveys", "worker")
WITHOUT_ENTRY: dict[str, str] = {"office/actions/absence.py:check_may_enter": "asks only, and changes nothing"}
LEDGER_TABLES = re.compile(r"\b(UPDATE|DELETE FROM|TRUNCATE( TABLE)?|INSERT OR REPLACE INTO)\s+ledger_", re.IGNORECASE)
TABLE_NAMES = {"LedgerEntry", "LedgerSeal", "LedgerHead", "_ENTRIES", "_HEADS", "_SEALS", "_ENTRY", "_HEAD"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "verifier" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


TREES = dict(sources())


def called_by() -> dict[str, set[str]]:
    """What each function of the program calls by name, whatever module it is of."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                found[node.name] |= {
                    one.func.id
                    for one in ast.walk(node)
                    if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
                }
    return found


def reaches_an_entry(name: str, names: dict[str, set[str]]) -> bool:
    seen, todo = set(), [name]
    while todo:
        one = todo.pop()
        if one in ("append", "append_many"):
            return True
        if one not in seen:
            seen.add(one)
            todo += names.get(one, ())
    return False


def actions() -> dict[str, str]:
    """Public functions that take session, clock and actor, in the actions of every room, by where they stand."""
    found = {}
    for path, tree in TREES.items():
        if "/actions" not in path:
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if [one.arg for one in node.args.args[:3]] == ["session", "clock", "actor"]:
                found[f"{path}:{node.name}"] = node.name
    return found


def test_every_action_leaves_an_entry_or_says_why_not():
    names = called_by()
    assert not reaches_an_entry("sweep_throttle", names), "the search would find what does not"
    silent = {place for place, name in actions().items() if not reaches_an_entry(name, names)}
    assert silent == WITHOUT_ENTRY.keys()
    assert len(actions()) > 60


def test_every_tag_is_written_by_the_program():
    assert house.REPLAYS
    named = {
        f"{one.value.id}.{one.attr}"
        for path, tree in TREES.items()
        if "/events" not in path and "replaying" not in path
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)
    }
    families = [family for family in Tag.__subclasses__() if family.__module__.split(".")[0] in ROOMS]
    steps = {f"complaints:complaint:{move}" for move in Move if move not in NO_STEPS}  # written by the name of the move
    unwritten = {f"{family.__name__}.{tag.name}" for family in families for tag in family if tag.text not in steps}
    unwritten -= named
    assert unwritten == set()
    assert len(known_tags()) > 80


def test_no_path_of_the_program_changes_or_deletes_an_entry_or_a_seal():
    found = set()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and LEDGER_TABLES.search(node.value):
                found.add(f"{path}: raw")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("update", "delete"):
                found |= {
                    f"{path}: {one.id}" for one in node.args if isinstance(one, ast.Name) and one.id in TABLE_NAMES
                }
    assert found == {"ledger/actions.py: _HEADS"}, "only the row that names the end moves"
