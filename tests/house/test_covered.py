"""All that is done stands in the record: every action reaches an entry, every tag is written, no path changes one."""

from __future__ import annotations

import ast
import re

import app as house
from ledger.tags import Tag
from tests.house.callgraph import ROOMS, leaves, trees, writers
from tests.house.entries_of_actions import LEAVES, SILENT

LEDGER_TABLES = re.compile(r"\b(UPDATE|DELETE FROM|TRUNCATE( TABLE)?|INSERT OR REPLACE INTO)\s+ledger_", re.IGNORECASE)
TABLE_NAMES = {"LedgerEntry", "LedgerSeal", "LedgerHead", "_ENTRIES", "_HEADS", "_SEALS", "_ENTRY", "_HEAD"}


def test_every_action_has_a_row_and_leaves_the_very_tags_of_its_row():
    rows = {place: set(tags) for place, tags in LEAVES.items()} | {place: set() for place in quiet()}
    assert not rows.keys() - writers(), "rows of what is no action any more"
    assert not writers() - rows.keys(), "actions without a row"
    wrong = {place: (tags, set(leaves(place))) for place, tags in rows.items() if tags != leaves(place)}
    assert wrong == {}
    assert len(LEAVES) > 110


def quiet() -> set[str]:
    """The actions that leave no entry for a reason."""
    return {place for places in SILENT.values() for place in places}


def test_every_tag_stands_in_a_row_and_every_row_names_tags_there_are():
    assert house.REPLAYS
    assert {tag for tags in LEAVES.values() for tag in tags} == {
        tag.text for family in Tag.__subclasses__() if family.__module__.split(".")[0] in ROOMS for tag in family
    }
    assert not quiet() & LEAVES.keys()


def test_the_graph_of_calls_finds_what_a_function_leaves_and_nothing_else():
    assert leaves("office/actions/topics.py:add_topic") == {"office:topic:add"}
    assert leaves("complaints/actions/answering.py:send_back") == {"complaints:complaint:send_back"}
    assert leaves("office/actions/retention.py:sweep_throttle") == set()


def test_no_path_of_the_program_changes_or_deletes_an_entry_or_a_seal():
    found = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and LEDGER_TABLES.search(node.value):
                found.add(f"{path}: raw")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("update", "delete"):
                found |= {
                    f"{path}: {one.id}" for one in node.args if isinstance(one, ast.Name) and one.id in TABLE_NAMES
                }
    assert found == {"ledger/actions.py: _HEADS"}, "only the row that names the end moves"
