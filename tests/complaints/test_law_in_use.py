"""By which rules and which calendar the program counts stands in the record, once for each version of them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from complaints.actions.law import STREAM, adopt_law
from complaints.rules import law_in_use as written
from complaints.rules.law_in_use import digest_of, law_in_use
from complaints.rules.term_table import TERM_RULES
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from ledger.queries import entries_of
from ledger.verify import verify
from storage.session import Storage
from tests.cast import FoundedOffice


def test_the_law_is_recorded_once_until_it_is_another(
    storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    with storage.writing() as session:
        assert adopt_law(session, clock, SYSTEM)
        assert not adopt_law(session, clock, SYSTEM)
        longer = (replace(TERM_RULES[0], version=2, amount=2, in_force_from=dt.date(2027, 1, 1)), *TERM_RULES[1:])
        monkeypatch.setattr(written, "TERM_RULES", longer)
        assert adopt_law(session, clock, SYSTEM)
        first, second = (json.loads(entry.canonical)["data"] for entry in entries_of(session, STREAM))
        assert verify(session).is_whole
    assert len(first["rules"]) == len(TERM_RULES)
    assert (first["rules"][0]["amount"], second["rules"][0]["amount"]) == (TERM_RULES[0].amount, 2)
    assert first["digest"] != second["digest"]


def test_every_rule_stands_there_with_what_its_term_follows_from():
    law = law_in_use()
    assert {rule["id"] for rule in law["rules"]} == {rule.id for rule in TERM_RULES}
    assert digest_of(law) == digest_of(law_in_use())


@pytest.mark.parametrize("change", ["amount", "unit", "source", "version", "in_force_to"])
def test_whatever_changes_of_a_rule_is_another_law(change: str):
    law = law_in_use()
    law["rules"][3] = {**law["rules"][3], change: "another"}
    assert digest_of(law) != digest_of(law_in_use())
