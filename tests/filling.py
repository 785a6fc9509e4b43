"""A visitor without JavaScript: reads the form of a page as a browser would, changes some fields and sends it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import read, text_of

NOT_SENT = {"submit", "button", "reset", "image", "file"}


def document(response: TestResponse) -> Element:
    """The page as elements."""
    return read(response.get_data(as_text=True))[0]


def text(response: TestResponse) -> str:
    """All a person reads in the main part of a page, no-break spaces as plain ones."""
    main = document(response).find(".//main")
    assert main is not None
    return text_of(main).replace("\u00a0", " ").replace("\u2060", "")


def the_form(response: TestResponse, form_id: str | None = None) -> Element:
    """The form of a page: the first in its main part, or the one with this id."""
    found = [form for form in document(response).iterfind(".//main//form") if form_id in (None, form.get("id"))]
    assert found, f"no form {form_id or ''} on {response.request.path}"
    return found[0]


def fields(response: TestResponse, form_id: str | None = None) -> dict[str, str]:
    """What the form would send as it stands, without its buttons."""
    values: dict[str, str] = {}
    for element in the_form(response, form_id).iter():
        name, kind = element.get("name"), element.get("type", "text")
        if not name or element.tag not in {"input", "select", "textarea"} or kind in NOT_SENT:
            continue
        if kind in {"radio", "checkbox"}:
            if element.get("checked") is not None:
                values[name] = element.get("value", "on")
        else:
            values[name] = _value(element)
    return values


def send(client: FlaskClient, response: TestResponse, form_id: str | None = None, **typed: str) -> TestResponse:
    """Fill in some fields and send the form to where it points; ``to`` sends it elsewhere, as a button may."""
    to = typed.pop("to", None) or the_form(response, form_id).get("action") or response.request.path
    values: dict[str, Any] = {**fields(response, form_id), **{name.replace("__", "-"): typed[name] for name in typed}}
    return client.post(urlsplit(urljoin(response.request.path, to)).path, data=values)


def errors_beside(response: TestResponse) -> dict[str, str]:
    """The sentences that stand beside fields, by the id they belong to."""
    ends = "-error"
    return {
        str(element.get("id")).removesuffix(ends): text_of(element).replace("\u00a0", " ").removeprefix("Błąd: ")
        for element in document(response).iter()
        if str(element.get("id", "")).endswith(ends)
    }


def errors_above(response: TestResponse) -> list[str]:
    """The sentences of the summary above the form."""
    box = document(response).find(".//*[@id='errors']")
    return [text_of(item).replace("\u00a0", " ") for item in box.iter("li")] if box is not None else []


def _value(element: Element) -> str:
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return str(chosen[0].get("value", text_of(chosen[0]))) if chosen else ""
    if element.tag == "textarea":
        return (element.text or "").removeprefix("\n")
    return str(element.get("value", ""))
