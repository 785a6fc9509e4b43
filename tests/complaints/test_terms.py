"""The table of duties: which term a kind of case has, and the deadline that follows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.term_rule import Start
from complaints.rules.terms import TERM_RULES, NoTerm, TermRule, deadline, deadline_under, rule_by_id, rule_for
from kernel.terms import Unit, term
from kernel.workdays import OutsideCalendar
from tests.complaints.other_law import without

DAY = dt.date(2026, 1, 30)


@pytest.mark.parametrize(("kind", "source"), [("skarga", "art. 237 § 1 KPA"), ("wniosek", "art. 244 § 1")])
def test_the_office_owes_an_answer_within_a_month_of_receipt(kind: str, source: str) -> None:
    found = deadline(kind, DAY)
    assert (found.rule.amount, found.rule.unit, found.rule.starts, found.rule.bound) == (
        1,
        Unit.MONTHS,
        Start.COMPETENT,
        "office",
    )
    assert source in found.rule.source
    assert (found.raw_end, found.last_day) == (dt.date(2026, 2, 28), dt.date(2026, 3, 2))
    assert found.warn_on == dt.date(2026, 2, 25)
    assert [skip.why for skip in found.skipped] == ["sobota", "niedziela"]


@given(st.sampled_from(["skarga", "wniosek"]), st.dates(dt.date(2011, 1, 1), dt.date(2040, 10, 31)))
def test_a_deadline_is_the_rule_applied_to_the_day_of_receipt(kind: str, received_on: dt.date) -> None:
    assert deadline(kind, received_on).term == term(received_on, 1, Unit.MONTHS)


@pytest.mark.parametrize("kind", ["sprawa", "petition", "", "SKARGA"])
def test_a_kind_without_a_row_has_no_term(kind: str) -> None:
    with pytest.raises(NoTerm):
        deadline(kind, DAY)


def test_a_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        deadline("skarga", dt.date(2010, 12, 31))
    with pytest.raises(OutsideCalendar):
        deadline("wniosek", dt.date(2040, 12, 1))


def test_each_row_cites_its_article_and_has_its_own_name_and_version() -> None:
    assert all(rule.source.startswith(("art. ", "§ ", "ustawa z ")) and rule.version >= 1 for rule in TERM_RULES)
    assert len({(rule.id, rule.version) for rule in TERM_RULES}) == len(TERM_RULES)


def test_no_two_versions_of_a_duty_are_in_force_on_one_day() -> None:
    for kind in {kind for rule in TERM_RULES for kind in rule.kinds}:
        serving = [rule.id for rule in TERM_RULES if rule.serves(kind, DAY)]
        assert len(serving) == len(set(serving))


def test_a_new_wording_is_a_new_row_and_needs_no_new_code() -> None:
    old = TermRule("x", frozenset({"k"}), Start.RECEIVED, 7, Unit.DAYS, "office", "art. 1", in_force_to=DAY)
    new = TermRule("x", frozenset({"k"}), Start.RECEIVED, 2, Unit.WEEKS, "office", "art. 1", version=2,
                   in_force_from=DAY + dt.timedelta(days=1))  # fmt: skip
    for day in (DAY, DAY + dt.timedelta(days=1)):
        assert [rule.version for rule in (old, new) if rule.serves("k", day)] == [1 if day == DAY else 2]
    assert deadline_under(new, DAY).raw_end == dt.date(2026, 2, 13)


def test_the_table_is_read_in_the_order_of_duty() -> None:
    assert rule_for("skarga", DAY).id == "skarga_settle"
    assert rule_for("wniosek", DAY).id == "wniosek_settle"
    first = {kind: rule_for(kind, DAY).source for kind in ("petycja", "odwolanie", "zazalenie", "ponaglenie")}
    assert first == {
        "petycja": "art. 10 ust. 1 ustawy o petycjach",
        "odwolanie": "art. 133 KPA",
        "zazalenie": "art. 144 w zw. z art. 133 KPA",
        "ponaglenie": "art. 37 § 4 KPA",
    }


@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_where_the_first_duty_is_missing_no_other_one_takes_its_place(kind: str) -> None:
    with without(rule_for(kind, DAY).id), pytest.raises(NoTerm):
        deadline(kind, DAY)


@given(st.dates(dt.date(2018, 1, 1), dt.date(2040, 11, 30)))
def test_substitute_service_is_warned_of_and_not_moved_where_it_ends_on_a_day_off(left_on: dt.date) -> None:
    found, counted = deadline_under(rule_by_id("substitute_service", left_on), left_on), term(left_on, 14, Unit.DAYS)
    assert found.last_day == found.raw_end == left_on + dt.timedelta(days=14)
    assert found.skipped == ()
    assert found.is_doubtful is (counted.last_day != counted.raw_end)


def test_any_row_can_be_doubtful_and_every_other_moves_as_it_is_counted() -> None:
    assert [rule.id for rule in TERM_RULES if rule.doubt] == ["substitute_service"]
    friday = dt.date(2026, 1, 30)
    for rule in TERM_RULES:
        doubtful, plain = replace(rule, doubt="shift_disputed"), replace(rule, doubt=None)
        assert deadline_under(doubtful, friday).last_day == term(friday, rule.amount, rule.unit).raw_end
        assert deadline_under(plain, friday).last_day == term(friday, rule.amount, rule.unit).last_day
        assert not deadline_under(plain, friday).is_doubtful
