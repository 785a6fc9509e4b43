"""Filled forms: what a resident sends, and the hidden fields a page brings along."""

from __future__ import annotations

import re

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')

ANSWERS = {"q1": "5", "q2": "yes", "q3": "4", "q4": "4", "q5": "5", "q6": "5", "q7": "5"}
"""A whole SATYS-7."""

FILING = {
    "step": "4",
    "way": "skarga",
    "department": "unknown",
    "subject": "Kolejka do stanowiska",
    "text": "Czekanie trwało trzy godziny, a nikt nie powiedział dlaczego.",
    "name": "Osoba Próbna",
    "address": "ul. Próbna 2, 00-001 Próbowo",
}
"""A whole skarga, as the last step of its form sends it."""


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page: form token, submission id, version."""
    fields = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page)]
    return {field["name"]: field.get("value", "") for field in fields}
