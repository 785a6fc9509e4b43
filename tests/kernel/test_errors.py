"""Errors people read: each says what, where, why, by a stable word; a child keeps its code unless it is given one."""

from __future__ import annotations

import pytest

from kernel.errors import Forbidden, NotFound, RuleBroken, Stale


@pytest.mark.parametrize(
    ("family", "code"),
    [(RuleBroken, "rule_broken"), (NotFound, "not_found"), (Forbidden, "forbidden"), (Stale, "stale")],
)
def test_each_family_has_its_word(family: type[RuleBroken], code: str):
    assert family().code == code
    assert issubclass(family, RuleBroken)
    assert str(family()) == code


def test_a_broken_rule_carries_field_source_and_facts():
    broken = RuleBroken("za późno", field="day", code="late", source="art. 57 KPA", days=3)
    assert (broken.message, broken.field, broken.code, broken.source) == ("za późno", "day", "late", "art. 57 KPA")
    assert broken.facts == {"days": 3}
    assert str(broken) == "za późno"
    assert RuleBroken().code == "rule_broken"
