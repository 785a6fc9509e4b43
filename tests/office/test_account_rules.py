"""Rules of accounts: how long codes live, who needs a second factor and which codes are right, what a browser is."""

from __future__ import annotations

import datetime as dt
import uuid

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import warsaw
from kernel.ids import ONE_TIME_LENGTH, one_time_code, one_time_hash, random_code, spoken_code, typed_code
from kernel.permissions import Role
from office.rules.accounts import (
    LIFETIME,
    SEEN_EVERY,
    Purpose,
    counter_at,
    counters_at,
    is_idle,
    last_seen,
    must_have_second_factor,
    seen_every,
)
from office.rules.devices import described
from office.sealing import KeyChanged, asked_for, opened, sealed
from office.second_factor import code_at, recovery_hash

NOW = warsaw(2026, 11, 21, 10)
KEY, OTHER_KEY = "k" * 40, "l" * 40
MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))


def test_only_administrators_of_a_real_office_must_have_a_second_factor():
    for role in Role:
        assert must_have_second_factor({role}, is_sample=False) == (role is Role.ADMINISTRATOR)
        assert not must_have_second_factor({role}, is_sample=True)
    assert must_have_second_factor({Role.HEAD, Role.ADMINISTRATOR}, is_sample=False)


def test_a_mail_of_recovery_is_short_lived():
    """NIST SP 800-63B-4, 4.2.2.2: at most 24 hours by mail."""
    assert LIFETIME[Purpose.RECOVERY] <= dt.timedelta(hours=24)
    assert set(LIFETIME) == set(Purpose)


RFC_6238 = [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924")]
"""Appendix B, SHA-1, eight digits; six digits are their end."""


@pytest.mark.parametrize(("seconds", "digits"), [*RFC_6238, (2000000000, "69279037"), (20000000000, "65353130")])
def test_codes_are_those_of_rfc_6238(seconds: int, digits: str):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    counter = counter_at(dt.datetime.fromtimestamp(seconds, dt.UTC))
    assert code_at(secret, counter) == digits[-6:]


@given(MOMENTS)
def test_a_clock_may_be_one_step_wrong_and_no_more(moment: dt.datetime):
    step = dt.timedelta(seconds=30)
    assert counter_at(moment + step) in counters_at(moment)
    assert counter_at(moment - step) in counters_at(moment)
    assert counter_at(moment + 2 * step) not in counters_at(moment)
    assert counter_at(moment - 2 * step) not in counters_at(moment)


def test_our_codes_are_those_of_the_library():
    secret = pyotp.random_base32()
    assert code_at(secret, counter_at(NOW)) == pyotp.TOTP(secret).at(NOW)


def test_a_secret_is_read_with_its_own_key_only():
    token = sealed(KEY, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in token
    assert opened(KEY, token) == "JBSWY3DPEHPK3PXP"
    for key, text in ((OTHER_KEY, token), (KEY, token[:-4] + "AAA="), (KEY, "")):
        with pytest.raises(KeyChanged):
            opened(key, text)


@given(st.text(), st.text())
def test_what_was_asked_for_is_compared_without_being_read(one: str, other: str):
    same = one.strip().casefold() == other.strip().casefold()
    assert (asked_for(KEY, one) == asked_for(KEY, other)) == same
    assert asked_for(KEY, one) != asked_for(OTHER_KEY, one)


@given(st.uuids(), st.uuids())
def test_a_one_time_code_follows_from_its_id_and_the_key(one: uuid.UUID, other: uuid.UUID):
    code = one_time_code(KEY, one)
    assert len(code) == ONE_TIME_LENGTH
    assert code == one_time_code(KEY, one) != one_time_code(OTHER_KEY, one)
    assert (code == one_time_code(KEY, other)) == (one == other)
    assert typed_code(f" {spoken_code(code).lower()} ") == code
    assert code not in one_time_hash(code)


def test_codes_of_a_sheet_are_random_and_belong_to_one_person():
    codes = {random_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {ONE_TIME_LENGTH}
    code = codes.pop()
    assert recovery_hash(uuid.UUID(int=1), code) != recovery_hash(uuid.UUID(int=2), code)


def test_who_opens_a_page_in_time_is_never_idle():
    assert seen_every(0) == seen_every(60) == SEEN_EVERY
    for minutes in (1, 3, 5, 10, 30):
        assert seen_every(minutes) <= dt.timedelta(minutes=minutes) / 10


def test_an_idle_sign_in_ends_only_where_the_office_says_so():
    assert not is_idle(NOW, NOW + dt.timedelta(days=1), 0)
    assert not is_idle(NOW, NOW + dt.timedelta(minutes=59), 60)
    assert is_idle(NOW, NOW + dt.timedelta(minutes=60), 60)
    assert last_seen(NOW, None) == NOW == last_seen(NOW - dt.timedelta(minutes=5), NOW)


AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0": "Firefox, Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36": (
        "Chrome, Windows"
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0 Safari/537.36 Edg/137.0": (
        "Edge, Windows"
    ),
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0 Safari/537.36 OPR/121": (
        "Opera, Linux"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1": (
        "Safari, iPhone"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.5 Safari/605.1.15": "Safari, macOS",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0 Mobile Safari/537.36": (
        "Chrome, Android"
    ),
    "curl/8.5.0": "",
    "": "",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_browser_is_described_as_its_owner_would(agent: str, words: str):
    assert described(agent) == words


@given(st.text())
def test_any_browser_has_a_short_description(agent: str):
    assert len(described(agent)) <= 60
