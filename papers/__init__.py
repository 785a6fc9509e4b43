"""Papers: accessible PDF (PDF/UA-1) from plain data: a letter an office signs, a report with tables; tables as files.

Pure drawing: no tables of the database, no request, no clock, no network. Whatever people typed comes in as data and is
never read as source of the typesetter. Fonts lie here, so that a paper looks the same on every machine.

Words: a *paper* is a finished PDF; a *layout* is its drawing in ``layouts/``; *facts* are what stands on it; the
*masthead* is the head of a report: office, crest, day; a *sheet* is a table as a workbook or as CSV.
"""

from papers.form import FormFacts, FormQuestion, render_form
from papers.letter import Courtesy, LetterFacts, Signature, render
from papers.pack import Card, Chapter, Picture, render_pack
from papers.poster import PosterFacts, PosterSize, render_poster
from papers.report import Column, Masthead, Table, render_report
from papers.sheet import Cell, Sheet, printed, write_csv, write_workbook

__all__ = [
    "Card",
    "Cell",
    "Chapter",
    "Column",
    "Courtesy",
    "FormFacts",
    "FormQuestion",
    "LetterFacts",
    "Masthead",
    "Picture",
    "PosterFacts",
    "PosterSize",
    "Sheet",
    "Signature",
    "Table",
    "printed",
    "render",
    "render_form",
    "render_pack",
    "render_poster",
    "render_report",
    "write_csv",
    "write_workbook",
]
