#!/usr/bin/env python3
"""Checks an evidence bundle of Interesant without trusting the office or its program.

    python3 verify.py BUNDLE.zip [--key FINGERPRINT] [--anchor FILE] [--receipt FILE]

Needs Python 3.9 or newer and nothing else: it imports only the standard library, and it was written apart from the
program whose bundles it checks. It prints line by line what agrees. Exit code 0: everything agrees. 1: something
differs, each time with the name of the file. 2: the input cannot be used at all, with one sentence why. 3: nothing
differs, but figures were counted by definitions this file does not know, and nobody checked those.

Contents, section by section:
    1  Words for what is found
    2  Reading the bundle safely
    3  Ed25519 (RFC 8032)
    4  Canonical JSON, hashes, commitments
    5  The Merkle tree (RFC 9162)
    6  Polish public holidays and the terms of art. 57 KPA
    7  Replaying the entries of a case
    8  What a bundle holds: manifest, record, seals, anchor, receipt
    9  Calendar, rules, deadlines and verdicts
    10 Figures of a month
    11 Random numbers, drawn again
    12 One month beside another
    13 Surveys, letters, the drawn sample
    14 The command
"""

from __future__ import annotations

import argparse
import bisect
import csv
import datetime as dt
import hashlib
import io
import json
import math
import re
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from fractions import Fraction
from pathlib import Path

BUNDLE_FORMATS = ("interesant-evidence/2", "interesant-evidence/3")
"""Newest last. The second tells no series, and of answers no figure that needs two questions or the visits."""
MANIFEST_PREFIX = b"interesant:evidence:v1\0"
ENTRY_PREFIX = b"interesant:ledger-entry:v1\0"
COMMITMENT_PREFIX = b"interesant:commitment:v1\0"
SEAL_PREFIX = b"interesant:ledger-seal:v1\0"
KEY_PREFIX = b"interesant:ledger-key:v1\0"
SAMPLE_PREFIX = b"interesant:sample:v1\0"
NOTHING_BEFORE = "0" * 64

LIMITS = (
    "that everything that happened was recorded: it shows that what was recorded has not been changed since",
    "that a date typed by a clerk (receipt, dispatch) is the true one: compare a sample with stamps and postal books",
    "when an entry was really made, beyond the order of entries and the moments named by seals kept outside the office",
    "anything about entries made after the last one in this bundle",
    "that the key is the office's own: compare the fingerprint below with one you were given in another way (--key)",
    "what single residents answered in surveys: only counts are here, and small counts are withheld on purpose",
    "that every figure that is withheld had to be: who withholds more than that is not noticed",
    "that counts of survey answers are the sums of the answers: the answers themselves never leave the office",
    "that README.txt and index.html say what the other files say: rely on those, and on the lines above",
)
WITHOUT_MONTH = (
    "that no further case exists: only the chosen ones are in this bundle",
    "that the streams of these cases have no later entry than those included",
    "any figure of a month: figures are recomputed only with a bundle of a month",
)
WITH_SAMPLE = (
    "that cases/sample.json names every case there is, each in its department: compare with the count of a month",
    "that nobody tried out seeds until the sample pleased: give the office a seed of your own",
)
WITHOUT_SEAL = (
    "who made the record: without a seal kept outside (--anchor) one rebuilt from its first entry looks whole too",
)


# --- 1  Words for what is found ---------------------------------------------------------------------------------------


class BadInput(Exception):
    """The input is no bundle at all, or cannot be read; the message is one sentence for a person."""


class Wrong(Exception):
    """Something in the bundle differs. ``path``: the file it stands in."""

    def __init__(self, path, text):
        super().__init__(f"{path}: {text}")
        self.path, self.text = path, text


class Findings:
    """Collects and prints, line by line."""

    MOST = 40
    """Differences printed for one file; the rest is counted."""

    def __init__(self, out):
        self.out, self.differences, self.by_file, self.unknown = out, 0, Counter(), {}
        """unknown: measures counted by a definition that is not known here, each with its versions."""

    def ok(self, path, text):
        """Something agrees."""
        print(f"agrees     {path}: {text}", file=self.out)

    def note(self, text):
        """Something to know."""
        print(f"note       {text}", file=self.out)

    def wrong(self, path, text):
        """Something differs."""
        self.differences += 1
        self.by_file[path] += 1
        if self.by_file[path] <= self.MOST:
            print(f"DIFFERENT  {path}: {text}", file=self.out)
        elif self.by_file[path] == self.MOST + 1:
            print(f"DIFFERENT  {path}: and more, not printed", file=self.out)

    def checking(self, path, check, *arguments):
        """Run a check; what it cannot read is a difference of its file. Returns what the check returns, or None."""
        try:
            return check(*arguments)
        except Wrong as wrong:
            self.wrong(wrong.path, wrong.text)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as why:
            self.wrong(path, f"its contents cannot be read as they should ({type(why).__name__}: {why})")
        return None


# --- 2  Reading the bundle safely -------------------------------------------------------------------------------------

MOST_FILES = 200_000
MOST_BYTES = 16 * 1024**3
MOST_IN_MEMORY = 512 * 1024**2
"""A file that is read as a whole; entries are read line by line."""
MOST_RATIO = 1_100
"""What is packed tighter than deflate can pack is a trap."""
LONGEST_LINE = 64 * 1024**2
CHUNK = 1024 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OverflowError)


class Bundle:
    """A ZIP file that is read and never unpacked to the disk."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
            self.members = self._members()
        except FileNotFoundError:
            raise BadInput(f"There is no file {path}.") from None
        except OSError as why:
            raise BadInput(f"{path} cannot be read: {why.strerror or why}.") from None
        except (*DAMAGED, ValueError):
            raise BadInput(f"{path} is not a whole ZIP file: it is damaged, cut short, or something else.") from None
        if "manifest.json" not in self.members:
            raise BadInput(f"{path} is a ZIP file but no evidence bundle: it has no manifest.json.")

    def _members(self):
        found = {}
        infos = self.zip.infolist()
        if len(infos) > MOST_FILES:
            raise BadInput(f"The ZIP file names more than {MOST_FILES} files.")
        for info in infos:
            name = info.filename
            parts = name.split("/")
            if not name or name.startswith("/") or "\\" in name or ":" in name or {"", ".", ".."} & set(parts):
                raise BadInput(f"The ZIP file holds a name that no bundle uses: {name!r}.")
            if name in found:
                raise BadInput(f"The ZIP file holds {name} twice.")
            if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise BadInput(f"The ZIP file packs {name} in a way no bundle does.")
            if info.file_size > MOST_RATIO * (info.compress_size + 1024):
                raise BadInput(f"The ZIP file packs {name} so tightly that it looks like a trap.")
            found[name] = info
        if sum(info.file_size for info in found.values()) > MOST_BYTES:
            raise BadInput("The ZIP file unpacks to more than 16 GiB.")
        return found

    def has(self, name):
        """Whether there is a file of this name."""
        return name in self.members

    def chunks(self, name):
        """The contents of a file, bit by bit. Raises Wrong for a damaged one."""
        if name not in self.members:
            raise Wrong(name, "the file is missing")
        try:
            with self.zip.open(self.members[name]) as file:
                while True:
                    chunk = file.read(CHUNK)
                    if not chunk:
                        return
                    yield chunk
        except (*DAMAGED, OSError):
            raise Wrong(name, "the file is damaged inside the ZIP") from None

    def read(self, name):
        """The contents of a small file."""
        if name in self.members and self.members[name].file_size > MOST_IN_MEMORY:
            raise Wrong(name, "the file is larger than any of its kind")
        return b"".join(self.chunks(name))

    def lines(self, name):
        """The lines of a file as bytes, without their ends. Every line ends with a newline."""
        rest = b""
        for chunk in self.chunks(name):
            pieces = (rest + chunk).split(b"\n")
            rest = pieces.pop()
            if len(rest) > LONGEST_LINE:
                raise Wrong(name, "a line is longer than any entry")
            yield from pieces
        if rest:
            raise Wrong(name, "its last line has no end")

    def json(self, name):
        """The JSON value in a file."""
        return strict_json(self.read(name).decode("utf-8"))

    def json_lines(self, name):
        """The JSON values of a file, a line each."""
        for line in self.lines(name):
            yield strict_json(line.decode("utf-8"))


# --- 3  Ed25519 (RFC 8032) --------------------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _recover_x(y, sign):
    """The x of a point with this y, or None where there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)
NEUTRAL = (0, 1, 1, 0)


