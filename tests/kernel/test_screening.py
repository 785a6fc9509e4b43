"""Words nobody checked are shown without PESEL, NIP, account and telephone numbers and e-mail addresses."""

from __future__ import annotations

import datetime as dt
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.screening import (
    CENTURIES,
    NIP_WEIGHTS,
    PESEL_WEIGHTS,
    PHONE_STARTS,
    Screened,
    Trace,
    found_in,
    is_account,
    is_nip,
    is_pesel,
    screened,
)

BORN = st.dates(dt.date(1800, 1, 1), dt.date(2299, 12, 31))
WORDS = {trace: f"[{trace}]" for trace in Trace}


def hidden(text: str) -> str:
    return screened(text, WORDS).text


def pesel(born: dt.date, serial: int) -> str:
    """Built apart from the rule under test, from the day of birth."""
    added = next(add for add, century in CENTURIES.items() if century == born.year // 100 * 100) * 10
    digits = f"{born.year % 100:02}{born.month + added:02}{born.day:02}{serial:04}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, PESEL_WEIGHTS, strict=True))
    return digits + str(-total % 10)


SEEN = [
    ("44051401458", "[pesel]"),
    ("PESEL:44051401458.", "PESEL:[pesel]."),
    ("44 05 14 01458", "[pesel]"),
    ("440514-01458", "[pesel]"),
    ("02270803624 i 44051401458", "[pesel] i [pesel]"),
    ("600100200", "[phone]"),
    ("tel. 600 100 200!", "tel. [phone]!"),
    ("600-100-200", "[phone]"),
    ("600.100.200", "[phone]"),
    ("+48 600 100 200", "[phone]"),
    ("+48600100200", "[phone]"),
    ("0048 600100200", "[phone]"),
    ("(+48) 600 100 200", "[phone]"),
    ("22 123 45 67", "[phone]"),
    ("(22) 123 45 67", "[phone]"),
    ("(022) 123-45-67", "[phone]"),
    ("600\u00a0100\u00a0200", "[phone]"),
    ("600100200 601200300", "[phone] [phone]"),
    ("600100200,601200300", "[phone],[phone]"),
    ("jan.kowalski@example.pl", "[email]"),
    ("Pisać: żaneta+urząd@poczta.example.com.pl.", "Pisać: [email]."),
    ("jan (at) example.pl", "[email]"),
    ("jan[małpa]example.pl", "[email]"),
    ("600100200@example.pl", "[email]"),
    ("NIP 123-456-32-18", "NIP [nip]"),
    ("PL1234563218", "[nip]"),
    ("1234563218", "[nip]"),
    ("PL 61 1090 1014 0000 0712 1981 2874", "[account]"),
    ("61109010140000071219812874", "[account]"),
]


@pytest.mark.parametrize(("text", "shown"), SEEN)
def test_what_tells_who_somebody_is_is_hidden(text: str, shown: str):
    assert hidden(text) == shown


LEFT = [
    "",
    "Czekałem 40 minut, okienko 3 było zamknięte.",
    "Sprawa 214/2026, znak OR.1510.7.2026",
    "12.11.2026 o 10.30",
    "4.12.2026 10.30",
    "2026-11-21 10:15",
    "44051401459",  # wrong check digit
    "44134401453",  # no month
    "44023001456",  # no day
    "123456789012345",
    "400 000 000 zł",
    "1 2 3 4 5 6 7 8 9",
    "ocena 5@10",
    "a@b",
    "00-001 Próbowo",
    "61109010140000071219812875",
    "0001234567",
    "ustawa Dz.U. 2018 poz. 870",
]


@pytest.mark.parametrize("text", LEFT)
def test_other_words_and_numbers_stay(text: str):
    assert screened(text, WORDS) == Screened(text, ())


@given(BORN, st.integers(0, 9999))
def test_every_pesel_of_five_centuries_is_found(born: dt.date, serial: int):
    number = pesel(born, serial)
    assert is_pesel(number)
    assert hidden(f"nr {number}, proszę") == "nr [pesel], proszę"


@given(
    st.dates(dt.date(1800, 1, 1), dt.date(2299, 12, 31)), st.integers(0, 9999), st.integers(0, 10), st.integers(1, 9)
)
def test_one_wrong_digit_is_no_pesel(born: dt.date, serial: int, place: int, more: int):
    """Weights 1, 3, 7, 9 are prime to 10, so that every single slip shows."""
    number = pesel(born, serial)
    other = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert not is_pesel(other)


@given(st.text("123456789", min_size=9, max_size=9))
def test_a_nip_has_one_check_digit_at_most(first: str):
    rest = sum(int(digit) * weight for digit, weight in zip(first, NIP_WEIGHTS, strict=True)) % 11
    assert [digit for digit in range(10) if is_nip(f"{first}{digit}")] == ([rest] if rest < 10 else [])


@given(st.text("0123456789", min_size=24, max_size=24))
def test_an_account_has_one_pair_of_check_digits(rest: str):
    assert sum(is_account(f"{check:02}{rest}") for check in range(2, 99)) == 1


@pytest.mark.parametrize("start", [f"{number:02}" for number in range(100)])
def test_a_number_is_a_telephone_by_how_it_begins(start: str):
    is_hidden = hidden(f"{start}1 111 112") != f"{start}1 111 112"
    assert is_hidden == (start in PHONE_STARTS)


@given(st.text("0123456789 +-().@aPL\u00a0", max_size=60))
def test_screening_is_total_orderly_and_done_once(text: str):
    found = found_in(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    done = screened(text, dict.fromkeys(Trace, "▮"))
    assert len(done.hidden) == len(found)
    assert done.text.count("▮") == len(found)


@pytest.mark.parametrize("text", ["a" * 20_000, "a." * 20_000, "a@" * 10_000, "a@" + "a-" * 20_000, "1 " * 20_000])
def test_a_text_made_to_take_long_does_not(text: str):
    """Whoever writes an opinion must not be able to hold up whoever reads it."""
    begun = time.process_time()
    found_in(text)
    assert time.process_time() - begun < 5
