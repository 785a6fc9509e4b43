"""The page of the receipt: the same for all filings of a kind and day but for a few values, so drawn once for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from flask import render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from complaints import forms, labels
from complaints.deadline_card import how_it_began
from complaints.models import Complaint, ComplaintStep
from complaints.queries.steps import inputs_of
from complaints.rules.course import Inputs, course
from complaints.rules.kinds import PASSED_ON, Register
from kernel.ids import spoken_code, typed_code
from office import context
from office.routes.qr import drawn, public_home
from web import database
from web.filters import hash_lines, moment, number
from web.holes import Cut, cut, hole
from web.languages import current_language

KEPT: Final = 64
"""Receipts without their values that a process keeps, 7 KB each. Ours: kinds of a day in the languages asked for."""


class Print(NamedTuple):
    """An entry of the record as a page shows it: its number and the lines of its hash."""

    leaf: str
    lines: str


def printed(entry: tuple[int, str]) -> Print:
    """Number and hash of an entry, in words of the reader's language."""
    return Print(number(entry[0]), hash_lines(entry[1]))


def receipt_page(
    complaint: Complaint, code: str, entry: tuple[int, str] | None, steps: Sequence[ComplaintStep] = ()
) -> str:
    """The receipt of a filing with its code, in the language of the request."""
    frame, check = _frame(
        current_language(),
        inputs_of(complaint, steps),
        complaint.due_on,
        entry is not None,
        context.shown_parts(),
        database.clock().today(),
        request.root_path,
    )
    shown = printed(entry) if entry else Print("", "")
    return frame.filled(
        {
            "token": generate_csrf(),
            "submission": str(complaint.submission_id),
            "moment": moment(complaint.registered_at),
            "number": complaint.register_number,
            "code": spoken_code(code),
            "qr": Markup(drawn(_target(check, complaint, code))),  # noqa: S704 - our own drawing
            "subject": complaint.subject,
            "leaf": shown.leaf,
            "lines": shown.lines,
        }
    )


def _target(check: str, complaint: Complaint, code: str) -> str:
    """What the QR code opens: the page of one's own case, at ``check``. The code stands behind the hash sign: browsers
    keep that part to themselves, so no log ever sees it."""
    prefix = "" if complaint.register == Register.COMPLAINTS else f"{complaint.register}-"
    filled_in = f"{prefix}{complaint.number}-{complaint.year}.{typed_code(code)}"
    return f"{public_home()}{check}#{filled_in}"


@lru_cache(maxsize=KEPT)
def _frame(
    _language: str,
    inputs: Inputs,
    due_on: dt.date,
    has_entry: bool,
    _office: tuple[Any, ...] | None,
    _today: dt.date,
    _root: str,
) -> tuple[Cut, str]:
    """The page around its holes, and where one's own case is asked for. All that it is drawn from besides the program
    itself is an argument."""
    again = forms.ReceiptForm(MultiDict(), submission_id=hole("submission"))
    again.csrf_token.current_token = hole("token")
    page = render_template(
        "complaints/receipt.html",
        filed={name: hole(name) for name in ("moment", "number", "code", "qr", "subject")},
        entry=Print(hole("leaf"), hole("lines")) if has_entry else None,
        kind=inputs.kind,
        received_on=inputs.received_on,
        due_on=due_on,
        due=course(inputs),
        how=how_it_began(inputs),
        is_passed_on=inputs.kind in PASSED_ON,
        form=again,
        labels=labels,
    )
    return cut(page), url_for("complaints_public.check")