def _add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar, point):
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _encoded(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decoded(data):
    """The point of 32 bytes, or None: no point, or not written in its one proper way."""
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = _recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def ed25519_verifies(public_key, signature, message):
    """Whether a 64-byte signature over a message is by the holder of a 32-byte public key.

    Source: RFC 8032, section 5.1.7. Refused are S >= L (section 8.4), points with a coordinate >= p, x = 0 with its
    sign bit set, and public keys of small order, for which anybody can sign.
    """
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, point, s = _decoded(public_key), _decoded(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or point is None or s >= L:
        return False
    if _encoded(_times(8, key)) == _encoded(NEUTRAL):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % L
    negative = (P - key[0], key[1], 1, P - key[3])
    return _encoded(_add(_times(s, BASE), _times(k, negative))) == signature[:32]


def fingerprint(public_key_hex):
    """SHA-256 (hex) of the 32 bytes of a public key."""
    return hashlib.sha256(unhex(public_key_hex, 32)).hexdigest()


# --- 4  Canonical JSON, hashes, commitments ---------------------------------------------------------------------------

MAX_INTEGER = 2**53 - 1


def _no_float(text):
    raise ValueError(f"{text} is no integer")


def _no_twins(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def strict_json(text):
    """A JSON value without floats and without twice the same key."""
    return json.loads(text, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_no_twins)


def canonical(value):
    """The one way to write a value (RFC 8785, restricted): sorted ASCII keys, NFC, no floats. Raises ValueError."""
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _check(value):
    if isinstance(value, str):
        value.encode("utf-8")
        if not value.isascii() and unicodedata.normalize("NFC", value) != value:
            raise ValueError("text is not in NFC")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not key.isascii():
                raise ValueError("a key is not ASCII")
            _check(item)
    elif isinstance(value, list):
        for item in value:
            _check(item)
    elif isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > MAX_INTEGER:
            raise ValueError("an integer is beyond 2^53 - 1")
    elif value is not None and not isinstance(value, bool):
        raise ValueError("a value of a kind that is never recorded")


def unhex(text, length):
    """Bytes of a lowercase hex text of exactly this many bytes. Raises ValueError."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9a-f]*", text) or len(text) != 2 * length:
        raise ValueError(f"not {length} bytes in hex")
    return bytes.fromhex(text)


def entry_hash(text):
    """SHA-256 of an entry's canonical text with its prefix."""
    return hashlib.sha256(ENTRY_PREFIX + text).hexdigest()


def commitment(salt, value):
    """The salted hash by which an entry speaks of personal data it does not hold."""

    def in_nfc(one):
        if isinstance(one, list):
            return [in_nfc(item) for item in one]
        return unicodedata.normalize("NFC", one) if isinstance(one, str) else one

    return hashlib.sha256(COMMITMENT_PREFIX + bytes.fromhex(salt) + canonical(in_nfc(value)).encode()).hexdigest()


# --- 5  The Merkle tree (RFC 9162) ------------------------------------------------------------------------------------


def leaf_hash(data):
    """Section 2.1.1: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    """Section 2.1.1: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class GrowingTree:
    """The root after each leaf, holding one hash for each perfect subtree: some 20 for a million leaves."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def add(self, data):
        """One leaf more."""
        running, size = leaf_hash(data), self.size
        while size & 1:
            running = node_hash(self.peaks.pop(), running)
            size >>= 1
        self.peaks.append(running)
        self.size += 1

    def root(self):
        """The root over all leaves so far."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        running = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            running = node_hash(peak, running)
        return running


def merkle_root(leaves):
    """The root over leaf data."""
    tree = GrowingTree()
    for data in leaves:
        tree.add(data)
    return tree.root()


def is_included(data, index, size, path, root):
    """Whether data is leaf ``index`` (from 0) of the tree of this size and root. Section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    fn, sn, running = index, size - 1, leaf_hash(data)
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            running = node_hash(sibling, running)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            running = node_hash(running, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and running == root


def is_consistent(first, second, first_root, second_root, path):
    """Whether the tree of ``second`` leaves begins with that of ``first``. Section 2.1.4.2; first of 0 always does."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        return not path and (first == 0 or first_root == second_root)
    hashes = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not hashes:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return _climb(fn, sn, hashes) == (first_root, second_root)


def _climb(fn, sn, hashes):
    """Both roots a consistency proof leads to; None where it is too long or too short."""
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return (old, new) if sn == 0 else None


# --- 6  Polish public holidays and the terms of art. 57 KPA -----------------------------------------------------------

ONE_DAY = dt.timedelta(days=1)
FIXED = (
    # month, day, first year, last year: acts of 18.01.1951, 15.02.1989, 17.05.1989, 6.04.1990, 24.09.2010, 7.11.2018,
    # 6.12.2024
    (1, 1, 1991, 9999),
    (1, 6, 2011, 9999),
    (5, 1, 1991, 9999),
    (5, 3, 1991, 9999),
    (8, 15, 1991, 9999),
    (11, 1, 1991, 9999),
    (11, 11, 1991, 9999),
    (11, 12, 2018, 2018),
    (12, 24, 2025, 9999),
    (12, 25, 1991, 9999),
    (12, 26, 1991, 9999),
)
AFTER_EASTER = (0, 1, 49, 60)
SATURDAYS_FROM = dt.date(2011, 6, 15)
"""Resolution I OPS 1/11 of the Supreme Administrative Court; written into art. 57 § 4 KPA from 1 June 2017."""
FIRST_DAY, LAST_DAY = dt.date(1991, 1, 1), dt.date(2040, 12, 31)
FIRST_TERM_DAY = dt.date(2011, 1, 1)
_YEARS = {}


def easter(year):
    """Easter Sunday by the Gregorian rule of golden number, epact and Sunday letter (Clavius 1603)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    skipped_leaps, moon = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    sunday = 5 * year // 4 - skipped_leaps - 10
    epact = (11 * golden + 20 + moon - skipped_leaps) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = 44 - epact
    if full < 21:
        full += 30
    day = full + 7 - (sunday + full) % 7
    return dt.date(year, 3, 1) + (day - 1) * ONE_DAY


def holidays(year):
    """The public holidays of a year."""
    if year not in _YEARS:
        found = {dt.date(year, month, day) for month, day, first, last in FIXED if first <= year <= last}
        found |= {easter(year) + days * ONE_DAY for days in AFTER_EASTER}
        _YEARS[year] = found
    return _YEARS[year]


def is_holiday(day):
    """Whether a day is a public holiday."""
    return day in holidays(day.year)


def ends_no_term(day):
    """Whether a term cannot end on a day (art. 57 § 4 KPA)."""
    return day.weekday() == 6 or (day.weekday() == 5 and day >= SATURDAYS_FROM) or is_holiday(day)


def is_working_day(day):
    """Monday to Friday, no public holiday."""
    return day.weekday() < 5 and not is_holiday(day)


_WORKING = []


def working_days(start, end):
    """Working days from a day to another, the last not counted; negative where the end comes first."""
    if not _WORKING:
        day, count = FIRST_DAY, 0
        while day <= LAST_DAY:
            _WORKING.append(count)
            count += is_working_day(day)
            day += ONE_DAY
    return _WORKING[(end - FIRST_DAY).days] - _WORKING[(start - FIRST_DAY).days]


def working_day_before(day, count):
    """The count-th working day before a day."""
    while count:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day


def raw_end(start, amount, unit):
    """Where counting ends (art. 57 § 1-3a KPA): days after the day of the event, else the same day later on."""
    if unit == "days":
        day = start
        for _step in range(amount):
            day += ONE_DAY
        return day
    if unit == "weeks":
        return start + 7 * amount * ONE_DAY
    if unit not in ("months", "years"):
        raise ValueError(f"{unit} is no unit of time")
    months = start.year * 12 + start.month - 1 + amount * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    day = start.day
    while True:
        try:
            return dt.date(year, month + 1, day)
        except ValueError:
            day -= 1


class Term:
    """A term: where counting ends, the days stepped over, the last day, the day of warning."""

    def __init__(self, start, amount, unit):
        self.start, self.raw_end = start, raw_end(start, amount, unit)
        self.skipped, day = [], self.raw_end
        while ends_no_term(day):
            self.skipped.append(day)
            day += ONE_DAY
        self.last_day = day
        if start < FIRST_TERM_DAY or day > LAST_DAY:
            raise ValueError(f"a term from {start} is outside 2011-2040")
        self.warn_on = working_day_before(self.raw_end, 3)


def is_summer(moment):
    """Whether Warsaw keeps summer time: from 01:00 UTC of the last Sunday of March to that of October (since 1996)."""

    def last_sunday(month):
        day = dt.date(moment.year, month, 31)
        while day.weekday() != 6:
            day -= ONE_DAY
        return dt.datetime(day.year, day.month, day.day, 1)

    return last_sunday(3) <= moment < last_sunday(10)


def local_day(moment):
    """The date in Warsaw of a moment (UTC, naive)."""
    return (moment + dt.timedelta(hours=2 if is_summer(moment) else 1)).date()


def moment_of(text):
    """A moment as the record writes it: 2026-10-03T12:30:00.000000Z, as naive UTC."""
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")


def day_of(text):
    """A date, written 2026-10-03; None stays None."""
    if text is None:
        return None
    day = dt.date(int(text[:4]), int(text[5:7]), int(text[8:]))
    if day.isoformat() != text:
        raise ValueError(f"{text!r} is no date")
    return day


# --- 7  Replaying the entries of a case -------------------------------------------------------------------------------

ROOM = "complaints:complaint:"
STEPS = frozenset((
    "qualify", "call", "serve", "served", "complete", "leave", "transfer", "point", "to_council", "resolve", "return",
    "pass_up", "delay", "extend", "wait", "tell", "send_back", "annotate", "divert", "split", "join", "pass_on",
    "own_decision", "result", "withdraw",
))  # fmt: skip
BEGINNINGS = frozenset((ROOM + "receive", ROOM + "import"))
CORRECTABLE = frozenset(("received_on", "settled_on", "outcome"))
LEAVING = frozenset(("leave", "transfer", "point", "divert", "withdraw", "join"))
OUTCOME_OF = {"annotate": "powtorna", "pass_on": "przekazane", "own_decision": "nowa_decyzja"}
PASSED_ON = frozenset(("odwolanie", "zazalenie", "ponaglenie"))
TRANSFERRED = ("transfer", "point", "to_council")
TRANSFER_DAYS, COUNCILLOR_DAYS = {"skarga": 7, "wniosek": 7, "petycja": 30}, 14
"""By when a skarga or wniosek (art. 231, 243 KPA) or a petition (art. 6 ust. 1 of the petitions act) is passed to the
competent body, and an MP, senator or councillor hears how it stands (art. 237 par. 2, 247 KPA)."""
RECEIPT = "potwierdzenie"
CONFIRMATIONS = frozenset(("complaints:complaint:acknowledge", "complaints:receipt:dispatch"))
TOLD_OF_DELAY = frozenset(("skarga", "wniosek"))
PREFIXES = {"SW": "", "P": "P ", "O": "O "}


LAW = {
    "skarga": ("skarga_settle", 1, "months", "late_notice_36", None),
    "wniosek": ("wniosek_settle", 1, "months", "notice_245", None),
    "petycja": ("petycja_settle", 3, "months", "extension_10", "2015-09-06"),
    "odwolanie": ("odwolanie_pass_on", 7, "days", "ponaglenie", None),
    "zazalenie": ("zazalenie_pass_on", 7, "days", "ponaglenie", None),
    "ponaglenie": ("ponaglenie_pass_on", 7, "days", "supervision", "2017-06-01"),
}
"""What the office owes first, by kind: rule, amount, unit, what follows from delay, first day; no bundle brings others.
Source: art. 237 § 1, 244, 133, 144, 37 § 4 KPA; art. 10 ust. 1 of the petitions act."""
EXTENSION = ("petycja_extension", 3, "months", None, "2015-09-06")
"""By how much a petition may be put off (art. 10 ust. 3)."""


class Rules:
    """The terms of the law, as rows of data in the bundle, held against those written above."""

    def __init__(self, rows):
        self.rows = rows
        for row in rows:
            row["from"], row["to"] = day_of(row["in_force_from"]), day_of(row["in_force_to"])

    @staticmethod
    def is_first(row):
        """Whether a row is what the office owes first for a kind of case."""
        starts = row["starts"] in ("received_on", "competent_on", "completed_on")
        return starts and row["bound"] == "office" and row["when"] == "" and bool(row["kinds"])

    def check(self):
        """The rules by which deadlines are counted here are the law this verifier knows, and no others."""
        for row in self.rows:
            known = [LAW.get(kind) for kind in row["kinds"]] if self.is_first(row) else []
            known += [EXTENSION] if row["id"] == EXTENSION[0] else []
            told = (row["id"], row["amount"], row["unit"], row["consequence"], row["in_force_from"])
            if any(one != told for one in known) or (known and row["in_force_to"] is not None):
                raise Wrong(RULES, f"the rule {row['id']} is not the law this verifier knows")
        named = [kind for row in self.rows if self.is_first(row) for kind in row["kinds"]]
        if sorted(named) != sorted(LAW) or sum(row["id"] == EXTENSION[0] for row in self.rows) != 1:
            raise Wrong(RULES, "a rule is missing, or stands twice")

    @staticmethod
    def _in_force(row, on):
        return not (row["from"] and on < row["from"]) and not (row["to"] and on > row["to"])

    def first_duty(self, kind, on):
        """What the office owes first for a kind of case received on a day."""
        for row in self.rows:
            if self.is_first(row) and kind in row["kinds"] and self._in_force(row, on):
                return row
        return None

    def named(self, key, on):
        """The wording of a rule on a day."""
        for row in self.rows:
            if row["id"] == key and self._in_force(row, on):
                return row
        raise ValueError(f"there is no rule {key} on {on}")


class Course:
    """What follows from the day of receipt and the steps: term, last day, notices."""

    def __init__(self, rules, case):
        self.rule = rules.first_duty(case.kind, case.received_on)
        if self.rule is None:
            raise ValueError(f"no term for {case.kind} on {case.received_on}")
        self.term = Term(_start(case), self.rule["amount"], self.rule["unit"])
        self.due_on, self.warn_on, self.raw_end = self.term.last_day, self.term.warn_on, self.term.raw_end
        self.extended_by = None
        if self.rule["consequence"] == "extension_10":
            self._extend(rules, case)
        told = self._told_in_time(case)
        ended = case.settled_on or case.left_on
        outlived = bool(told) and ended is not None and ended > told[-1][2]
        self.noticed_on = told[0][1] if told and not outlived else None

    def _extend(self, rules, case):
        """The extension of a petition counts if told by the last day and no longer than the law lets it be."""
        row = rules.named("petycja_extension", case.received_on)
        longest = Term(self.term.last_day, row["amount"], row["unit"]).last_day
        told = [
            step
            for step in case.steps
            if step[0] == "extend" and step[2] and self.term.start <= step[1] <= self.term.last_day
        ]
        if told and self.term.last_day < told[-1][2] <= longest:
            self.extended_by = told[-1]
            self.due_on = self.raw_end = told[-1][2]
            self.warn_on = working_day_before(self.due_on, 3)

    def notices(self, case):
        """Every notice of delay or extension, and whether it counts."""
        told = {(on, until) for _move, on, until in self._told_in_time(case)}
        return [
            {
                "move": move,
                "on": _text(on),
                "until": _text(until),
                "in_time": (on, until) in told or (move, on, until) == self.extended_by,
                "moves_the_day": (move, on, until) == self.extended_by,
            }
            for move, on, until in case.steps
            if move in ("delay", "extend")
        ]

    def _told_in_time(self, case):
        """Notices of delay in an unbroken row: each sent by the day that held, announcing a later one."""
        held, found = self.term.last_day, []
        for move, on, until in case.steps:
            if move == "delay" and until and case.kind in TOLD_OF_DELAY and self.term.start <= on <= held < until:
                found.append((move, on, until))
                held = until
        return found


def _start(case):
    """The day the main term is counted from."""
    start, council = case.received_on, None
    for move, on, until in case.steps:
        if move == "to_council":
            council = council or on
            start = council
        elif move == "return":
            start = case.received_on
        elif move == "complete" and case.kind == "petycja":
            start = on
        elif move == "wait" and until:
            start = until
    return start


class Case:
    """A case as its entries tell it."""

    __slots__ = (
        "channel", "confirmed_on", "department", "due_at", "due_on", "external", "has_corrective", "has_rule", "id",
        "is_councillors", "is_imported", "is_lawful", "kind", "left_how", "left_on", "noticed_on", "numbers",
        "other_days", "outcome", "positions", "received_at", "received_on", "result", "result_on", "settled_at",
        "settled_on", "steps", "topic", "warn_on",
    )  # fmt: skip

    def __init__(self, key):
        self.id, self.kind, self.positions, self.steps, self.numbers = key, None, 0, [], []
        self.department = self.received_on = self.received_at = self.external = self.outcome = None
        self.due_on = self.due_at = self.warn_on = self.noticed_on = None
        self.settled_on = self.settled_at = self.left_on = self.left_how = None
        self.channel = self.confirmed_on = self.result = self.result_on = self.topic = None
        self.is_lawful = True
        """Whether a term of the law runs at all; not where another system named a moment or no term."""
        self.has_rule = self.is_imported = self.is_councillors = self.has_corrective = False
        self.other_days = []
        """Entries that name another last day than is counted here: leaf, day named, day counted. A later entry that
        says that rule or calendar changed from the one to the other explains them."""

    @property
    def number(self):
        """The number people know it by."""
        return self.numbers[-1] if self.numbers else self.external or ""

    @property
    def is_open(self):
        """Neither settled nor gone elsewhere."""
        return self.settled_on is None and self.left_on is None

    def take(self, entry, rules, path, findings):
        """One entry more; a last day it names must be the one that is counted here."""
        self._confirm(entry)
        if not entry["tag"].startswith(ROOM):
            return
        verb, data = entry["tag"][len(ROOM) :], entry["data"]
        if verb in STEPS:
            self._step(verb, data)
            named = data["last_day"]
        elif verb in ("receive", "import"):
            (self._receive if verb == "receive" else self._import)(data, rules)
            named = data["last_day"] if verb == "receive" else data["due_on"]
            if verb == "receive":
                self._check_rule(data, rules, entry["leaf"], path, findings)
        elif verb == "correct":
            self._correct(data)
            named = data["last_day"]
        elif verb == "settle":
            self.settled_on, self.outcome = day_of(data["settled_on"]), data["outcome"]
            self.has_corrective = data.get("corrective") is not None
            named = None
        elif verb == "reproject":
            named = data["after"]["last_day"]
            was = data["before"]["last_day"]
            self.other_days = [one for one in self.other_days if (one[1], _text(one[2])) != (was, named)]
        else:
            if verb in ("assign", "hand_on", "release", "describe"):
                self.department = data["department"]
            if verb == "sort":
                self.topic = data["topic"]
            elif verb == "describe":
                self.is_councillors = bool(data["councillor"])
            elif verb == "erase":
                self.has_corrective = False  # its words are gone
            return
        self._count(rules, named, verb, entry["leaf"])

    def _confirm(self, entry):
        """The first confirmation that was given, by whatever way; its day is that of its entry."""
        is_letter = entry["tag"] == "complaints:letter:send" and entry["data"]["template"] == RECEIPT
        if self.confirmed_on is None and (is_letter or entry["tag"] in CONFIRMATIONS):
            self.confirmed_on = local_day(moment_of(entry["recorded_at"]))

    def _receive(self, data, rules):
        self.kind, self.department, self.received_on = data["kind"], data["department"], day_of(data["received_on"])
        self.numbers.append(written_number(data))
        self.channel, self.is_councillors = data["channel"], bool(data.get("councillor"))
        self.has_rule = rules.first_duty(self.kind, self.received_on) is not None

    def _check_rule(self, data, rules, leaf, path, findings):
        rule = rules.first_duty(self.kind, self.received_on)
        if rule is None or (rule["id"], rule["version"]) != (data["rule"], data["rule_version"]):
            findings.wrong(path, f"entry {leaf} names the rule {data['rule']} v{data['rule_version']}, not the law's")

    def _import(self, data, rules):
        self.kind, self.department, self.received_on = data["kind"], data["department"], day_of(data["received_on"])
        self.channel = data["channel"]
        self.is_imported, self.external, self.outcome = True, data["external_number"], data["outcome"]
        self.due_on, self.settled_on = day_of(data["due_on"]), day_of(data["settled_on"])
        self.received_at, self.due_at, self.settled_at = (
            data[name] and moment_of(data[name]) for name in ("received_at", "due_at", "settled_at")
        )
        self.has_rule, self.is_lawful = False, bool(self.due_on and not self.due_at)
        if self.is_lawful and rules.first_duty(self.kind, self.received_on):
            self.has_rule = Course(rules, self).due_on == self.due_on

    def _step(self, verb, data):
        on = day_of(data["on"])
        if verb == "qualify":
            self.kind = data["to"]
            if data["number"] is not None and written_number(data) != self.number:
                self.numbers.append(written_number(data))
        self.steps.append((verb, on, day_of(data["until"])))
        if verb in LEAVING and self.settled_on is None:
            self.left_on, self.left_how = on, verb
        elif verb in ("return", "complete"):
            self.left_on = self.left_how = None
        elif verb in OUTCOME_OF:
            self.settled_on, self.outcome = on, OUTCOME_OF[verb]
        elif verb == "result":
            self.result, self.result_on = data["basis"], on

    def _correct(self, data):
        """What was recorded wrongly is another one now; entries are never edited."""
        name, after = data["field"], data["after"]
        if data["step"] is None:
            if name not in CORRECTABLE | {"channel"}:
                raise ValueError(f"{name} is nothing that is corrected")
            setattr(self, name, after if name in ("channel", "outcome") else day_of(after))
            return
        place = data["step"] - 1
        move, on, until = self.steps[place]
        if name == "until_on":
            self.steps[place] = (move, on, day_of(after))
            return
        self.steps[place] = (move, day_of(after), until)
        if any(later[0] == move for later in self.steps[place + 1 :]):
            return
        if move in OUTCOME_OF:
            self.settled_on = day_of(after)
        elif move in LEAVING and self.left_how == move:
            self.left_on = day_of(after)
        elif move == "result":
            self.result_on = day_of(after)

    def first_due(self, rules):
        """The last day of a petition before anybody put it off; None of any other case."""
        if self.kind != "petycja" or not self.is_lawful or rules.first_duty(self.kind, self.received_on) is None:
            return None
        return Course(rules, self).term.last_day

    def _count(self, rules, named, verb, leaf):
        if not self.has_rule:
            return
        course, before = Course(rules, self), self.due_on
        if self.is_imported and verb != "import" and named is not None and named == _text(before) != str(course.due_on):
            self.has_rule = False  # judged by what its own file said
            return
        self.due_on, self.warn_on, self.noticed_on = course.due_on, course.warn_on, course.noticed_on
        if verb not in ("settle", "import") and named != course.due_on.isoformat():
            self.other_days.append((leaf, named, course.due_on))

    def verdict(self, today, now):
        """How it stands on a day: the product's verdict, from dates alone."""
        only_day = self.settled_at is None and (self.settled_on or self.left_on) is not None
        if self.due_at is not None and not (only_day and self.due_on is not None):
            if self.settled_at is not None:
                return "on_time" if self.settled_at <= self.due_at else "late"
            return "overdue" if now > self.due_at else "open"
        if self.due_on is None:
            return "no_term"
        late = "late" if self.noticed_on is None else "late_noticed"
        if self.settled_on is not None:
            return "on_time" if self.settled_on <= self.due_on else late
        if self.left_on is not None:
            owed_nothing = self.left_how == "leave" and self.kind in PASSED_ON
            return "left" if owed_nothing or self.left_on <= self.due_on else late
        if today > self.due_on:
            return "overdue"
        return "soon" if self.warn_on is not None and today >= self.warn_on else "open"


def written_number(data):
    """A number of the register as people write it."""
    return f"{PREFIXES.get(data['register'], data['register'] + ' ')}{data['number']}/{data['year']}"


def _text(value):
    return None if value is None else value.isoformat()


# --- 8  What a bundle holds: manifest, record, seals, anchor, receipt -------------------------------------------------

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
ENTRIES, PROOFS = "record/entries.txt", "record/proofs.jsonl"
SEALS, KEYS, CONSISTENCY = "seals/seals.jsonl", "seals/keys.jsonl", "seals/consistency.json"
WORKINGS, SAMPLE = "cases/deadlines.jsonl", "cases/sample.json"
CALENDAR, RULES, MEASURES = "definitions/calendar.json", "definitions/rules.json", "definitions/measures.json"
DEPARTMENTS, LETTERS = "definitions/departments.json", "letters/letters.jsonl"
COUNTS, BATCHES = "survey/counts.json", "survey/batches.jsonl"
CITY, VOICE = "results/answers.csv", "survey/voice.json"
PUBLISHED, COMPARED, PARTS = "results/published.jsonl", "results/comparisons.csv", "results/comparisons.json"
SERIES, SERIES_PARTS = "results/series.csv", "results/series.json"
MANIFEST_KEYS = {
    "format", "office", "office_name", "scope", "month", "cases", "sample", "leaf", "root", "head", "as_of", "program",
    "key", "public_key", "files",
}  # fmt: skip
ENTRY_KEYS = {
    "format": int, "office": str, "stream": str, "position": int, "leaf": int, "tag": str, "recorded_at": str,
    "effective_on": str, "actor": str, "reason": str, "data": dict, "previous": str,
}  # fmt: skip
SEAL_KEYS = {
    "format": int, "office": str, "number": int, "size": int, "root": str, "head": str, "sealed_at": str,
    "previous": str, "key": str,
}  # fmt: skip
ANCHOR_KEYS = {
    "format": int, "office": str, "number": int, "size": int, "root": str, "seal": str, "public_key": str,
    "canonical": str, "signature": str,
}  # fmt: skip


def shaped(value, kinds):
    """Whether a value is an object with exactly these keys of these kinds."""
    return (
        isinstance(value, dict)
        and value.keys() == kinds.keys()
        and all(type(value[key]) is kind for key, kind in kinds.items())
    )


class Record:
    """What is learned from the entries."""

    def __init__(self, manifest):
        self.office, self.leaf = manifest["office"], manifest["leaf"]
        self.root, self.head = unhex(manifest["root"], 32), manifest["head"]
        self.is_complete = manifest["scope"] == "month"
        self.is_second = manifest["format"] == BUNDLE_FORMATS[0]
        self.roots, self.heads, self.hashes, self.moments = {}, {}, {}, {}
        self.cases, self.keys, self.seal_entries, self.batches, self.letters = {}, [], {}, {}, {}
        self.key_leaves, self.departments, self.figures = [], {}, {}
        self.desks, self.visits = {}, {}
        """The department of each desk; the visits of each desk and day."""
        self.entries = 0
        self.last_moment = ""
        self.month, self.editions = manifest["month"], {}
        self.as_of, self.chosen = manifest["as_of"], frozenset(manifest["cases"])
        self.snapshots = {}
        """Cases as they stood when the month was published: leaf -> moment, then leaf -> cases."""


def read_manifest(bundle, findings):
    """The manifest, or BadInput where it is none. Its signature is checked elsewhere."""
    raw = bundle.read(MANIFEST)
    try:
        manifest = strict_json(raw.decode("utf-8"))
        is_known = isinstance(manifest, dict) and manifest.get("format") in BUNDLE_FORMATS
    except (ValueError, RecursionError):
        raise Wrong(MANIFEST, "it cannot be read: it was changed or damaged") from None
    if not is_known:
        raise BadInput(
            f"manifest.json is not that of an evidence bundle of a form known here: {', '.join(BUNDLE_FORMATS)}."
        )
    if manifest.keys() != MANIFEST_KEYS or manifest["scope"] not in ("month", "cases", "sample"):
        raise Wrong(MANIFEST, "it does not say exactly what a manifest says")
    return raw, manifest


def check_signature(bundle, findings, raw, manifest, expected):
    """The manifest's signature, and whether the key is the expected one. Returns whether it is signed."""
    if manifest["key"] is None:
        if bundle.has(SIGNATURE):
            raise Wrong(SIGNATURE, "there is a signature, but the manifest names no key")
        if expected:
            raise Wrong(MANIFEST, f"it is not signed, though it should be by the key {expected}")
        findings.note("NOT SIGNED: the office had no seal key. What follows proves only that the files agree among")
        findings.note("themselves; whoever made the bundle could have made all of it up.")
        return False
    public = unhex(manifest["public_key"], 32)
    if fingerprint(manifest["public_key"]) != manifest["key"]:
        raise Wrong(MANIFEST, "its key does not have the fingerprint it names")
    signature = bundle.read(SIGNATURE)
    if not re.fullmatch(rb"[0-9a-f]{128}\n", signature):
        raise Wrong(SIGNATURE, "it is no signature")
    if not ed25519_verifies(public, bytes.fromhex(signature.decode().strip()), MANIFEST_PREFIX + raw):
        raise Wrong(SIGNATURE, "the signature does not fit manifest.json: one of the two was changed or is of others")
    findings.ok(SIGNATURE, f"manifest.json is signed by the key {manifest['key']}")
    return True


def check_files(bundle, findings, manifest):
    """Every file is the one the manifest names, and there is no other."""
    listed = {one["path"]: one for one in manifest["files"]}
    if len(listed) != len(manifest["files"]) or {MANIFEST, SIGNATURE} & listed.keys():
        raise Wrong(MANIFEST, "it names a file twice, or itself")
    for path in sorted(listed.keys() | bundle.members.keys()):
        if path in (MANIFEST, SIGNATURE):
            continue
        if path not in listed:
            findings.wrong(path, "the manifest knows no such file")
            continue
        findings.checking(path, _check_file, bundle, listed[path])
    differing = [path for path in findings.by_file if path in listed]
    if not differing:
        findings.ok(MANIFEST, f"{len(listed)} files have the size and hash it names, and there is no other")


def _check_file(bundle, one):
    digest, size = hashlib.sha256(), 0
    for chunk in bundle.chunks(one["path"]):
        digest.update(chunk)
        size += len(chunk)
    if size != one["size"] or digest.hexdigest() != one["sha256"]:
        raise Wrong(one["path"], "the file is not the one the manifest names: its contents were changed")


def check_entries(bundle, findings, record, rules, sizes):
    """Every entry: its form, hash, place; with all of them also chain and root at each of the sizes."""
    tree, positions, previous = GrowingTree(), {}, NOTHING_BEFORE
    before, proofs = 0, _proofs(bundle) if not record.is_complete else None
    if record.is_complete and 0 in sizes:
        record.roots[0] = tree.root()
    for line in bundle.lines(ENTRIES):
        entry, digest = _entry(line, before)
        leaf = entry["leaf"]
        _check_place(entry, digest, record, positions, before)
        if record.is_complete:
            if leaf != before + 1 or entry["previous"] != previous:
                raise Wrong(ENTRIES, f"entry {leaf} does not follow entry {before}: the chain is broken there")
            tree.add(bytes.fromhex(digest))
            if leaf in sizes:
                record.roots[leaf], record.heads[leaf] = tree.root(), digest
            if leaf in sizes or leaf - 1 in sizes:
                record.moments[leaf] = entry["recorded_at"]
        elif not is_included(bytes.fromhex(digest), leaf - 1, record.leaf, proofs.get(leaf, [b""]), record.root):
            raise Wrong(PROOFS, f"entry {leaf} is not proved to be in the record")
        if not record.is_complete:
            record.hashes[leaf] = digest
        previous, before = digest, leaf
        record.entries += 1
        _learn(entry, record, rules, findings)
        if leaf in record.snapshots:
            record.snapshots[leaf] = known_cases(record, record.snapshots[leaf])
    for case in record.cases.values():
        for leaf, named, counted in case.other_days:
            findings.wrong(ENTRIES, f"entry {leaf}, case {case.number}: last day {named}, counted {counted}")
    if record.last_moment > record.as_of:
        raise Wrong(MANIFEST, f"it speaks of {record.as_of}, before its last entry was recorded")
    if record.is_complete:
        _check_end(tree, previous, record, findings)
    elif record.cases.keys() != record.chosen:
        raise Wrong(ENTRIES, "its cases are not those the manifest names")
    if not record.is_complete:
        findings.ok(PROOFS, f"{record.entries} entries are in the record of {record.leaf} entries, each by its proof")


def _check_end(tree, previous, record, findings):
    if tree.size != record.leaf or previous != record.head:
        raise Wrong(ENTRIES, f"it ends with entry {tree.size}, the manifest's last one is {record.leaf}, or another")
    if tree.root() != record.root:
        raise Wrong(ENTRIES, "the root computed from all entries is not the manifest's")
    findings.ok(ENTRIES, f"{tree.size} entries: every hash, the whole chain and the root {record.root.hex()}")


def _entry(line, before):
    if len(line) < 66 or line[64:65] != b" ":
        raise Wrong(ENTRIES, f"the line after entry {before} is no entry")
    digest, text = line[:64].decode("ascii", "replace"), line[65:]
    if entry_hash(text) != digest:
        raise Wrong(ENTRIES, f"the entry after entry {before}: its text does not give its hash")
    try:
        entry = strict_json(text.decode("utf-8"))
        fits = canonical(entry).encode("utf-8") == text
    except (ValueError, RecursionError):
        fits = False
    if not fits or not shaped(entry, ENTRY_KEYS):
        raise Wrong(ENTRIES, f"the entry after entry {before} is not written in its one proper form")
    return entry, digest


def _check_place(entry, digest, record, positions, before):
    leaf, stream = entry["leaf"], entry["stream"]
    if entry["office"] != record.office:
        raise Wrong(ENTRIES, f"entry {leaf} belongs to another office ({entry['office']})")
    if leaf <= before or leaf > record.leaf or entry["format"] != 1:
        raise Wrong(ENTRIES, f"entry {leaf} stands where it cannot")
    if entry["position"] != positions.get(stream, 0) + 1:
        raise Wrong(ENTRIES, f"entry {leaf} leaves a gap in {stream}: an entry of it is missing")
    if entry["recorded_at"] < record.last_moment:
        raise Wrong(ENTRIES, f"entry {leaf} was recorded before the one in front of it")
    moment_of(entry["recorded_at"]), day_of(entry["effective_on"])
    positions[stream], record.last_moment = entry["position"], entry["recorded_at"]


def _proofs(bundle):
    return {one["leaf"]: [unhex(part, 32) for part in one["path"]] for one in bundle.json_lines(PROOFS)}


def _learn(entry, record, rules, findings):
    tag, data, leaf = entry["tag"], entry["data"], entry["leaf"]
    if entry["stream"].startswith("complaint:"):
        key = entry["stream"][len("complaint:") :]
        case = record.cases.get(key) or record.cases.setdefault(key, Case(key))
        case.positions = entry["position"]
        if (entry["position"] == 1) != (tag in BEGINNINGS):
            raise Wrong(ENTRIES, f"entry {leaf}: a case begins with its registration or import, and only once")
        try:
            case.take(entry, rules, WORKINGS if not record.is_complete else ENTRIES, findings)
        except (KeyError, TypeError, ValueError) as why:
            raise Wrong(ENTRIES, f"entry {leaf} cannot be replayed ({why})") from None
        if tag == "complaints:letter:send":
            record.letters[data["letter"]] = (leaf, key, data)
        elif tag == ROOM + "settle" and data["reply"] is not None:
            record.letters["answer:" + key] = (leaf, key, {"text": data["reply"]})
    elif tag == "results:month:publish" and data["month"] == record.month:
        record.editions[data["edition"]] = data
    elif tag == "ledger:key:begin":
        record.keys.append(data)
        record.key_leaves.append(leaf)
    elif tag == "office:department:open":
        record.departments[entry["stream"][len("department:") :]] = data["code"]
    elif tag in ("office:figure:add", "office:figure:change"):
        record.figures.setdefault(data["id"], {}).update(data["values" if tag.endswith("add") else "after"])
    elif tag in ("surveys:visits:report", "surveys:visits:correct"):
        record.visits[data["desk"], data["day"]] = data["visits" if tag.endswith("report") else "after"]
    elif tag.startswith("office:desk:"):
        _learn_desk(tag[len("office:desk:") :], data, record)
    elif tag == "ledger:seal:make":
        record.seal_entries[data["number"]] = (leaf, data)
    elif tag == "surveys:responses:seal":
        record.batches[leaf] = (data["count"], data["root"], entry["recorded_at"])


def _learn_desk(verb, data, record):
    """To which department a desk belongs."""
    if verb == "add":
        record.desks[data["desk"]] = data["department"]
    elif verb == "move":
        record.desks[data["id"]] = data["department"]
    elif verb in ("set_up", "change"):
        told = data["values" if verb == "set_up" else "after"]
        if "department_id" in told:
            record.desks[data["id"]] = told["department_id"]


def read_seals(bundle):
    """The seals of the bundle, in their order: text, parts, signature, hash."""
    found = []
    for one in bundle.json_lines(SEALS) if bundle.has(SEALS) else ():
        parts = strict_json(one["canonical"])
        if not shaped(parts, SEAL_KEYS) or canonical(parts) != one["canonical"] or parts["format"] != 1:
            raise Wrong(SEALS, f"seal {len(found) + 1} is not written in its one proper form")
        digest = hashlib.sha256(SEAL_PREFIX + one["canonical"].encode()).hexdigest()
        found.append((one["canonical"], parts, unhex(one["signature"], 64), digest))
    return found


def check_keys(bundle, findings, record, manifest):
    """Each key of the office, and that the one before handed over to it. Returns public keys by fingerprint."""
    rows = list(bundle.json_lines(KEYS)) if bundle.has(KEYS) else []
    found, previous = {}, None
    for row in rows:
        raw = unhex(row["public_key"], 32)
        if fingerprint(row["public_key"]) != row["key"] or row["previous"] != previous:
            raise Wrong(KEYS, f"the key {row['key']} does not follow the one before it")
        if previous and not ed25519_verifies(found[previous], unhex(row["signature"], 64), KEY_PREFIX + raw):
            raise Wrong(KEYS, f"the key {row['key']} was not handed over to by the key before it")
        found[row["key"]], previous = raw, row["key"]
    if record.is_complete and rows[: len(record.keys)] != record.keys:
        raise Wrong(KEYS, "the keys are not those the record tells of")
    if manifest["key"] is not None and found and manifest["key"] != previous:
        raise Wrong(KEYS, "the key that signed the manifest is not the office's present one")
    if found:
        findings.ok(KEYS, f"{len(found)} key(s) of the office, each handed over to by the one before")
    return found


def check_seals(bundle, findings, record, keys, seals):
    """Each seal: chain, signature, and the root it names against the entries."""
    previous, size, at, order, place = NOTHING_BEFORE, 0, "", list(keys), 0
    for number, (text, parts, signature, digest) in enumerate(seals, start=1):
        name = f"seal {number}"
        moment_of(parts["sealed_at"])
        if parts["office"] != record.office:
            raise Wrong(SEALS, f"{name} belongs to another office")
        if not (parts["number"] == number and parts["previous"] == previous and size <= parts["size"] <= record.leaf):
            raise Wrong(SEALS, f"{name} does not follow the one before it")
        if parts["key"] not in keys:
            raise Wrong(SEALS, f"{name} names a key the office does not have")
        if not ed25519_verifies(keys[parts["key"]], signature, SEAL_PREFIX + text.encode()):
            raise Wrong(SEALS, f"the signature of {name} does not fit")
        if order.index(parts["key"]) < place:
            raise Wrong(SEALS, f"{name} is signed by a key that was given up before")
        if parts["sealed_at"] < at:
            raise Wrong(SEALS, f"{name} names a moment before that of the seal in front of it")
        place = order.index(parts["key"])
        if record.is_complete:
            _check_seal_in_record(record, name, parts, digest)
        previous, size, at = digest, parts["size"], parts["sealed_at"]
    if record.is_complete and set(record.seal_entries) != set(range(1, len(seals) + 1)) - _unentered(record, seals):
        raise Wrong(SEALS, "the record tells of seals that are not here")
    if record.keys and not seals:
        raise Wrong(SEALS, "the record tells of a key of seals, and no key begins without a seal: it is missing")
    if seals:
        findings.ok(SEALS, f"{len(seals)} seals, signed and chained; the last one is over {size} entries, {at}")
        if record.leaf > size:
            findings.note(f"{record.leaf - size} entries are newer than the last seal.")


def _unentered(record, seals):
    """The last seal, where its own entry is the first behind the end of this bundle."""
    return {len(seals)} if seals and seals[-1][1]["size"] == record.leaf else set()


def _check_seal_in_record(record, name, parts, digest):
    size = parts["size"]
    if size > record.leaf or record.roots.get(size) != unhex(parts["root"], 32):
        raise Wrong(SEALS, f"{name}: the root computed from the first {size} entries is another")
    if size and record.heads.get(size) != parts["head"]:
        raise Wrong(SEALS, f"{name}: entry {size} has another hash")
    entered = record.seal_entries.get(parts["number"])
    if entered is None and size < record.leaf:
        raise Wrong(SEALS, f"{name}: the record has no entry of it")
    if entered and (entered[0] != size + 1 or entered[1]["seal"] != digest):
        raise Wrong(SEALS, f"{name}: the record tells of another seal with this number")
    before, after = record.moments.get(size, ""), record.moments.get(size + 1, parts["sealed_at"])
    if not before <= parts["sealed_at"] <= after:
        raise Wrong(SEALS, f"{name}: its moment is not between those of the entries around it")
    begun = bisect.bisect_right(record.key_leaves, size)
    if not begun or record.keys[begun - 1]["key"] != parts["key"]:
        raise Wrong(SEALS, f"{name}: its key was not the one of then")


def check_consistency(bundle, findings, record, seals):
    """With chosen cases: the tree of the bundle begins with that of every seal, so none is over another record."""
    if not seals:
        return
    paths = {one["number"]: [unhex(part, 32) for part in one["path"]] for one in bundle.json(CONSISTENCY)["seals"]}
    for _text, parts, _signature, _digest in seals:
        number, root = parts["number"], unhex(parts["root"], 32)
        if number not in paths or not is_consistent(parts["size"], record.leaf, root, record.root, paths[number]):
            raise Wrong(CONSISTENCY, f"the record of this bundle does not go on from seal {number}")
    told = f"the record of {record.leaf} entries begins with those under each of the {len(seals)} seals"
    findings.ok(CONSISTENCY, told)


def read_anchor(path):
    """An anchor file; BadInput where it is none."""
    anchor = read_outside(path, "anchor")
    if _anchor_parts(anchor) is None:
        raise BadInput(f"{path} is no anchor, or was changed: its parts and its signature do not fit together.")
    return anchor


def _anchor_parts(anchor):
    """The parts of the seal in an anchor whose hash and signature fit; None for anything else."""
    try:
        parts = strict_json(anchor["canonical"]) if shaped(anchor, ANCHOR_KEYS) else None
        if not shaped(parts, SEAL_KEYS) or canonical(parts) != anchor["canonical"]:
            return None
        message = SEAL_PREFIX + anchor["canonical"].encode()
        is_right = (
            all(anchor[name] == parts[name] for name in ("format", "office", "number", "size", "root"))
            and fingerprint(anchor["public_key"]) == parts["key"]
            and anchor["seal"] == hashlib.sha256(message).hexdigest()
            and ed25519_verifies(unhex(anchor["public_key"], 32), unhex(anchor["signature"], 64), message)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return parts if is_right else None


def read_outside(path, what):
    """A small JSON file given beside the bundle."""
    try:
        with Path(path).open("rb") as file:
            raw = file.read(CHUNK + 1)
    except OSError as why:
        raise BadInput(f"The {what} {path} cannot be read: {why.strerror or why}.") from None
    try:
        if len(raw) > CHUNK:
            raise ValueError
        value = strict_json(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadInput(f"{path} is no {what}: it is not the JSON file the office's program writes.") from None
    return value


def check_anchor(findings, path, anchor, record, seals):
    """A seal kept outside must be one of this record's."""
    if anchor["office"] != record.office:
        raise Wrong(path, "the anchor is of another office than the bundle")
    known = next((one for one in seals if one[1]["number"] == anchor["number"]), None)
    if known is None:
        if anchor["size"] > record.leaf:
            raise Wrong(path, f"the anchor is over {anchor['size']} entries, the bundle ends with entry {record.leaf}")
        raise Wrong(path, f"seal {anchor['number']} of the anchor is not among the seals of the bundle")
    if known[3] != anchor["seal"]:
        raise Wrong(path, f"seal {anchor['number']} of the bundle is another than the anchor: the record was rebuilt")
    findings.ok(path, f"it is seal {anchor['number']} of this record, over {anchor['size']} entries")


def read_receipt(path):
    """A receipt: the proof that an entry stands under a seal; BadInput where it is none, or does not prove it."""
    receipt = read_outside(path, "receipt")
    try:
        anchor = receipt["seal"]
        is_right = receipt["kind"] == "inclusion" and is_included(
            unhex(receipt["entry"], 32),
            receipt["leaf"] - 1,
            anchor["size"],
            [unhex(one, 32) for one in receipt["path"]],
            unhex(anchor["root"], 32),
        )
    except (ValueError, KeyError, TypeError):
        is_right = False
    if not is_right or _anchor_parts(anchor) is None:
        raise BadInput(f"{path} is no receipt, or was changed: it does not lead from its entry to a signed seal.")
    return receipt


def check_receipt(findings, path, receipt, record, seals):
    """The receipt's seal is one of this record's, and its entry, where it is in the bundle, the same."""
    check_anchor(findings, path, receipt["seal"], record, seals)
    leaf = receipt["leaf"]
    ours = record.heads.get(leaf) or record.hashes.get(leaf)
    if ours is None:
        findings.note(f"{path}: entry {leaf} stands under that seal; its text is not in this bundle of chosen cases.")
    elif ours != receipt["entry"]:
        raise Wrong(path, f"entry {leaf} of the record is another than the one of the receipt")
    else:
        findings.ok(path, f"its entry {leaf} is in the record as it was given")


# --- 9  Calendar, rules, deadlines and verdicts -----------------------------------------------------------------------


def check_calendar(bundle, findings):
    """The office's public holidays against this verifier's own."""
    calendar = bundle.json(CALENDAR)
    theirs = {day_of(one["on"]): one["name"] for one in calendar["holidays"]}
    first, last = calendar["first_year"], calendar["last_year"]
    ours = {day for year in range(first, last + 1) for day in holidays(year)}
    for day in sorted(ours ^ set(theirs)):
        findings.wrong(CALENDAR, f"{day} is {'missing' if day in ours else 'no public holiday'}")
    if ours == set(theirs):
        findings.ok(CALENDAR, f"{len(ours)} public holidays of {first}-{last} are those of the acts, each named")
    return theirs


def check_workings(bundle, findings, record, manifest, names):
    """Every case's deadline, counted anew from its entries, against what the office says."""
    as_of = moment_of(manifest["as_of"])
    today, seen = local_day(as_of), set()
    for row in bundle.json_lines(WORKINGS):
        case = record.cases.get(row["case"])
        if case is None:
            findings.wrong(WORKINGS, f"case {row['number']}: the record holds no such case")
            continue
        seen.add(case.id)
        _check_working(findings, record, row, case, (today, as_of), names)
    for key in record.cases.keys() - seen:
        if record.cases[key].kind is not None:
            findings.wrong(WORKINGS, f"case {record.cases[key].number} of the record is missing")
    if not findings.by_file[WORKINGS]:
        counts = Counter(case.verdict(today, as_of) for case in record.cases.values() if case.kind)
        told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        findings.ok(WORKINGS, f"{len(seen)} cases: every last day, warning and verdict as of {today} ({told})")


def _check_working(findings, record, row, case, now, names):
    ours = {
        "number": case.number,
        "kind": case.kind,
        "received_on": _text(case.received_on),
        "last_day": _text(case.due_on),
        "settled_on": _text(case.settled_on),
        "left_on": _text(case.left_on),
        "outcome": case.outcome,
        "noticed_on": _text(case.noticed_on),
        "verdict": case.verdict(*now),
    }
    if case.has_rule:
        course = Course(record.rules, case)
        ours["rule"], ours["rule_version"] = course.rule["id"], course.rule["version"]
        ours["starts_on"], ours["raw_end"] = _text(course.term.start), _text(course.raw_end)
        ours["warn_on"] = _text(course.warn_on)
        ours["skipped"] = [[_text(day), _name_of(day, names)] for day in course.term.skipped]
        ours["source"], ours["notices"] = course.rule["source"], course.notices(case)
    else:
        ours.update(dict.fromkeys(("rule", "rule_version", "source", "starts_on", "raw_end", "warn_on")))
        ours.update(skipped=[], notices=[])
    for key, value in ours.items():
        if row[key] != value:
            findings.wrong(WORKINGS, f"case {case.number}: {key} is {row[key]} in the file, {value} from the entries")


def _name_of(day, names):
    if day in names:
        return names[day]
    return "sobota" if day.weekday() == 5 else "niedziela"


# --- 10  Figures of a month -------------------------------------------------------------------------------------------

Z = 1.959963984540054
"""97.5 % point of the normal distribution."""
MINIMUM, SMALL = 5, 30
KINDS = {
    "complaints": {"skarga", "wniosek"}, "skarga": {"skarga"}, "wniosek": {"wniosek"}, "sprawa": {"sprawa"},
    "petycja": {"petycja"}, "odwolanie": {"odwolanie"}, "zazalenie": {"zazalenie"}, "ponaglenie": {"ponaglenie"},
}  # fmt: skip
PUBLISHED_OF = ("complaints", "skarga", "wniosek", "sprawa")
"""Whose figures an edition of a month holds; the others stand in the bundle alone."""
JUDGED = {"zasadna", "czesciowo_zasadna", "bezzasadna"}
UPHELD = {"utrzymane"}
OVERTURNED = {"uchylone_zmienione", "uchylone_umorzone", "uchylone_przekazane"}
URGED, NOT_URGED = {"ponaglenie_uzasadnione", "ponaglenie_razace"}, {"ponaglenie_nieuzasadnione"}
"""What other bodies said of an appeal (art. 138, 144 KPA) and of an urging (art. 37 par. 6 KPA)."""
COLUMNS = (
    "month", "measure", "version", "dimensions", "n", "value", "low", "high", "suppressed", "small_base", "structure",
)  # fmt: skip
COUNTED = ("received", "settled", "left", "backlog", "overdue")
OVERALL = ("csat", "csat_neutral", "csat_low", "csat_mean", "csat_index", "csat_net")
"""Figures over the answers to the question about the whole visit."""
ANSWERED = (*OVERALL, "ease", "settled_at_once", "answers")
FIRST = (
    *COUNTED, "on_time", "justified", "median_days", "p90_days", "median_working_days", "p90_working_days",
    "median_hours", "p90_hours", *ANSWERED,
)  # fmt: skip
CLOSE = 1e-9
"""Two shares of a curve closer than this are the same."""
QUESTIONS = ("q1", "q3", "q4", "q5", "q6", "q7")
IF_SETTLED = {"yes": "csat_if_settled", "in_progress": "csat_if_in_progress", "no": "csat_if_not_settled"}
"""Satisfaction of those who gave an answer about settling."""
BESIDE = ("q4", "q5", "q6", "q7", "q3")
"""The questions set beside the overall rating."""
VOICES = (*IF_SETTLED.values(), "response_rate", "driver_performance", "driver_importance")
TOLD_FROM, DRIVERS_FROM = 10, 50
"""Answers from which on they are told outside the office, and from which on it is said what goes together."""
NO_FIGURE = (None, None, None, None, False)
"""n, value, low, high, withheld."""
NOBODY = (0, None, None, None, False)
WITHHELD = (None, None, None, None, True)


def wilson(successes, n):
    """The 95 % score interval of a share (Wilson 1927)."""
    if not n:
        return None, None
    share, z2 = successes / n, Z * Z
    centre, reach = share + z2 / (2 * n), Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low, high = (centre - reach) / (1 + z2 / n), (centre + reach) / (1 + z2 / n)
    return (0.0 if successes == 0 else low), (1.0 if successes == n else high)


def quantile(values, share):
    """Hyndman and Fan 1996, definition 7."""
    place = (len(values) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def quantile_limits(values, share):
    """The 95 % interval of a quantile from order statistics (Conover 1999, section 3.2); None where too few."""
    n, cumulative, total = len(values), [], 0.0
    for k in range(n + 1):
        ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        total += math.exp(ways + k * math.log(share) + (n - k) * math.log(1 - share))
        cumulative.append(total)
    lower, upper = bisect.bisect_right(cumulative, 0.025), bisect.bisect_left(cumulative, 0.975) + 1
    return (values[lower - 1], values[upper - 1]) if lower >= 1 and upper <= n else (None, None)


def share_of(successes, n):
    """A share as a figure."""
    return (n, successes / n if n else None, *wilson(successes, n), False)


def net_of(above, below, n):
    """Those for less those against of the same answers, in points, as a figure (Bonett and Price 2012, equation 3)."""
    if not n:
        return NOBODY
    p, q = (above + 1) / (n + 2), (below + 1) / (n + 2)
    reach = Z * math.sqrt((p + q - (p - q) ** 2) / (n + 2))
    return (n, 100 * (above - below) / n, 100 * max(-1.0, p - q - reach), 100 * min(1.0, p - q + reach), False)


def first_of(steps, moves):
    """The day of the first step among these moves."""
    return next((on for move, on, _until in steps if move in moves), None)


def next_working_day(day):
    """The first working day after a day."""
    day += ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    return day


def survival(times):
    """Kaplan-Meier of pairs (time, whether it ended): a list of time, share open, lower and upper log-log limit.

    Kaplan and Meier 1958; error by Greenwood; limits by Kalbfleisch and Prentice 1980.
    """
    at_risk, share, variance, steps = len(times), 1.0, 0.0, []
    gone, ended = Counter(time for time, _ended in times), Counter(time for time, is_end in times if is_end)
    for time in sorted(gone):
        ends = ended[time]
        share *= 1 - ends / at_risk
        variance += ends / (at_risk * (at_risk - ends)) if ends < at_risk else math.inf
        low = high = 1.0
        if share < 1 - CLOSE:
            low = high = math.nan
            if share > CLOSE:
                reach = Z * math.sqrt(variance) / math.log(share)
                low, high = share ** math.exp(-reach), share ** math.exp(reach)
        steps.append((time, share, low, high))
        at_risk -= gone[time]
    return steps


def half_time(steps, column, share=0.5):
    """When a curve falls to a share: as R's quantile.survfit, the middle where it runs flat exactly there."""
    for place, step in enumerate(steps):
        if step[column] <= share + CLOSE:
            if abs(step[column] - share) > CLOSE:
                return step[0]
            ends = (one[0] for one in steps[place:] if one[column] < share - CLOSE)
            return (step[0] + next(ends, steps[-1][0])) / 2
    return None


def settled_by(times, day):
    """Aalen and Johansen 1978: the share settled by a day, where leaving is another way to end.

    ``times``: pairs of a time and how it ended: settled, left, open.
    """
    at_risk, still, settled = len(times), 1.0, 0.0
    for time in sorted({time for time, _how in times if time <= day}):
        here = Counter(how for when, how in times if when == time)
        settled += still * here["settled"] / at_risk
        still *= 1 - (here["settled"] + here["left"]) / at_risk
        at_risk -= sum(here.values())
    return settled


class Known:
    """A case as it stood at the moment of the bundle."""

    def __init__(self, case, today, now, rules):
        self.today, self.now, self.received_at, self.due_at = today, now, case.received_at, case.due_at
        self.kind, self.department, self.received = case.kind, case.department or "", case.received_on
        self.due = case.due_on or (local_day(case.due_at) if case.due_at else None)
        self.settled, settled_at, self.outcome = case.settled_on, case.settled_at, case.outcome
        if (self.settled and self.settled > today) or (settled_at and settled_at > now):
            self.settled = settled_at = self.outcome = None
        self.left = case.left_on if case.left_on and case.left_on <= today else None
        self.is_left = self.left is not None and self.settled is None
        self.is_due = case.due_at <= now if case.due_at else self.due is not None and self.due < today
        if case.due_at and settled_at:
            self.is_on_time = settled_at <= case.due_at
        else:
            self.is_on_time = self.settled is not None and self.due is not None and self.settled <= self.due
        self.left_in_time = self.is_left and not (self.due and self.left > self.due)
        self.settled_at, self.left_how, self.topic = settled_at, case.left_how, case.topic or ""
        self.has_corrective = case.has_corrective and self.settled is not None
        self._learn_further(case)
        self.first_due = case.first_due(rules) or self.due
        is_decided = case.result_on is not None and case.result_on <= today
        self.result, self.decided = (case.result, case.result_on) if is_decided else (None, None)
        self.hours = None
        if self.settled:
            self.hours = 24.0 * (self.settled - self.received).days
            if case.received_at and settled_at:
                self.hours = (settled_at - case.received_at).total_seconds() / 3600

    def _learn_further(self, case):
        """Days of further duties: notice, passing on, the councillor's answer, another kind, the confirmation."""

        def by_today(day):
            return day if day is not None and day <= self.today else None

        delayed = self.kind in TOLD_OF_DELAY and any(step[0] == "delay" for step in case.steps)
        self.noticed = by_today(case.noticed_on) if delayed else None
        passed = first_of(case.steps, TRANSFERRED) if self.kind in TRANSFER_DAYS else None
        self.passed, self.passed_due = by_today(passed), None
        if passed is not None:
            self.passed_due = Term(self.received, TRANSFER_DAYS[self.kind], "days").last_day
        self.councillor_due = None
        if case.is_councillors and self.kind in TOLD_OF_DELAY:
            self.councillor_due = Term(self.received, COUNCILLOR_DAYS, "days").last_day
        self.told = by_today(first_of(case.steps, ("tell",)))
        self.requalified = by_today(first_of(case.steps, ("qualify",)))
        self.confirmed = by_today(self.received if case.channel == "web" else case.confirmed_on)

    @property
    def is_impossible(self):
        """Settled before it came."""
        return self.hours is not None and self.hours < 0

    def reached(self, unit):
        """How long it took, or the age it has reached, or had when it left."""
        if unit == "working_days":
            end = self.settled or (self.left if self.is_left else self.today)
            return float(max(working_days(self.received, end), 0))
        if self.settled:
            return self.days if unit == "days" else self.hours
        days = float(max(((self.left if self.is_left else self.today) - self.received).days, 0))
        if unit == "days":
            return days
        if self.received_at and not self.is_left:
            return max((self.now - self.received_at).total_seconds() / 3600, 0.0)
        return 24 * days

    def left_over(self, unit):
        """What was left of the term when it was settled."""
        if unit == "hours" and self.due_at and self.settled_at:
            return (self.due_at - self.settled_at).total_seconds() / 3600
        days = float((self.due - self.settled).days)
        return days if unit == "days" else 24 * days

    @property
    def days(self):
        """Calendar days to settle."""
        return float((self.settled - self.received).days)

    def is_in_backlog(self, last):
        """Open at the end of a day."""
        gone = (self.settled and self.settled <= last) or (self.is_left and self.left <= last)
        return self.received <= last and not gone


class Month:
    """The figures over cases of one month."""

    def __init__(self, cases, first, last):
        self.cases, self.first, self.last = cases, first, last

    def _within(self, day):
        return day is not None and self.first <= day <= self.last

    def members(self, measure):
        """The cases a count is made of."""
        test = {
            "received": lambda one: self._within(one.received),
            "settled": lambda one: self._within(one.settled),
            "left": lambda one: self._within(one.left) and one.is_left,
            "backlog": lambda one: one.is_in_backlog(self.last),
            "overdue": lambda one: one.is_in_backlog(self.last) and one.due and one.due <= self.last and one.is_due,
        }[measure]
        return [one for one in self.cases if test(one)]

    def figure(self, measure):
        """A figure: n, value, low, high, withheld."""
        if measure in COUNTED:
            n = len(self.members(measure))
            return (n, float(n), None, None, False)
        if measure == "on_time":
            return self._on_time()
        further = FURTHER.get(measure)
        if further is not None:
            return further(self)
        if measure == "justified":
            judged = [one for one in self.members("settled") if one.kind == "skarga" and one.outcome in JUDGED]
            return share_of(sum(one.outcome != "bezzasadna" for one in judged), len(judged))
        return self._time(measure)

    def _on_time(self):
        mine = [one for one in self.cases if self._within(one.due) and not one.left_in_time]
        judged = [one for one in mine if one.is_due]
        n, successes = len(judged), sum(one.is_on_time for one in judged)
        return share_of(successes, n) if len(judged) == len(mine) else (n, None, None, None, False)

    def _time(self, measure):
        share = 0.9 if measure.startswith("p90") else 0.5
        took = {
            "days": lambda one: one.days,
            "working_days": lambda one: float(working_days(one.received, one.settled)),
            "hours": lambda one: one.hours,
        }[measure.split("_", 1)[1]]
        values = sorted(took(one) for one in self.members("settled") if one.hours >= 0)
        if not values:
            return (0, None, None, None, False)
        return (len(values), quantile(values, share), *quantile_limits(values, share), False)

    def settled_with_term(self):
        """The cases settled in the month that had a last day."""
        return [one for one in self.members("settled") if one.due is not None]

    def due_cases(self):
        """Cases with the last day in the month that did not leave by it: those it has passed for, and the others."""
        mine = [one for one in self.cases if self._within(one.due) and not one.left_in_time]
        return [one for one in mine if one.is_due], [one for one in mine if not one.is_due]

    def late(self, base_is_late, is_noticed):
        """A share of what was late with or without notice: of all due, or of what was late."""
        judged, waiting = self.due_cases()
        base = [one for one in judged if not (base_is_late and one.is_on_time)]
        hits = sum(not one.is_on_time and (one.noticed is not None) == is_noticed for one in base)
        return shared(hits, len(base), waiting)

    def by_first_day(self):
        """Petitions by their first last day: the share settled by it."""
        judged, waiting, hits = 0, 0, 0
        for one in self.cases:
            if not self._within(one.first_due) or (one.is_left and one.left <= one.first_due):
                continue
            judged, waiting = judged + (one.first_due < one.today), waiting + (one.first_due >= one.today)
            hits += one.first_due < one.today and one.settled is not None and one.settled <= one.first_due
        return shared(hits, judged, waiting)

    def by_extended_day(self):
        """The same petitions, in the month of their first last day, by the day they were put off to."""
        mine = [one for one in self.cases if self._within(one.first_due) and not one.left_in_time]
        judged = [one for one in mine if one.is_due]
        return shared(sum(one.is_on_time for one in judged), len(judged), len(mine) - len(judged))

    def passed_up(self):
        """The share of appeals passed on by the last day; what the office decided anew itself by it is in no base."""
        judged, waiting = self.due_cases()
        base = [one for one in judged if not (one.outcome == OUTCOME_OF["own_decision"] and one.is_on_time)]
        return shared(sum(one.is_on_time for one in base), len(base), waiting)

    def decided(self, results, among):
        """The share of results among those other bodies gave in the month."""
        mine = [one for one in self.cases if self._within(one.decided) and one.result in among]
        return share_of(sum(one.result in results for one in mine), len(mine))

    def confirmations(self):
        """Cases to be confirmed by a day of the month: those whose day has passed, how many of them late, the others.

        What ended by that day without a confirmation is in neither.
        """
        judged, waiting, late = 0, 0, 0
        for one in self.cases:
            by = next_working_day(one.received)
            is_over = (one.settled and one.settled <= by) or (one.is_left and one.left <= by)
            if not self._within(by) or (is_over and one.confirmed is None):
                continue
            judged, waiting = judged + (by < one.today), waiting + (by >= one.today)
            late += by < one.today and not (one.confirmed is not None and one.confirmed <= by)
        return judged, late, waiting

    def acknowledged(self):
        """The share confirmed by the end of the working day after receipt."""
        judged, late, waiting = self.confirmations()
        return shared(judged - late, judged, waiting)

    def councillors(self):
        """The share of councillors, MPs and senators who heard by the fourteenth day."""
        judged, waiting, told = 0, 0, 0
        for one in self.cases:
            by = one.councillor_due
            if not self._within(by) or (one.is_left and one.left <= by and one.told is None):
                continue
            judged, waiting = judged + (by < one.today), waiting + (by >= one.today)
            told += by < one.today and any(day is not None and day <= by for day in (one.told, one.settled))
        return shared(told, judged, waiting)

    def passed_on(self):
        """The share of what was passed on that was by its day."""
        mine = [one for one in self.cases if self._within(one.passed)]
        return share_of(sum(one.passed <= one.passed_due for one in mine), len(mine))

    def quantile_of(self, values, share):
        """A quantile as a figure."""
        if not values:
            return NOBODY
        values = sorted(values)
        return (len(values), quantile(values, share), *quantile_limits(values, share), False)

    def ages(self):
        """How old the open cases were at the end of the month, or are today while it runs."""
        return [(min(one.today, self.last) - one.received).days for one in self.members("backlog")]

    def came(self):
        """The cases received in the month, less those settled before they came."""
        return [one for one in self.members("received") if not one.is_impossible]

    def half_settled(self, unit):
        """When half were settled, open cases counted."""
        mine = self.came()
        if not mine:
            return NOBODY
        steps = survival([(one.reached(unit), one.settled is not None) for one in mine])
        median = half_time(steps, 1)
        if median is None:
            return (len(mine), None, None, None, False)
        return (len(mine), median, half_time(steps, 2), half_time(steps, 3), False)

    def settled_within(self, days):
        """The share settled within so many days of receipt; none while younger ones are open."""
        mine = self.came()
        if not mine:
            return NOBODY
        is_young = any(
            one.settled is None and not one.is_left and (one.today - one.received).days < days for one in mine
        )
        ends = [(one.reached("days"), "settled" if one.settled else "left" if one.is_left else "open") for one in mine]
        return (len(mine), None if is_young else settled_by(ends, days), None, None, False)


def shared(successes, n, waiting):
    """A share, or its base alone while there are cases that wait for their day."""
    return (n, None, None, None, False) if waiting else share_of(successes, n)


def counted(n):
    """A count as a figure."""
    return (n, float(n), None, None, False)


def among(low, high, values):
    """How many values lie between two limits, both included."""
    return counted(sum(low <= value <= high for value in values))


def _left_by(*ways):
    return lambda month: counted(sum(one.left_how in ways for one in month.members("left")))


def _aged(low, high):
    return lambda month: among(low, high, month.ages())


def _with_left(low, high):
    return lambda month: among(low, high, [one.left_over("days") for one in month.settled_with_term()])


def _reserve(share, unit):
    return lambda month: month.quantile_of([one.left_over(unit) for one in month.settled_with_term()], share)


def _settled_share(is_hit, kind=None):
    def figure(month):
        mine = [one for one in month.members("settled") if kind in (None, one.kind)]
        return share_of(sum(map(is_hit, mine)), len(mine))

    return figure


def _settled_count(is_hit):
    return lambda month: counted(sum(map(is_hit, month.members("settled"))))


FURTHER = {
    "transferred": _left_by("transfer", "point"),
    "unconsidered": _left_by("leave"),
    "withdrawn": _left_by("withdraw"),
    "diverted": _left_by("divert"),
    "joined": _left_by("join"),
    "median_age": lambda month: month.quantile_of([float(age) for age in month.ages()], 0.5),
    "age_to_14": _aged(0, 14),
    "age_15_to_30": _aged(15, 30),
    "age_31_to_60": _aged(31, 60),
    "age_61_to_90": _aged(61, 90),
    "age_over_90": _aged(91, math.inf),
    "late_noticed": lambda month: month.late(False, True),
    "late_unnoticed": lambda month: month.late(False, False),
    "notice_on_time": lambda month: month.late(True, True),
    "on_time_first": lambda month: month.by_first_day(),
    "on_time_extended": lambda month: month.by_extended_day(),
    "settled_late": lambda month: counted(sum(not one.is_on_time for one in month.settled_with_term())),
    "median_reserve": _reserve(0.5, "days"),
    "p10_reserve": _reserve(0.1, "days"),
    "p25_reserve": _reserve(0.25, "days"),
    "p75_reserve": _reserve(0.75, "days"),
    "median_reserve_hours": _reserve(0.5, "hours"),
    "p10_reserve_hours": _reserve(0.1, "hours"),
    "reserve_to_2": _with_left(0, 2),
    "reserve_3_to_6": _with_left(3, 6),
    "reserve_7_to_13": _with_left(7, 13),
    "reserve_over_13": _with_left(14, math.inf),
    "transfer_on_time": lambda month: month.passed_on(),
    "acknowledged_on_time": lambda month: month.acknowledged(),
    "acknowledged_late": lambda month: counted(month.confirmations()[1]),
    "councillor_on_time": lambda month: month.councillors(),
    "appeal_on_time": lambda month: month.passed_up(),
    "km_median_days": lambda month: month.half_settled("days"),
    "km_median_hours": lambda month: month.half_settled("hours"),
    "settled_within_30_days": lambda month: month.settled_within(30),
    "repeated": _settled_share(lambda one: one.outcome == "powtorna", "skarga"),
    "recurrent": _settled_count(lambda one: one.outcome == "powtorna"),
    "appeals_upheld": lambda month: month.decided(UPHELD, UPHELD | OVERTURNED),
    "appeals_overturned": lambda month: month.decided(OVERTURNED, UPHELD | OVERTURNED),
    "urgings_justified": lambda month: month.decided(URGED, URGED | NOT_URGED),
    "settled_on_receipt": _settled_share(lambda one: one.settled == one.received),
    "requalified": lambda month: counted(sum(month._within(one.requalified) for one in month.cases)),
    "improved": _settled_count(lambda one: one.has_corrective),
}
"""Figures over cases beside the first ones, each as (n, value, low, high, withheld) of a Month."""
FURTHER_COUNTED = {
    "transferred", "unconsidered", "withdrawn", "diverted", "joined", "age_to_14", "age_15_to_30", "age_31_to_60",
    "age_61_to_90", "age_over_90", "settled_late", "reserve_to_2", "reserve_3_to_6", "reserve_7_to_13",
    "reserve_over_13", "acknowledged_late", "recurrent", "requalified", "improved",
}  # fmt: skip
LEGAL = {"skarga", "wniosek", "petycja", *PASSED_ON}
KINDS_ABOUT = (
    (LEGAL, (
        "transferred", "unconsidered", "withdrawn", "diverted", "median_reserve", "p10_reserve", "p25_reserve",
        "p75_reserve", "acknowledged_on_time", "acknowledged_late", "km_median_days", "requalified", "improved",
    )),
    (TOLD_OF_DELAY, ("late_noticed", "late_unnoticed", "notice_on_time", "councillor_on_time")),
    ({"sprawa"}, ("median_reserve_hours", "p10_reserve_hours", "km_median_hours")),
    ({"skarga"}, ("repeated", "recurrent")),
    (set(TRANSFER_DAYS), ("transfer_on_time",)),
    ({"petycja"}, ("joined", "on_time_first", "on_time_extended")),
    (PASSED_ON, ("appeal_on_time",)),
    ({"odwolanie", "zazalenie"}, ("appeals_upheld", "appeals_overturned")),
    ({"ponaglenie"}, ("urgings_justified",)),
)  # fmt: skip
ABOUT = {key: kinds for kinds, keys in KINDS_ABOUT for key in keys}
"""Of which kinds of cases they speak; those not named, of all."""


def further_of(population):
    """Which of them speak of a population."""
    return [key for key in FURTHER if not ABOUT.get(key, KINDS[population]).isdisjoint(KINDS[population])]


class Counts:
    """The suppressed counts of survey answers."""

    def __init__(self, rows):
        self.rows = {(row["department"], row["question"]): row for row in rows}

    def figure(self, measure, question, department=None):
        """A survey figure from its counts; withheld where they are."""
        row = self.rows.get((department, question)) if self is NO_COUNTS else self.rows[department, question]
        if row is None:
            return NO_FIGURE
        if row["hidden"]:
            return (None, None, None, None, True)
        n = row["n"]
        if measure == "settled_at_once":
            return share_of(row["yes"], n)
        if department is not None:
            return share_of(row["top"], n)
        counts = row["counts"]
        if sum(counts) != n:
            raise Wrong(COUNTS, f"the counts of {question} do not add up to their base")
        if measure in ("csat_mean", "csat_index"):
            mean = sum(value * count for value, count in enumerate(counts, 1)) / n if n else None
            is_index = measure == "csat_index" and n
            return (n, 100 * (mean - 1) / 4 if is_index else mean, None, None, False)
        if measure == "csat_net":
            return net_of(counts[4], counts[0] + counts[1], n)
        return share_of(
            {"csat_neutral": counts[2], "csat_low": counts[0] + counts[1]}.get(measure, counts[3] + counts[4]), n
        )

    def check(self, findings):
        """What was to be withheld is, and no department has more answers than there are."""
        for (department, question), row in self.rows.items():
            if not row["hidden"] and 0 < row["n"] < MINIMUM:
                findings.wrong(COUNTS, f"{question} of {department or 'the office'} should have been withheld")
        whole = self.rows.get((None, "q1"))
        parts = [
            row["n"] for (department, _q), row in self.rows.items() if department is not None and not row["hidden"]
        ]
        if whole and not whole["hidden"] and sum(parts) > whole["n"]:
            findings.wrong(COUNTS, "the departments have more answers than there are")
        if not findings.by_file[COUNTS]:
            findings.ok(COUNTS, f"{len(self.rows)} bases of survey answers, none too small to be shown")


NO_COUNTS = Counts([])
"""Where no counts of answers are known."""


RATES = {"per_inhabitants": ("inhabitants", 10_000), "per_cases": ("cases", 1_000)}
"""What a rate rests on, and so many of it."""


def rate_of(measure, received, figures, department, year):
    """A rate of a month: against the figure of its year, else of the nearest earlier one; of cases a twelfth of it."""
    what, per = RATES[measure]
    known = {
        one["year"]: one["value"]
        for one in figures.values()
        if (one["what"], one["department_id"]) == (what, department) and one["year"] <= year
    }
    if not known or department == "":
        return (received, None, None, None, False)
    base = known[max(known)] / 12 if what == "cases" else known[max(known)]
    return (round(base), received * per / base, None, None, False)


def expected_rows(population, cases, counts, codes, first, last, is_running=False, rests_on=None):
    """Every figure of the month's table: (measure, dimensions) -> n, value, low, high, withheld.

    Of a month that is not over (``is_running``) no figure of answers is told, and none brings a department in.
    ``rests_on``: the reference figures of rates; an edition of a month holds no rates.
    """
    whole, is_imported = f"population={population}", population == "sprawa"
    month = Month(cases, first, last)
    times = ("median_hours", "p90_hours") if is_imported else (
        "median_days", "p90_days", "median_working_days", "p90_working_days"
    )  # fmt: skip
    measures = (*COUNTED, "on_time", *times, *(("justified",) if population in ("complaints", "skarga") else ()))
    measures += tuple(further_of(population))
    found = {(measure, whole): month.figure(measure) for measure in measures}
    for measure in OVERALL:
        found[measure, whole] = counts.figure(measure, "q1")
    found["ease", whole] = counts.figure("ease", "q3")
    found["settled_at_once", whole] = counts.figure("settled_at_once", "q2")
    for question in QUESTIONS:
        found["answers", f"{whole};question={question}"] = counts.figure("answers", question)
    if rests_on is not None:
        count = len(month.members("received"))
        found.update({(measure, whole): rate_of(measure, count, rests_on, None, last.year) for measure in RATES})
    by_department = {}
    for one in cases:
        by_department.setdefault(one.department, []).append(one)
    for key, code in [*codes.items(), ("", "none")]:
        own = Month(by_department.get(key, []), first, last)
        own_figures = {measure: own.figure(measure) for measure in ("on_time", "received", "backlog", "overdue")}
        csat = counts.figure("csat", "q1", key) if (key, "q1") in counts.rows else NO_FIGURE
        if any(figure[0] for figure in own_figures.values()) or (not is_running and (csat[0] or csat[4])):
            own_figures["csat"] = csat if csat is not NO_FIGURE else (0, None, None, None, False)
            if is_running:
                own_figures["csat"] = (None, None, None, None, True)
            if rests_on is not None:
                own_figures["per_cases"] = rate_of("per_cases", own_figures["received"][0], rests_on, key, last.year)
            found.update({(measure, f"{whole};department={code}"): one for measure, one in own_figures.items()})
    return found


def visits_of(record, month):
    """The visits of a month by department, and all of them; None where nobody counted."""
    days = {key: count for key, count in record.visits.items() if count is not None and key[1].startswith(month)}
    found = Counter()
    for (desk, _day), count in days.items():
        found[record.desks.get(desk)] += count
    return found, sum(days.values()) if days else None


def city(counts, visits):
    """The satisfaction weighted by visits, and the departments in it: those whose figure is told."""
    inside = [
        (department, row)
        for (department, question), row in sorted(counts.rows.items(), key=str)
        if department and question == "q1" and not row["hidden"] and row["n"] and visits[department]
    ]
    found = weighted([(row["top"], row["n"], visits[department]) for department, row in inside])
    figure = (sum(row["n"] for _department, row in inside), *found, False) if found else NOBODY
    return figure, [department for department, _row in inside]


def check_city(bundle, findings, record, month, counts, codes, versions, is_running):
    """Figures over answers that need the visits or a second question."""
    visits, total = visits_of(record, month)
    figure, inside = city(counts, visits)
    expected = {("csat_weighted", "population=answers"): figure}
    if not record.is_second:
        covered = covered_by(counts, visits, inside)
        told = findings.checking(VOICE, check_voice, bundle, findings, month, counts, covered, is_running)
        told = findings.checking(VOICE, told_by, told, visits, total, codes) if told is not None else None
        if told is None:
            return
        expected.update(told)
    check_results(bundle, findings, CITY, month, expected, versions)


def covered_by(counts, visits, inside):
    """Of how much of the office the figure weighted by visits speaks."""
    seen = {key: n for key, n in visits.items() if key is not None}
    first = {department: row for (department, question), row in counts.rows.items() if department and question == "q1"}
    told = {department for department, row in first.items() if not row["hidden"] and row["n"]}
    return {
        "visits": sum(seen[one] for one in inside),
        "of_visits": sum(seen.values()),
        "departments": len(inside),
        "of_departments": len(told | seen.keys()),
    }


def told_by(voice, visits, total, codes):
    """The figures that follow from the counts of answers beside other answers and beside visits."""
    return {
        **of_settling(voice["settled"]),
        **rates_of(voice["rates"], visits, total, codes),
        **beside_overall(voice["drivers"]),
    }


def of_settling(rows):
    """Satisfaction by the answer about settling."""
    if [one["code"] for one in rows] != list(IF_SETTLED):
        raise Wrong(VOICE, "it does not tell each answer about settling once")
    return {
        (IF_SETTLED[one["code"]], "population=answers"): WITHHELD if one["hidden"] else share_of(one["top"], one["n"])
        for one in rows
    }


def rates_of(rows, visits, total, codes):
    """Response rates against the visits of the entries: of the whole, of each department with visits."""
    seen = {key: n for key, n in visits.items() if key is not None}
    if [one["department"] for one in rows] != [None, *sorted(seen)]:
        raise Wrong(VOICE, "its response rates are not those of the departments whose visits the entries tell")
    found = {}
    for one in rows:
        n = total if one["department"] is None else seen[one["department"]]
        place = "population=answers" + (f";department={codes[one['department']]}" if one["department"] else "")
        figure = WITHHELD if one["hidden"] else (n, one["answered"] / n if n else None, None, None, False)
        found["response_rate", place] = NOBODY if n is None else figure
    return found


def beside_overall(rows):
    """Each question beside the overall rating: its share of 4 and 5, and how closely the two go together."""
    if [(one["question"], one["among"]) for one in rows] != [(key, way) for way in ("", "yes") for key in BESIDE]:
        raise Wrong(VOICE, "it does not tell each question beside the overall rating once")
    found = {}
    for one in rows:
        place = f"population=answers;question={one['question']}" + (f";settled={one['among']}" if one["among"] else "")
        found["driver_performance", place] = WITHHELD if one["hidden"] else share_of(one["top"], one["n"])
        found["driver_importance", place] = WITHHELD if one["table"] is None else together(one["table"])
    return found


def together(table):
    """Spearman's rho of a table of overall ratings (rows) by other answers, with its limits drawn again."""
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) if n]
    counts = [table[i][j] for i, j in pairs]
    n, value = sum(counts), rho(pairs, counts)
    if not n:
        return NOBODY
    limits = limits_of_rho(pairs, counts) if value is not None else None
    return (n, value, *limits, False) if limits else (n, None, None, None, False)


def rho(pairs, counts):
    """Spearman's rank correlation of pairs and how often each stands, ties by middle ranks; None where undefined."""
    x, y = (middle_ranks([pair[side] for pair in pairs], counts) for side in (0, 1))
    both = sum(n * a * b for n, a, b in zip(counts, x, y))
    apart = sum(n * a * a for n, a in zip(counts, x)) * sum(n * b * b for n, b in zip(counts, y))
    return max(-1.0, min(1.0, both / math.sqrt(apart))) if apart else None


def middle_ranks(values, counts):
    """Twice the middle rank of each value less the middle of all: whole numbers, 0 in the middle."""
    often = Counter()
    for value, n in zip(values, counts):
        often[value] += n
    total, before, rank = sum(counts), 0, {}
    for value in sorted(often):
        rank[value] = 2 * before + often[value] - total
        before += often[value]
    return [rank[value] for value in values]


def limits_of_rho(pairs, counts):
    """The limits of a rank correlation (Efron 1979), or None where too many resamples have none."""
    draws, n = Draws(), sum(counts)
    chances = [count / n for count in counts]
    drawn = [rho(pairs, row) for row in draws.multinomials(n, chances, RESAMPLES)]
    return drawn_limits(drawn, [0.0] * len(drawn))


def check_voice(bundle, findings, month, counts, covered, is_running):
    """The counts of answers, if they fit each other and the told ones, and what was to be withheld is; else None."""
    voice, wrong = bundle.json(VOICE), Told(findings)
    wrong.unless(voice["month"] == month, "it is of another month")
    for key, value in covered.items():
        wrong.unless(voice["covered"] == {**voice["covered"], key: value}, f"covered: {key}, computed {value}")
    wrong.unless(voice["covered"].keys() == covered.keys(), "covered: it tells something else")
    whole = counts.rows.get((None, "q1"), {"n": None})["n"]
    for name, rows, n, least in (
        ("settled", voice["settled"], "n", TOLD_FROM),
        ("rates", voice["rates"], "answered", TOLD_FROM),
        ("drivers", voice["drivers"], "n", DRIVERS_FROM),
    ):
        for one in rows:
            place = f"{name}, {one.get('code') or one.get('question') or one.get('department') or 'all'}"
            wrong.unless((one[n] is None) == one["hidden"], f"{place}: it is told and withheld at once")
            if not one["hidden"]:
                wrong.unless(one[n] == 0 or one[n] >= least, f"{place}: it should have been withheld")
                wrong.unless(not (is_running and one[n]), f"{place}: the month is not over")
                wrong.unless(
                    name == "rates" or 0 <= one["top"] <= one[n], f"{place}: its numbers contradict each other"
                )
    told = sum(one["n"] for one in voice["settled"] if not one["hidden"])
    wrong.unless(whole is None or told <= whole, "settled: more answers than to the question about the whole")
    answered = [one["answered"] for one in voice["rates"] if not one["hidden"]]
    if voice["rates"] and not voice["rates"][0]["hidden"]:
        wrong.unless(sum(answered[1:]) <= answered[0], "rates: the departments have more answers than there are")
    every = {one["question"]: one["table"] for one in voice["drivers"] if not one["among"]}
    for one in voice["drivers"]:
        if one["table"] is not None:
            _check_table(wrong, f"drivers, {one['question']}", one, every[one["question"]])
    if findings.by_file[VOICE]:
        return None
    visits, departments = (f"{covered[one]} of {covered['of_' + one]} {one}" for one in ("visits", "departments"))
    told = f"the satisfaction weighted by visits covers {visits}, {departments}"
    findings.ok(VOICE, f"the counts of answers fit each other; {told}")
    return voice


class Told:
    """Says what is wrong with the counts of answers."""

    def __init__(self, findings):
        self.findings = findings

    def unless(self, is_right, text):
        """Say it where something is not right."""
        if not is_right:
            self.findings.wrong(VOICE, text)


def _check_table(wrong, place, one, every):
    rows = one["table"]
    is_square = len(rows) == 5 and all(len(row) == 5 and all(type(n) is int and n >= 0 for n in row) for row in rows)
    wrong.unless(is_square, f"{place}: it is no table of two questions")
    if not is_square:
        return
    columns = [list(column) for column in zip(*rows)]
    sums = [sum(line) for line in (*rows, *columns)]
    wrong.unless(not one["hidden"] and sum(sums[:5]) == one["n"], f"{place}: its table is not that of its base")
    wrong.unless(sum(sums[8:]) == one["top"], f"{place}: its table has other answers 4 and 5")
    wrong.unless(not any(0 < n < TOLD_FROM for n in sums), f"{place}: its table should have been withheld")
    if one["among"]:
        fits = every is not None and all(a <= b for row, whole in zip(rows, every) for a, b in zip(row, whole))
        wrong.unless(fits, f"{place}: more of the settled than of all")


def read_results(bundle, path):
    """The rows of a table of results, by measure and dimensions."""
    rows = csv.DictReader(io.StringIO(bundle.read(path).decode("utf-8"), newline=""))
    found = {}
    for row in rows:
        key = (row["measure"], row["dimensions"])
        if key in found:
            raise Wrong(path, f"the row {key[0]}, {key[1]} stands twice")
        found[key] = row
    return found


def check_results(bundle, findings, path, month, expected, versions):
    """A table of results against the figures computed here."""
    rows = recomputed(read_results(bundle, path), versions)
    expected = recomputed(expected, versions)
    for key in sorted(rows.keys() ^ expected.keys()):
        findings.wrong(path, f"{key[0]}, {key[1]}: {'missing' if key in expected else 'there should be no such row'}")
    for key in sorted(rows.keys() & expected.keys()):
        _check_row(findings, path, month, key, rows[key], expected[key], versions)
    if not findings.by_file[path]:
        findings.ok(path, f"{len(expected)} figures of {month}, with their bases and intervals, computed anew")


COMPARISONS = ("reduction", "reduction_p90", "standardised", "standardised_on_time")
INTERRUPTED = ("interrupted_level", "interrupted_slope")
VERSIONS = dict.fromkeys((*FIRST, *FURTHER, *RATES, *COMPARISONS, *INTERRUPTED, *VOICES, "csat_weighted"), 1)
"""The measures known here, and the version of the definition each is known in."""
NOT_IN_SECOND = {f"a bundle of the form {BUNDLE_FORMATS[0]} does not tell it": (*INTERRUPTED, *VOICES)}
NOT_IN_EDITIONS = {
    "an edition does not tell it": (*RATES, *COMPARISONS, *INTERRUPTED, *VOICES, "csat_weighted"),
    "an edition tells no counts of answers: its hash in the record alone says that it is the published one": ANSWERED,
}
"""Measures of a registry that are not recomputed, by the reason."""


def recomputed(figures, versions):
    """Those of the figures whose measure is known here in the version they were counted by, or is declared nowhere."""
    return {
        key: figure
        for key, figure in figures.items()
        if key[0] not in versions or versions[key[0]] == VERSIONS.get(key[0])
    }


def tell_scope(findings, path, what, versions, left_out):
    """Print which of the declared measures are not recomputed, and remember those that are not known here at all.

    ``left_out``: measures by the reason why they are not.
    """
    known = {key for key, version in versions.items() if VERSIONS.get(key) == version}
    count = len(known.difference(*left_out.values()))
    findings.note(f"{path}: {what} declares {len(versions)} measures, {count} are recomputed here.")
    for why, keys in left_out.items():
        if known.intersection(keys):
            findings.note(f"NOT recomputed: {', '.join(sorted(known.intersection(keys)))}: {why}.")
    for key in sorted(versions.keys() - known):
        findings.unknown.setdefault(key, set()).add(versions[key])
        findings.note(f"UNKNOWN to this verifier: {key} in version {versions[key]}. {path}: its figures, NOT checked.")


def _check_row(findings, path, month, key, row, figure, versions):
    n, value, low, high, hidden = figure
    has_base = value is not None and key[0] not in COUNTED and key[0] not in FURTHER_COUNTED
    small = has_base and 1 <= n < SMALL
    ours = {"month": month, "n": n, "value": value, "low": low, "high": high, "structure": "day_of_case"}
    ours.update(suppressed=str(hidden).lower(), small_base=str(small).lower(), version=versions[key[0]])
    for column, told in ours.items():
        if not _same(row[column], told):
            shown = "" if told is None else told
            findings.wrong(path, f"{key[0]}, {key[1]}: {column} is {row[column]!r} in the file, {shown!r} computed")


NUMBER = re.compile(r"-?[0-9]+(\.[0-9]{1,6})?")


def _same(written, figure):
    if figure is None or isinstance(figure, str):
        return written == (figure or "")
    if isinstance(figure, int):
        return written == str(figure)
    return bool(NUMBER.fullmatch(written)) and abs(float(written) - figure) <= 1.5e-6


def known_cases(record, as_of):
    """Every case of the record so far, as it stood at a moment."""
    today = local_day(as_of)
    cases = [one for one in record.cases.values() if one.kind is not None and one.received_on <= today]
    there = [one for one in cases if not (one.received_at and one.received_at > as_of)]
    return [Known(one, today, as_of, record.rules) for one in there]


def span_of(month):
    """The first and the last day of a month written 2026-10."""
    year, number = (int(part) for part in month.split("-"))
    first = dt.date(year, number, 1)
    return first, (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY


def read_departments(bundle, record):
    """The codes of the departments by their ids: those the record gave them. Later ones may be named too."""
    codes = {one["id"]: one["code"] for one in bundle.json(DEPARTMENTS)["departments"]}
    for key, code in record.departments.items():
        if codes.get(key) != code:
            raise Wrong(DEPARTMENTS, f"the department {code} of the record is missing, or has another code")
    if len(set(codes.values())) != len(codes):
        raise Wrong(DEPARTMENTS, "two departments have the same code")
    return codes


def check_figures(bundle, findings, record, manifest):
    """All tables of the month."""
    first, last = span_of(manifest["month"])
    counts = Counts(bundle.json(COUNTS)["rows"])
    findings.checking(COUNTS, counts.check, findings)
    codes = findings.checking(DEPARTMENTS, read_departments, bundle, record)
    if codes is None:
        return
    versions = {one["key"]: one["version"] for one in bundle.json(MEASURES)["measures"]}
    as_of = moment_of(manifest["as_of"])
    known, is_running = known_cases(record, as_of), last >= local_day(as_of)
    if is_running and not all(row["hidden"] for row in counts.rows.values()):
        findings.wrong(COUNTS, "answers of a month that is not over are told")
    for population, kinds in KINDS.items():
        path = f"results/{population}.csv"
        chosen = [one for one in known if one.kind in kinds]
        expected = expected_rows(population, chosen, counts, codes, first, last, is_running, record.figures)
        findings.checking(path, check_results, bundle, findings, path, manifest["month"], expected, versions)
    findings.checking(
        CITY, check_city, bundle, findings, record, manifest["month"], counts, codes, versions, is_running
    )
    findings.checking(COMPARED, check_comparisons, bundle, findings, manifest["month"], known, versions)
    if record.is_second:
        for path in (SERIES, SERIES_PARTS, VOICE):
            if bundle.has(path):
                findings.wrong(path, f"a bundle of the form {BUNDLE_FORMATS[0]} has no such file")
    else:
        findings.checking(SERIES, check_series, bundle, findings, manifest["month"], known, versions, as_of)
    tell_scope(findings, MEASURES, "the registry", versions, NOT_IN_SECOND if record.is_second else {})
    findings.checking(PUBLISHED, check_published, bundle, findings, record, manifest["month"], codes)


def read_published(bundle, record):
    """The editions of the month, and from which entries each was computed."""
    editions = list(bundle.json_lines(PUBLISHED)) if record.is_complete else []
    record.snapshots = {one["leaf"]: moment_of(one["as_of"]) for one in editions}
    return editions


def check_published(bundle, findings, record, month, codes):
    """What was published is what the record says was, and its figures over cases follow from the entries up to then."""
    editions = {one["edition"]: one for one in bundle.json_lines(PUBLISHED)}
    if editions.keys() != record.editions.keys():
        raise Wrong(
            PUBLISHED, f"the record tells of {len(record.editions)} editions of {month}, here are {len(editions)}"
        )
    for number, one in sorted(editions.items()):
        entry = record.editions[number]
        digest = hashlib.sha256(one["rows"].encode()).hexdigest()
        if [one[name] for name in ("leaf", "as_of", "digest")] != [entry["leaf"], entry["as_of"], digest]:
            raise Wrong(PUBLISHED, f"edition {number} of {month} is not the one that was published")
        if entry["digest"] != digest:
            raise Wrong(PUBLISHED, f"the figures of edition {number} of {month} are not those that were published")
        rows = {(row[1], row[3]): dict(zip(COLUMNS, row)) for row in strict_json(one["rows"])}
        _check_edition(findings, month, rows, record.snapshots[one["leaf"]], codes, entry["definitions"])
        tell_scope(findings, PUBLISHED, f"edition {number}", entry["definitions"], NOT_IN_EDITIONS)
        if not findings.by_file[PUBLISHED]:
            told = f"as published with what was recorded up to entry {one['leaf']}"
            findings.ok(PUBLISHED, f"edition {number} of {month}: {len(rows)} figures, {told}")


def _check_edition(findings, month, rows, known, codes, versions):
    """Figures over cases are computed anew; those over answers are bound by the hash in the record alone."""
    first, last = span_of(month)
    expected = {}
    for population in PUBLISHED_OF:
        chosen = [one for one in known if one.kind in KINDS[population]]
        expected.update(expected_rows(population, chosen, NO_COUNTS, codes, first, last))
    expected = {key: figure for key, figure in recomputed(expected, versions).items() if key[0] in versions}
    for key in expected:
        if key[0] not in ANSWERED and key not in rows:
            findings.wrong(PUBLISHED, f"{key[0]}, {key[1]} of {month} is missing")
    for key, row in recomputed(rows, versions).items():
        if key[0] not in ANSWERED:
            figure = expected.get(key, (0, 0.0 if key[0] in COUNTED else None, None, None, False))
            _check_row(findings, PUBLISHED, month, key, row, figure, versions)


# --- 11  Random numbers, drawn again ----------------------------------------------------------------------------------

SEED = 7
"""Of every resampling: the same data give the same limits on every machine and every day."""
RESAMPLES, MIX_RESAMPLES = 2000, 1000
OUTSIDE = 0.025
"""What a 95 % interval leaves out on each side."""
MOST_STEPS = 600
"""Curves with more steps are thinned; see kept_steps."""
BITS_32, BITS_64, BITS_128 = 2**32 - 1, 2**64 - 1, 2**128 - 1
POOL, OUT = (0x43B0D7E5, 0x931E8875), (0x8B51F9DD, 0x58F38DED)
STEP = 0x2360ED051FC65DA44385DF649FCCF645
FEW = 30.0
"""Up to so many expected, a binomial number is found by adding up its chances."""


def _scrambled(value, constant, factor):
    """A word mixed with a constant, and the next constant."""
    following = constant * factor & BITS_32
    value = (value ^ constant) * following & BITS_32
    return value ^ value >> 16, following


def seed_words(seed):
    """Four words of 64 bits out of a small seed; M. E. O'Neill's seed_seq as numpy.random.SeedSequence has it."""
    pool, constant = [], POOL[0]
    for place in range(4):
        word, constant = _scrambled(0 if place else seed, constant, POOL[1])
        pool.append(word)
    for source in range(4):
        for target in range(4):
            if source != target:
                word, constant = _scrambled(pool[source], constant, POOL[1])
                mixed = 0xCA01F9DD * pool[target] - 0x4973F715 * word & BITS_32
                pool[target] = mixed ^ mixed >> 16
    words, constant = [], OUT[0]
    for place in range(8):
        word, constant = _scrambled(pool[place % 4], constant, OUT[1])
        words.append(word)
    return [words[place] | words[place + 1] << 32 for place in range(0, 8, 2)]


def uniforms(seed):
    """Numbers from 0 up to 1, without end: PCG64, XSL RR 128/64 (M. E. O'Neill 2014), the upper 53 bits of each."""
    first, second, third, fourth = seed_words(seed)
    add = (third << 64 | fourth) << 1 & BITS_128 | 1
    state = ((add + (first << 64 | second)) * STEP + add) & BITS_128
    while True:
        state = (state * STEP + add) & BITS_128
        word, turn = (state >> 64 ^ state) & BITS_64, state >> 122
        yield (((word >> turn | word << 64 - turn) & BITS_64) >> 11) / 9007199254740992.0


class Draws:
    """Counts drawn at random as numpy.random.default_rng(seed).multinomial draws them, number by number."""

    def __init__(self, seed=SEED):
        self.uniform = uniforms(seed).__next__

    def multinomials(self, n, shares, often):
        """So often: out of n, how many fall to each share; a binomial number each of what the ones before left over."""
        parts, rest = [], 1.0
        for place, share in enumerate(shares[:-1]):
            if share:
                p, q = share / rest, 1.0 - share / rest
                parts.append((place, p > 0.5, *((q, 1.0 - q) if p > 0.5 else (p, q))))
                rest -= share
        parts = [(place, is_turned, p, q, math.log(q)) for place, is_turned, p, q in parts]
        for _ in range(often):
            counts, left = [0] * len(shares), n
            for place, is_turned, p, q, log in parts:
                found = self._added_up(left, p, q, log) if p * left <= FEW else self._rejected(left, p)
                counts[place] = found = left - found if is_turned else found
                left -= found
                if not left:
                    break
            else:
                counts[-1] = left
            yield counts

    def _added_up(self, n, p, q, log):
        """A binomial number: the chances of 0, 1, 2... taken from a uniform number until it is used up."""
        none = math.exp(n * log)
        most = int(min(n, n * p + 10.0 * math.sqrt(n * p * q + 1)))
        count, chance, number = 0, none, self.uniform()
        while number > chance:
            count += 1
            if count > most:
                count, chance, number = 0, none, self.uniform()
            else:
                number -= chance
                chance = ((n - count + 1) * p * chance) / (count * q)
        return count

    def _rejected(self, n, p):
        """Algorithm BTPE of V. Kachitvichyanukul and B. W. Schmeiser, 1988, doi:10.1145/42372.42381."""
        q = 1.0 - p
        spread, peak = n * p * q, n * p + p
        mode = math.floor(peak)
        half = math.floor(2.195 * math.sqrt(spread) - 4.6 * q) + 0.5
        middle = mode + 0.5
        left, right, tail = middle - half, middle + half, 0.134 + 20.5 / (15.3 + mode)
        slope = (peak - left) / (peak - left * p)
        falling = slope * (1.0 + slope / 2.0)
        slope = (right - peak) / (right * q)
        rising = slope * (1.0 + slope / 2.0)
        sides = half * (1.0 + 2.0 * tail)
        lower = sides + tail / falling
        whole = lower + tail / rising
        while True:
            u = self.uniform() * whole
            v = self.uniform()
            if u <= half:
                return math.floor(middle - half * v + u)
            if u <= sides:
                x = left + (u - half) / tail
                v = v * tail + 1.0 - abs(mode - x + 0.5) / half
                if v > 1.0:
                    continue
                y = math.floor(x)
            elif v == 0.0:
                continue
            elif u <= lower:
                y = math.floor(left + math.log(v) / falling)
                if y < 0:
                    continue
                v = v * (u - sides) * falling
            else:
                y = math.floor(right - math.log(v) / rising)
                if y > n:
                    continue
                v = v * (u - lower) * rising
            if self._is_under(n, p, q, spread, mode, middle, y, v):
                return y

    @staticmethod
    def _is_under(n, p, q, spread, mode, middle, y, v):
        """Whether a point lies under the chances of a binomial number, those of its mode being 1."""
        far = abs(y - mode)
        if far <= 20 or far >= spread / 2.0 - 1:
            ratio, height = p / q, 1.0
            over = ratio * (n + 1)
            for place in range(mode + 1, y + 1):
                height *= over / place - ratio
            for place in range(y + 1, mode + 1):
                height /= over / place - ratio
            return v <= height
        room = (far / spread) * ((far * (far / 3.0 + 0.625) + 0.16666666666666666) / spread + 0.5)
        near, height = -far * far / (2 * spread), math.log(v) if v > 0.0 else -math.inf
        if height < near - room:
            return True
        if height > near + room:
            return False
        x, f, z, w = y + 1.0, mode + 1.0, n + 1.0 - mode, n - y + 1.0
        bound = middle * math.log(f / x) + (n - mode + 0.5) * math.log(z / w) + (y - mode) * math.log(w * p / (x * q))
        for one in (f, z, x, w):
            square = one * one
            series = 13680.0 - (462.0 - (132.0 - (99.0 - 140.0 / square) / square) / square) / square
            bound += series / one / 166320.0
        return height <= bound


def kept_steps(shares, events, at):
    """Which steps of a curve with very many are drawn apart; each stands for those up to the next.

    All of them up to MOST_STEPS. Of more, neighbours are drawn together: finely around the shares asked about, coarsely
    above, and one below the lowest.
    """
    if len(shares) <= MOST_STEPS:
        return list(range(len(shares)))
    reach = 6 / math.sqrt(max(events, 1))
    near = [any(abs(share - one) <= reach for one in at) for share in shares]
    stride, width = 1 + sum(near) // (MOST_STEPS // 2), 1 + len(shares) // (MOST_STEPS // 8)
    kept = [place % (stride if is_near else width) == 0 for place, is_near in enumerate(near)]
    kept = [one or not place or near[place] != near[place - 1] for place, one in enumerate(kept)]
    below = [place for place, share in enumerate(shares) if share < min(at) - reach]
    for place in below[1:]:
        kept[place] = False
    return [place for place, one in enumerate(kept) if one]


def binned(times, steps):
    """Cases (time, whether it ended) put to the steps they belong to: the steps used, how many ended, how many not."""
    ended, open_still = Counter(), Counter()
    for time, is_end in times:
        (ended if is_end else open_still)[bisect.bisect_right(steps, time) - 1] += 1
    used = sorted(ended.keys() | open_still.keys())
    return used, [ended[one] for one in used], [open_still[one] for one in used]


def drawn_curves(draws, ended, open_still, resamples):
    """Curves of cases drawn with replacement together with how they ended: a list of shares still open, a step each."""
    n = sum(ended) + sum(open_still)
    chances, steps = [count / n for count in (*ended, *open_still)], len(ended)
    for counts in draws.multinomials(n, chances, resamples):
        at_risk, share, curve = n, 1.0, []
        for ends, still in zip(counts, counts[steps:]):
            if ends:
                share *= 1 - ends / at_risk
            at_risk -= ends + still
            curve.append(share)
        yield curve


def crossing(steps, curve, share):
    """When a curve falls to a share, the middle of where it stays exactly there; None where it never does."""
    for place, one in enumerate(curve):
        if one <= share + CLOSE:
            below = (step for step, other in zip(steps[place:], curve[place:]) if other < share - CLOSE)
            return (steps[place] + next(below, steps[-1])) / 2
    return None


def drawn_limits(ours, theirs):
    """The middle 95 % of differences of resamples; None where more of them are unknown than a limit can do without."""
    known = sorted(one - other for one, other in zip(ours, theirs) if one is not None and other is not None)
    if len(ours) - len(known) > OUTSIDE * len(ours):
        return None
    return quantile(known, OUTSIDE), quantile(known, 1 - OUTSIDE)


def resampled_times(draws, times, at, resamples=RESAMPLES):
    """When resampled curves of cases (time, whether it ended) fall to some shares: a list for each of them."""
    steps = survival(times)
    kept = kept_steps([one[1] for one in steps], sum(is_end for _time, is_end in times), at)
    kept = [steps[place][0] for place in kept]
    _used, ended, open_still = binned(times, kept)
    found = [
        [crossing(kept, curve, share) for share in at] for curve in drawn_curves(draws, ended, open_still, resamples)
    ]
    return [[row[place] for row in found] for place in range(len(at))]


def limits_of_change(now, base, at):
    """The limits of differences of two curves at some shares, open cases counted (Efron 1981), a pair or None each."""
    draws = Draws()
    ours, theirs = (resampled_times(draws, side, at) for side in (now, base))
    return [drawn_limits(one, other) for one, other in zip(ours, theirs)]


def resampled_mix(draws, groups, weights, resamples=MIX_RESAMPLES):
    """When the resampled curves of some groups, averaged with weights, fall to a half."""
    jumps, n = Counter(), 0
    for key, weight in weights.items():
        before, n = 1.0, n + len(groups[key])
        for time, share, _low, _high in survival(groups[key]):
            jumps[time] += weight * (before - share)
            before = share
    times, shares, left = sorted(jumps), [], 1.0
    for time in times:
        left -= jumps[time]
        shares.append(left)
    times = [times[place] for place in kept_steps(shares, n, (0.5,))]
    fallen = [[0.0] * len(times) for _ in range(resamples)]
    for key, weight in weights.items():
        used, ended, open_still = binned(groups[key], times)
        for row, curve in zip(fallen, drawn_curves(draws, ended, open_still, resamples)):
            before = 1.0
            for place, share in zip(used, curve):
                if share != before:
                    row[place] += weight * (before - share)
                    before = share
    return [crossing(times, list(_left_of(row)), 0.5) for row in fallen]


def limits_of_mix(sides, weights):
    """The limits of the difference of two medians at the same mix (Makuch 1982, Efron 1981), or None."""
    draws = Draws()
    return drawn_limits(*(resampled_mix(draws, side, weights) for side in sides))


def _left_of(fallen):
    left = 1.0
    for one in fallen:
        left -= one
        yield left


# --- 12  One month beside another ------------------------------------------------------------------------------------

BACK = (1, 12)
LEVELS = (("department", "kind", "topic"), ("department", "kind"), ("kind",))
COVERED = 0.8
AT_P90 = 0.1
EACH_SIDE, LAG = 12, 2
"""Months before a change and after it, and how many months apart two errors may know of each other."""
LEVEL_REACH, SLOPE_REACH = 3.49, 3.70
"""So many standard errors make 95 % in this very design."""


class Span:
    """The cases received in a month, open ones with the age they have reached."""

    def __init__(self, cases, month, unit):
        came = cases.get(month, [])
        self.cases = [one for one in came if not one.is_impossible]
        self.negative = len(came) - len(self.cases)
        self.times = [(one.reached(unit), one.settled is not None) for one in self.cases]
        self.settled = sorted(time for time, is_end in self.times if is_end)
        self.steps = survival(self.times)
        self.median, self.p90 = half_time(self.steps, 1), half_time(self.steps, 1, AT_P90)

    @property
    def has_p90(self):
        """Whether its settled cases bound their P90 on both sides."""
        return quantile_limits(self.settled, 1 - AT_P90) != (None, None)

    def told(self):
        """The span as a bundle tells it."""
        left = sum(one.is_left for one in self.cases)
        return {
            "n": len(self.cases),
            "settled": len(self.settled),
            "open": len(self.cases) - len(self.settled) - left,
            "left": left,
            "negative": self.negative,
            "median": self.median,
            "p90": self.p90,
        }


def log_rank(ours, theirs):
    """The log-rank test of two groups of (time, whether it ended); Mantel 1966, with the hypergeometric variance."""
    first, second = (sorted(time for time, _ended in side) for side in (ours, theirs))
    ends, base_ends = (Counter(time for time, is_end in side if is_end) for side in (ours, theirs))
    expected = variance = 0.0
    for time in sorted(ends.keys() | base_ends.keys()):
        here = len(first) - bisect.bisect_left(first, time)
        n, ended = here + len(second) - bisect.bisect_left(second, time), ends[time] + base_ends[time]
        expected += ended * here / n
        if n > 1:
            variance += here * (n - here) * ended * (n - ended) / (n * n * (n - 1))
    if variance <= 0:
        return None
    excess = sum(ends.values()) - expected
    return {"chi_square": excess**2 / variance, "p": math.erfc(abs(excess) / math.sqrt(2 * variance)), "excess": excess}


class Mix:
    """Two spans with the mix of cases held as in the second; Makuch 1982 for the medians, Zou and Donner 2008."""

    def __init__(self, now, base):
        levels = [by for by in LEVELS if any(getattr(one, by[-1]) for one in base.cases)] or [LEVELS[-1]]
        tried = [self._common(now, base, by) for by in levels]
        enough = (one for one in tried if one[2] >= COVERED)
        self.by, self.common, self.covered = next(enough, max(tried, key=lambda one: one[2]))
        groups = [self._groups(side) for side in (now, base)]
        total = sum(len(groups[1][key]) for key in self.common)
        weights = {key: len(groups[1][key]) / total for key in self.common}
        self.weights, self.times = weights, [self._times(side) for side in groups]
        self.medians = [self._median(side, weights) for side in groups]
        judged = [{key: self._judged(side[key]) for key in self.common} for side in groups]
        owed = {key: judged[1][key][1] for key in self.common if judged[0][key][1] and judged[1][key][1]}
        self.on_time = [weighted([(*side[key], owed[key]) for key in owed]) for side in judged]

    @staticmethod
    def _common(now, base, by):
        ours, theirs = (Counter(stratum(one, by) for one in side.cases) for side in (now, base))
        common = sorted(key for key, n in theirs.items() if n >= MINIMUM and ours[key] >= MINIMUM)
        total = sum(theirs.values())
        return by, common, sum(theirs[key] for key in common) / total if total else 0.0

    def _groups(self, side):
        found = {key: [] for key in self.common}
        for one, time in zip(side.cases, side.times):
            if stratum(one, self.by) in found:
                found[stratum(one, self.by)].append((one, time))
        return found

    @staticmethod
    def _times(side):
        return {key: [time for _one, time in cases] for key, cases in side.items()}

    def change(self):
        """The difference of the two medians with its limits, as a bundle tells it: both or nothing."""
        if None in self.medians:
            return None, None, None
        limits = limits_of_mix(self.times, self.weights)
        return (difference(*self.medians), *limits) if limits else (None, None, None)

    @staticmethod
    def _median(side, weights):
        """When the average of the curves, weighted, falls to a half."""
        jumps = Counter()
        for key, weight in weights.items():
            before = 1.0
            for time, share, _low, _high in survival([time for _one, time in side[key]]):
                jumps[time] += weight * (before - share)
                before = share
        left, steps = 1.0, []
        for time in sorted(jumps):
            left -= jumps[time]
            steps.append((time, left))
        return half_time(steps, 1)

    @staticmethod
    def _judged(group):
        mine = [one for one, _time in group if one.is_due and not one.left_in_time]
        return sum(one.is_on_time for one in mine), len(mine)

    def told(self):
        """The mix as a bundle tells it."""
        shares = [one and one[0] for one in self.on_time]
        return {
            "by": list(self.by),
            "groups": len(self.common),
            "covered": self.covered,
            "medians": self.medians,
            "on_time": shares,
        }

    def on_time_change(self):
        """The difference of the two shares with its limits."""
        now, base = self.on_time
        if now is None or base is None:
            return None, None, None
        value = now[0] - base[0]
        below = math.hypot(now[0] - now[1], base[2] - base[0])
        above = math.hypot(now[2] - now[0], base[0] - base[1])
        return value, value - below, value + above


def stratum(case, by):
    """Which group of cases a case belongs to."""
    return tuple(getattr(case, name) for name in by)


def weighted(parts):
    """A share of parts (successes, n, weight) with its limits; Zou, Huang and Zhang 2009. None without weight."""
    whole = sum(weight for _hits, _n, weight in parts)
    if not whole:
        return None
    value = below = above = 0.0
    for hits, n, weight in parts:
        (low, high), share, part = wilson(hits, n), hits / n, weight / whole
        value += part * share
        below += (part * (share - low)) ** 2
        above += (part * (high - share)) ** 2
    return value, max(0.0, value - math.sqrt(below)), min(1.0, value + math.sqrt(above))


def by_month(known, population):
    """The cases of a population by the month they came in."""
    found = {}
    for one in known:
        if one.kind in KINDS[population]:
            found.setdefault(f"{one.received:%Y-%m}", []).append(one)
    return found


def month_before(month, back):
    """The month so many months before one."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - back, 12)
    return f"{year:04d}-{number + 1:02d}"


def difference(one, other):
    """A difference; None where one of the two is not known."""
    return None if one is None or other is None else one - other


def changes(now, base, with_p90):
    """The differences of median and P90 of two spans, each with its limits: all three or nothing."""
    at = (0.5, AT_P90) if with_p90 and now.has_p90 and base.has_p90 else (0.5,)
    values = [difference(half_time(now.steps, 1, share), half_time(base.steps, 1, share)) for share in at]
    nothing = (None, None, None)
    if min(len(now.settled), len(base.settled)) < MINIMUM or values == [None] * len(at):
        return nothing, nothing
    limits = limits_of_change(now.times, base.times, at)
    told = [nothing if value is None or pair is None else (value, *pair) for value, pair in zip(values, limits)]
    return told[0], told[1] if len(told) > 1 else nothing


def compared(population, cases, month, base):
    """One comparison: its figures, (measure, dimensions) -> figure, and what they follow from."""
    main, place = "hours" if population == "sprawa" else "days", f"population={population};base={base}"
    rows, parts, mix = {}, [], None
    for unit in (main,) if main == "hours" else (main, "working_days"):
        now, then = Span(cases, month, unit), Span(cases, base, unit)
        n = len(now.cases) + len(then.cases)
        middle, late = changes(now, then, unit == main)
        rows["reduction", f"{place};unit={unit}"] = (n, *middle, False)
        if unit == main:
            mix = Mix(now, then)
            rows["reduction_p90", place] = (n, *late, False)
            rows["standardised", place] = (n, *mix.change(), False)
            rows["standardised_on_time", place] = (n, *mix.on_time_change(), False)
        parts.append({
            "population": population,
            "unit": unit,
            "base": base,
            "spans": [now.told(), then.told()],
            "log_rank": log_rank(now.times, then.times),
            "mix": mix.told() if unit == main else None,
        })  # fmt: skip
    return rows, parts


def check_comparisons(bundle, findings, month, known, versions):
    """The month beside the one before and the one a year before."""
    expected, parts = {}, []
    for population in PUBLISHED_OF:
        cases = by_month(known, population)
        for back in BACK:
            rows, found = compared(population, cases, month, month_before(month, back))
            expected.update(rows)
            parts += found
    told = "comparisons: curves, log-rank tests and medians at the same mix"
    findings.checking(PARTS, _check_parts, findings, PARTS, bundle.json(PARTS)["comparisons"], parts, told)
    rows, expected = recomputed(read_results(bundle, COMPARED), versions), recomputed(expected, versions)
    for key in sorted(rows.keys() ^ expected.keys()):
        told = "missing" if key in expected else "there should be no such row"
        findings.wrong(COMPARED, f"{key[0]}, {key[1]}: {told}")
    for key in sorted(rows.keys() & expected.keys()):
        _check_row(findings, COMPARED, month, key, rows[key], expected[key], versions)
    if not findings.by_file[COMPARED]:
        told = "drawn limits drawn again"
        findings.ok(COMPARED, f"{len(expected)} differences from the month before and a year before, {told}")


def _check_parts(findings, path, theirs, ours, told):
    for place in _unlike(theirs, ours, Path(path).stem):
        findings.wrong(path, place)
    if not findings.by_file[path]:
        findings.ok(path, f"{len(ours)} {told}, computed anew")


def check_series(bundle, findings, month, known, versions, as_of):
    """The year to the month beside the year before it, month by month."""
    today, expected, parts = local_day(as_of), {}, []
    change = month_before(month, EACH_SIDE - 1)
    for population in PUBLISHED_OF:
        cases, unit = by_month(known, population), "hours" if population == "sprawa" else "days"
        months = [
            point_of(Span(cases, one, unit), one, today)
            for one in (month_before(month, back) for back in range(2 * EACH_SIDE - 1, -1, -1))
        ]
        parts.append({"population": population, "unit": unit, "change": change, "months": months})
        n, place = sum(one["n"] for one in months), f"population={population};change={change};unit={unit}"
        lacks = any(one["lack"] for one in months)
        found = ((None,) * 3,) * 2 if lacks else interrupted([one["median"] for one in months])
        expected.update({(key, place): (n, *numbers, False) for key, numbers in zip(INTERRUPTED, found)})
    told = "series of 24 months with their medians"
    findings.checking(
        SERIES_PARTS, _check_parts, findings, SERIES_PARTS, bundle.json(SERIES_PARTS)["series"], parts, told
    )
    check_results(bundle, findings, SERIES, month, expected, versions)


def point_of(span, month, today):
    """A month of a series: its cases and their median, or why it gives no point."""
    n, lack = len(span.cases), None
    if span_of(month)[1] >= today:
        lack = "not_over"
    elif n < MINIMUM:
        lack = "too_few"
    elif span.median is None:
        lack = "unknown"
    return {"month": month, "n": n, "median": span.median, "lack": lack}


def interrupted(values):
    """The change of level and of slope of 24 values in the middle, each with its limits.

    Segmented regression (Wagner et al. 2002), errors by Newey and West 1987 with Bartlett weights up to LAG; the limits
    reach as far as covers 95 % in this very design.
    """
    rows = [(1, place, int(place >= EACH_SIDE), max(0, place - EACH_SIDE)) for place in range(2 * EACH_SIDE)]
    inverse = inverted([[sum(row[i] * row[j] for row in rows) for j in range(4)] for i in range(4)])
    towards = [sum(row[i] * value for row, value in zip(rows, values)) for i in range(4)]
    line = [sum(float(part) * one for part, one in zip(each, towards)) for each in inverse]
    left_over = [value - sum(one * part for one, part in zip(row, line)) for row, value in zip(rows, values)]
    scores = [[one * left for one in row] for row, left in zip(rows, left_over)]
    spread = [sum(float(part) * one for part, one in zip(inverse[i], row)) for row in scores for i in (2, 3)]
    small, found = CLOSE * max(1.0, *map(abs, values)), []
    for place, reach in ((2, LEVEL_REACH), (3, SLOPE_REACH)):
        mine = spread[place - 2 :: 2]
        variance = sum(one * one for one in mine)
        for step in range(1, LAG + 1):
            together = sum(one * other for one, other in zip(mine[step:], mine))
            variance += 2 * (1 - step / (LAG + 1)) * together
        error = math.sqrt(max(0.0, variance * len(rows) / (len(rows) - 4)))
        value, error = (0.0 if abs(one) < small else one for one in (line[place], error))
        found.append((value, value - reach * error, value + reach * error))
    return found


def inverted(matrix):
    """The inverse of a matrix of whole numbers, in fractions (Gauss and Jordan)."""
    size = len(matrix)
    rows = [[Fraction(one) for one in row] + [Fraction(i == j) for j in range(size)] for i, row in enumerate(matrix)]
    for i in range(size):
        pivot = next(row for row in rows[i:] if row[i])
        rows.remove(pivot)
        pivot = [one / pivot[i] for one in pivot]
        rows.insert(i, pivot)
        rows = [row if row is pivot else [a - row[i] * b for a, b in zip(row, pivot)] for row in rows]
    return [row[size:] for row in rows]


def _unlike(theirs, ours, place):
    """Where two values differ: numbers are written as text."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        for key, value in ours.items():
            yield from _unlike(theirs[key], value, f"{place}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(theirs, ours), 1):
            yield from _unlike(one, other, f"{place} {number}")
    elif isinstance(ours, float):
        if not isinstance(theirs, str) or not _same(theirs, ours):
            yield f"{place} is {theirs!r} in the file, {ours!r} computed"
    elif theirs != ours or type(theirs) is not type(ours):
        yield f"{place} is {theirs!r} in the file, {ours!r} computed"


# --- 13  Surveys, letters, the drawn sample ---------------------------------------------------------------------------


def check_batches(bundle, findings, record):
    """The commitments of survey responses give the roots that stand in the record."""
    seen, responses = set(), 0
    for one in bundle.json_lines(BATCHES):
        known = record.batches.get(one["leaf"])
        root = merkle_root([unhex(part, 32) for part in one["commitments"]]).hex()
        if known is None or (len(one["commitments"]), root) != known[:2]:
            raise Wrong(BATCHES, f"the responses under entry {one['leaf']} are not those it was made for")
        if one["hour"] != known[2][:13]:
            raise Wrong(BATCHES, f"the hour of entry {one['leaf']} is another")
        if one["leaf"] in seen:
            raise Wrong(BATCHES, f"the responses under entry {one['leaf']} stand twice")
        seen.add(one["leaf"])
        responses += len(one["commitments"])
    if seen != record.batches.keys():
        raise Wrong(BATCHES, f"the record tells of {len(record.batches)} batches, here are {len(seen)}")
    findings.ok(BATCHES, f"{responses} survey responses in {len(seen)} batches, each under the root in the record")


def check_letters(bundle, findings, record):
    """The letters of the cases are word for word those the record commits to, where they are included."""
    shown, withheld, without_paper = 0, 0, 0
    seen = set()
    for one in bundle.json_lines(LETTERS):
        known = record.letters.get(one["letter"])
        if known is None or one["leaf"] != known[0]:
            findings.wrong(LETTERS, f"the record knows no letter {one['letter']}")
            continue
        seen.add(one["letter"])
        if one["withheld"]:
            withheld += 1
            continue
        shown += 1
        without_paper += one["paper"] is None and known[2].get("paper") is not None
        findings.checking(one["text"], _check_letter, bundle, one, known[2])
    for letter in record.letters.keys() - seen:
        findings.wrong(LETTERS, f"letter {letter} of the record is missing")
    paths = [path for path in findings.by_file if path.startswith("letters/")]
    if not paths:
        findings.ok(LETTERS, f"{shown} letters are word for word, and their PDF byte for byte, those that were sent")
        if without_paper:
            findings.note(f"of {without_paper} of them the PDF is not included: it was NOT compared.")
        if withheld:
            findings.note(f"{withheld} letters are not included (erased, or not for whoever made this bundle).")


def _check_letter(bundle, one, data):
    if commitment(one["salt"], bundle.json(one["text"])["committed"]) != data["text"]:
        raise Wrong(one["text"], "these are not the words that were sent")
    if one["paper"] is not None:
        digest = hashlib.sha256(bundle.read(one["paper"])).hexdigest()
        if commitment(one["salt"], digest) != data["paper"]:
            raise Wrong(one["paper"], "this is not the PDF that was sent")


def check_sample(bundle, findings, manifest):
    """The sample, drawn again from the cases of each department."""
    sample = bundle.json(SAMPLE)
    size, seed = manifest["sample"]["size"], manifest["sample"]["seed"]
    drawn = set()
    for pool in sample["pools"]:
        drawn.update(draw(pool["cases"], size, seed))
    if drawn != set(manifest["cases"]):
        raise Wrong(SAMPLE, "drawn again with this seed, the sample is another")
    total = sum(len(pool["cases"]) for pool in sample["pools"])
    findings.ok(SAMPLE, f"{len(drawn)} cases of {total}, drawn again with seed {seed}: the same ones")


def draw(cases, size, seed):
    """The cases with the smallest hashes of seed and case: any program can draw the same."""

    def order(case):
        return hashlib.sha256(SAMPLE_PREFIX + f"{seed}\0{case}".encode()).digest()

    return sorted(set(cases), key=order)[:size]


# --- 14  The command --------------------------------------------------------------------------------------------------


def verify(bundle, findings, expected_key=None, anchor=None, receipt=None):
    """Check everything a bundle holds."""
    raw, manifest = read_manifest(bundle, findings)
    signed = findings.checking(SIGNATURE, check_signature, bundle, findings, raw, manifest, expected_key)
    findings.checking(MANIFEST, check_files, bundle, findings, manifest)
    record = findings.checking(MANIFEST, Record, manifest)
    if record is None:
        return manifest
    record.rules = findings.checking(RULES, lambda: Rules(bundle.json(RULES)["rules"]))
    seals = findings.checking(SEALS, read_seals, bundle) or []
    if record.rules is None:
        return manifest
    findings.checking(RULES, record.rules.check)
    _tell_rules(findings, record.rules)
    sizes = {one[1]["size"] for one in seals} | ({receipt[1]["leaf"]} if receipt else set())
    findings.checking(PUBLISHED, read_published, bundle, record)
    findings.checking(ENTRIES, check_entries, bundle, findings, record, record.rules, sizes)
    keys = findings.checking(KEYS, check_keys, bundle, findings, record, manifest) or {}
    findings.checking(SEALS, check_seals, bundle, findings, record, keys, seals)
    if not record.is_complete:
        findings.checking(CONSISTENCY, check_consistency, bundle, findings, record, seals)
    if expected_key and signed:
        findings.checking(MANIFEST, _check_expected, findings, manifest, list(keys), expected_key)
    if anchor:
        findings.checking(anchor[0], check_anchor, findings, anchor[0], anchor[1], record, seals)
    if receipt:
        findings.checking(receipt[0], check_receipt, findings, receipt[0], receipt[1], record, seals)
    names = findings.checking(CALENDAR, check_calendar, bundle, findings) or {}
    findings.checking(WORKINGS, check_workings, bundle, findings, record, manifest, names)
    if record.is_complete:
        findings.checking("results", check_figures, bundle, findings, record, manifest)
        findings.checking(BATCHES, check_batches, bundle, findings, record)
    else:
        findings.checking(LETTERS, check_letters, bundle, findings, record)
        if manifest["scope"] == "sample":
            findings.checking(SAMPLE, check_sample, bundle, findings, manifest)
        findings.note("Figures of a month are NOT recomputed: this bundle holds chosen cases only.")
    return manifest


def _tell_rules(findings, rules):
    for row in rules.rows:
        if rules.is_first(row):
            kinds = ", ".join(row["kinds"])
            findings.note(f"law used for {kinds}: {row['amount']} {row['unit']} ({row['source']})")


def _check_expected(findings, manifest, keys, expected):
    if manifest["key"] == expected:
        findings.ok(MANIFEST, "the key is the expected one")
    elif expected in keys and manifest["key"] in keys and keys.index(expected) < keys.index(manifest["key"]):
        findings.ok(MANIFEST, "the expected key handed over, key by key, to the one that signed")
    else:
        raise Wrong(MANIFEST, f"it is signed by the key {manifest['key']}, expected was {expected}")


def _tell_limits(out, manifest, with_anchor):
    print("\nWhat this cannot prove:", file=out)
    more = () if manifest["scope"] == "month" else WITHOUT_MONTH
    more += WITH_SAMPLE if manifest["scope"] == "sample" else ()
    for line in (*LIMITS, *more, *(() if with_anchor else WITHOUT_SEAL)):
        print(f"  - {line}", file=out)


def _key(text):
    cleaned = re.sub(r"[\s:]", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", cleaned):
        raise argparse.ArgumentTypeError("a fingerprint is 64 digits 0-9 and a-f")
    return cleaned


def main(arguments=None, out=None):
    """Check a bundle; the exit code."""
    out = out or sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(description="Check an evidence bundle of Interesant.")
    parser.add_argument("bundle", metavar="BUNDLE.zip")
    parser.add_argument(
        "--key", type=_key, metavar="FINGERPRINT", help="the fingerprint of the office's key you expect"
    )
    parser.add_argument("--anchor", metavar="FILE", help="a seal that was kept outside the office")
    parser.add_argument("--receipt", metavar="FILE", help="a resident's receipt of one entry")
    typed = parser.parse_args(arguments)
    findings = Findings(out)
    try:
        anchor = (typed.anchor, read_anchor(typed.anchor)) if typed.anchor else None
        receipt = (typed.receipt, read_receipt(typed.receipt)) if typed.receipt else None
        bundle = Bundle(typed.bundle)
        try:
            manifest = verify(bundle, findings, typed.key, anchor, receipt)
        except Wrong as wrong:
            findings.wrong(wrong.path, wrong.text)
            manifest = None
    except BadInput as why:
        print(f"verify.py: {why}", file=sys.stderr)
        return 2
    if manifest is not None:
        _tell_end(out, manifest, anchor is not None)
    if findings.differences:
        print(f"\nDIFFERENT: {findings.differences} difference(s) in {', '.join(sorted(findings.by_file))}.", file=out)
        return 1
    if findings.unknown:
        _tell_unknown(out, findings.unknown)
        return 3
    print("\nEverything agrees.", file=out)
    return 0


def _tell_unknown(out, unknown):
    """The end where nothing differs, but not everything could be looked at."""
    names = [f"{key} (version {', '.join(map(str, sorted(found)))})" for key, found in sorted(unknown.items())]
    print(
        "\nNOT ALL CHECKED: nothing differs, but some figures were counted by definitions this verify.py does", file=out
    )
    print(
        f"not know: {'; '.join(names)}. Ask the office why they changed, and take a verify.py that knows them.",
        file=out,
    )


def _tell_end(out, manifest, with_anchor):
    print(f"\nOffice: {manifest['office_name']} ({manifest['office']})", file=out)
    print(f"Record: {manifest['leaf']} entries, root {manifest['root']}", file=out)
    print(f"As of:  {manifest['as_of']}", file=out)
    print(f"Key:    {manifest['key'] or 'none - NOT SIGNED: proves only inner agreement'}", file=out)
    _tell_limits(out, manifest, with_anchor)


if __name__ == "__main__":
    sys.exit(main())
