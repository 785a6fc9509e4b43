"""The book of a pack as one page that needs nothing but itself, and as an accessible PDF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Final

from flask import current_app
from sqlalchemy.orm import Session

from analytics.pack_files.book import Book, stand
from analytics.reports.pack import Pack
from attachments.shelf import Shelf
from kernel.clock import FixedClock
from office.labels.papers import masthead
from papers import Masthead, render_pack

STYLE: Final = Path(__file__).parent / "page.css"


def masthead_of(session: Session, pack: Pack, shelf: Shelf) -> Masthead:
    """The head of the book: the office, and the moment the pack speaks of."""
    head = masthead(session, FixedClock(pack.as_of.moment), shelf)
    return replace(head, day=stand(pack))


def print_of(book: Book, head: Masthead) -> bytes:
    """The book as PDF/UA-1."""
    return render_pack(book.title, book.lead, book.cards, book.chapters, masthead=head)


def page_of(book: Book, head: Masthead) -> bytes:
    """The book as HTML: its style and pictures inside, no address of any other place."""
    template = current_app.jinja_env.get_template("packs/report.html")
    style = STYLE.read_text(encoding="utf-8")
    return template.render(book=book, head=head, style=style, inside=inside).encode()


def inside(svg: str) -> str:
    """A picture as an address that holds it."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
