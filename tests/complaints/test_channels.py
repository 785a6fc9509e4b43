"""Every kind by every way: accepted, registered and left, or not taken at all; each with its article."""

from __future__ import annotations

import pytest
from flask import Flask

from complaints import labels
from complaints.rules.bases import bases_for
from complaints.rules.channels import CHANNEL_RULES, Handling, channel_rule, check_channel, lawful_channels
from complaints.rules.kinds import DESK_CHANNELS, LEGAL_KINDS, Channel, Kind
from kernel.errors import RuleBroken

A, L, I = Handling.ACCEPT, Handling.LEAVE, Handling.INVITE  # noqa: E741 - as the table reads
WAYS = ("web", "paper", "email", "oral", "edelivery", "phone", "counter", "other")
EXPECTED = {
    "skarga": (A, A, A, A, A, I, A, A),
    "wniosek": (A, A, A, A, A, I, A, A),
    "petycja": (A, A, A, I, A, I, A, A),
    "odwolanie": (I, A, L, A, A, I, I, A),
    "zazalenie": (I, A, L, A, A, I, I, A),
    "ponaglenie": (I, A, L, A, A, I, I, A),
}
CELLS = [(kind, way) for kind in EXPECTED for way in WAYS]


def test_the_expected_table_is_about_every_kind_and_every_way():
    assert set(EXPECTED) == set(LEGAL_KINDS)
    assert set(WAYS) == set(Channel)


@pytest.mark.parametrize(("kind", "way"), CELLS)
def test_each_pair_is_handled_as_the_law_says_by_exactly_one_row(kind: str, way: str):
    wanted = EXPECTED[kind][WAYS.index(way)]
    rows = [rule for rule in CHANNEL_RULES if Kind(kind) in rule.kinds and Channel(way) in rule.channels]
    assert len(rows) == 1
    assert channel_rule(kind, way) == rows[0]
    assert rows[0].handling is wanted
    assert rows[0].source
    if wanted is I:
        with pytest.raises(RuleBroken) as broken:
            check_channel(kind, way)
        assert (broken.value.code, broken.value.field, broken.value.source) == (
            "wrong_channel", "channel", rows[0].source,
        )  # fmt: skip
    else:
        assert check_channel(kind, way) == rows[0]
    assert (Channel(way) in lawful_channels(kind)) == (wanted is A)


@pytest.mark.parametrize(("kind", "way"), CELLS)
def test_what_is_left_has_a_basis_one_can_leave_it_on(kind: str, way: str):
    rule = channel_rule(kind, way)
    assert (rule.basis is not None) == (rule.handling is L)
    if rule.basis is not None:
        assert rule.basis in {found.basis for found in bases_for(kind, "leave")}


def test_what_is_no_kind_of_the_law_has_no_row():
    with pytest.raises(KeyError):
        channel_rule("sprawa", "paper")


def test_no_telephone_at_the_desk():
    assert Channel.PHONE not in DESK_CHANNELS
    assert Channel.WEB not in DESK_CHANNELS


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_unlawful_way_has_its_sentences_and_no_lawful_one_has_any(app: Flask):
    with app.test_request_context("/pl/"):
        for kind, way in CELLS:
            handling = channel_rule(kind, way).handling
            assert bool(labels.channel_refusal(kind, way)) == (handling is I), (kind, way)
            assert bool(labels.channel_note(kind, way)) == (handling is not A), (kind, way)
        assert labels.channel_note("sprawa", "other") == ""
        assert "protokołu" in labels.channel_refusal("skarga", "phone")
        assert "protokołu" not in labels.channel_refusal("petycja", "phone").replace("spisania", "")
