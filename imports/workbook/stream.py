"""Feeding a part of a workbook through an XML parser piece by piece; hostile and endless XML is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import create_parser

CHUNK_BYTES: Final = 64 * 1024

LONGEST_SILENCE: Final = 4 * 1024 * 1024
"""Ours: bytes that may pass without one element beginning or ending. A text of a cell has at most 32,767 characters."""


class Endless(ValueError):
    """One element goes on and on: no spreadsheet writes that, and it would fill the memory."""


class Elements(ContentHandler):
    """Parent of handlers: counts events, so that silence is noticed, and gives names without their prefix."""

    def __init__(self) -> None:
        super().__init__()
        self.events = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the name SAX calls
        """Called by the parser."""
        self.events += 1
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - the name SAX calls
        """Called by the parser."""
        self.events += 1
        self.end(name.rpartition(":")[2])

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """An element ends."""
        raise NotImplementedError


def fed(part: IO[bytes], handler: Elements) -> Iterator[None]:
    """Feed a part to a handler; yields after each piece so that what was found can be taken away.

    Raises Endless, defusedxml's exceptions for a document type or entities, SAXException for broken XML.
    """
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    silent_bytes = 0
    while piece := part.read(CHUNK_BYTES):
        events = handler.events
        parser.feed(piece)
        silent_bytes = 0 if handler.events != events else silent_bytes + len(piece)
        if silent_bytes > LONGEST_SILENCE:
            raise Endless
        yield
    parser.close()
    yield
