"""Workbooks for tests: honest ones by openpyxl, odd and large ones written part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

PARTS = {
    "[Content_Types].xml": (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="Rejestr" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r3" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>'
        "<fonts><font/></fonts>"
        '<fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
        '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/>'
        '<xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
    "xl/sharedStrings.xml": (
        f'{HEAD}<sst xmlns="{MAIN}"><si><t>numer</t></si><si><t>wpływ</t></si>'
        "<si><r><t>Żółta </t></r><r><t>jaźń</t></r><rPh><t>aid</t></rPh></si></sst>"
    ),
}
"""A whole workbook but for its sheet. Styles: 0 none, 1 a day, 2 a day with hours, 3 a duration."""

HEADER = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def made(path: Path, rows: Iterable[Iterable[Any]], title: str = "Rejestr") -> Path:
    """A workbook as openpyxl writes it."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def written(path: Path, rows: str, after: str = "", **parts: str | bytes) -> Path:
    """A workbook with these rows as XML after the header; ``parts`` replaces other parts by their bare name."""
    sheet = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{rows}</sheetData>{after}</worksheet>'
    content: dict[str, str | bytes] = {**PARTS, "xl/worksheets/sheet1.xml": sheet}
    for name in content:
        bare = name.rpartition("/")[2].removesuffix(".xml")
        content[name] = parts.get(bare, content[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def row(line: int, *cells: str) -> str:
    """The XML of a row; a cell is what stands between ``<c r="A1"`` and ``</c>``."""
    return f'<row r="{line}">' + "".join(f'<c r="{"AB"[n]}{line}"{cell}</c>' for n, cell in enumerate(cells)) + "</row>"
