"""Tags: their grammar, and keys that came later without breaking what had been written before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from complaints.events import ComplaintTag
from ledger.entry_check import fits
from ledger.tags import Added, shapes_of

SHAPES = shapes_of("first", Added("second", "third"), Added("fourth"))


def test_an_entry_of_today_holds_every_key():
    assert SHAPES[-1] == {"first", "second", "third", "fourth"}


@pytest.mark.parametrize(
    ("keys", "is_whole"),
    [
        ("first", True),
        ("first second third", True),
        ("first second third fourth", True),
        ("first second", False),
        ("first fourth", False),
        ("second third fourth", False),
        ("first second third fourth fifth", False),
        ("", False),
    ],
)
def test_an_entry_is_whole_in_the_shape_of_its_own_version_and_no_other(keys: str, is_whole: bool):
    tags: Any = {"a:tag:grow": SimpleNamespace(shapes=SHAPES)}
    assert fits({"tag": "a:tag:grow", "data": dict.fromkeys(keys.split(), "x")}, tags) is is_whole


@pytest.mark.parametrize(
    ("tag", "released"),
    [
        (
            ComplaintTag.RECEIVED,
            "kind register year number channel department received_on rule rule_version last_day complainant matter",
        ),
        (ComplaintTag.SETTLED, "outcome settled_on reply"),
        (ComplaintTag.ERASED, "basis complainant matter notes attachments reply"),
    ],
)
def test_what_was_released_stays_readable(tag: ComplaintTag, released: str):
    assert tag.shapes[0] == set(released.split())
