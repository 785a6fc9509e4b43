"""Every page fetched in any test is read by a strict parser and checked for what no page may lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import E

LABELLED = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
LOADS = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "form": "action",
    "use": "href",
}
"""Elements that make the browser fetch something, or send something somewhere, without a person choosing to follow."""

LONGEST_SEARCH = 200
"""Characters; at most nine bytes each in an address, which may have 4,094 (deploy/gunicorn.conf.py)."""

POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage")
SCOPES = {"col", "row", "colgroup", "rowgroup"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class BadPage(AssertionError):
    """A page broke the house rules for pages."""


class CheckedClient(FlaskClient):
    """A test client that reads every page it is given."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Make the request; raises BadPage when the answer is a page with faults."""
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        if is_page and response.request.method != "HEAD":
            found = faults(response.get_data(as_text=True))
            if found:
                raise BadPage(f"{response.request.method} {response.request.path}: " + "; ".join(found))
        return response


@lru_cache(maxsize=16)
def read(html: str) -> tuple[Element, list[str]]:
    """A page as elements, and what the strict parser had to say about it. Read once, however often it is asked for."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document: Element = parser.parse(html)
    return document, [f"line {line}: {E[code] % values}" for (line, _column), code, values in parser.errors]


def faults(html: str) -> list[str]:
    """What is wrong with a page; empty when nothing is."""
    document, remarks = read(html)
    found = list(remarks)
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    for check in (_skeleton, _headings, _identifiers, _labels, _names, _tables, _strict_policy, _own_host, _searches):
        found.extend(check(document, elements))
    return found


def text_of(element: Element) -> str:
    """The text of an element and all inside it, without needless space."""
    return " ".join("".join(element.itertext()).split())


def _skeleton(document: Element, elements: list[Element]) -> Iterator[str]:
    if not document.get("lang"):
        yield "<html> has no lang"
    title = document.find("head/title")
    if title is None or not text_of(title):
        yield "no title"
    if sum(element.tag == "main" for element in elements) != 1:
        yield "not exactly one <main>"


def _headings(_document: Element, elements: list[Element]) -> Iterator[str]:
    levels = [int(element.tag[1]) for element in elements if element.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} <h1> instead of one"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"<h{after}> after <h{before}>: a level is left out"
    for element in elements:
        if element.tag in HEADINGS and not text_of(element):
            yield f"an empty <{element.tag}>"


def _identifiers(_document: Element, elements: list[Element]) -> Iterator[str]:
    counted = Counter(element.get("id") for element in elements if element.get("id") is not None)
    for name, times in counted.items():
        if times > 1 or not name or " " in name:
            yield f"id {name!r} stands {times} times or is no name"
    for element in elements:
        for attribute in POINTERS:
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f"{attribute}={name!r} points nowhere"


def _labels(document: Element, elements: list[Element]) -> Iterator[str]:
    named = {element.get("for") for element in elements if element.tag == "label" and text_of(element)}
    wrapped = {id(inner) for label in document.iter("label") if text_of(label) for inner in label.iter()}
    for element in elements:
        if element.tag not in LABELLED or element.get("type") in NEEDS_NO_LABEL:
            continue
        has_name = element.get("aria-label") or element.get("aria-labelledby")
        if not has_name and element.get("id") not in named and id(element) not in wrapped:
            yield f"<{element.tag} name={element.get('name')!r}> has no label"


def _names(_document: Element, elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == "img" and element.get("alt") is None:
            yield f"<img src={element.get('src')!r}> has no alt"
        if element.tag in {"a", "button"} and not _name(element):
            yield f"a nameless <{element.tag}>"


def _name(element: Element) -> str:
    pictures = "".join(image.get("alt") or "" for image in element.iter("img"))
    return element.get("aria-label") or element.get("aria-labelledby") or text_of(element) or pictures


def _tables(_document: Element, elements: list[Element]) -> Iterator[str]:
    """A table says what it is of, and each of its headings what it heads. Source: WCAG 2.1, 1.3.1 (H39, H63, H73)."""
    for table in (element for element in elements if element.tag == "table"):
        caption = table.find("caption")
        if (caption is None or not text_of(caption)) and not (table.get("aria-label") or table.get("aria-labelledby")):
            yield f"a table without a caption: {text_of(table)[:40]!r}"
        headings = list(table.iter("th"))
        if not headings:
            yield f"a table without headings: {text_of(table)[:40]!r}"
        for heading in headings:
            if heading.get("scope") not in SCOPES:
                yield f"<th> {text_of(heading)!r} does not say what it heads"


def _strict_policy(_document: Element, elements: list[Element]) -> Iterator[str]:
    """What our content security policy would forbid, said before a browser does."""
    for element in elements:
        if element.tag == "style" or element.get("style") is not None:
            yield f"inline style in <{element.tag}>"
        is_data = element.get("type") in {"application/json", "application/ld+json"}
        if element.tag == "script" and not element.get("src") and not is_data:
            yield "inline script"
        for attribute in element.attrib:
            if isinstance(attribute, str) and attribute.startswith("on"):
                yield f"{attribute} in <{element.tag}>"


def _own_host(_document: Element, elements: list[Element]) -> Iterator[str]:
    """A resident's visit is nobody else's business: nothing is fetched from or sent to another host."""
    for element in elements:
        address = element.get(LOADS.get(str(element.tag), ""), "")
        if urlsplit(address).netloc:
            yield f"<{element.tag}> refers to {urlsplit(address).netloc}"
        if (element.get("href") or "").startswith("javascript:"):
            yield "a javascript: link"


def _searches(_document: Element, elements: list[Element]) -> Iterator[str]:
    """What is searched for goes into the address, and one with a pasted letter in it is answered by no page of ours."""
    for element in elements:
        if element.get("type") == "search" and not 0 < int(element.get("maxlength") or 0) <= LONGEST_SEARCH:
            yield f"<input name={element.get('name')!r}> takes more than fits an address"
