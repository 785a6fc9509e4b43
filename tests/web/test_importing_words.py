"""Every code an import can end with has its words."""

from __future__ import annotations

import re
from pathlib import Path

from web.importing import PROBLEMS, REFUSALS

ROOT = Path(__file__).parents[2]
FOLDERS = ("imports", "complaints/importing", "surveys/importing", "surveys/rules/visits.py", "office/importing")


def sources() -> str:
    found = []
    for name in FOLDERS:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        found += [file.read_text(encoding="utf-8") for file in files]
    return "\n".join(found)


def test_each_code_raised_has_words() -> None:
    text = sources()
    codes = set(re.findall(r'code="([a-z_]+)"', text)) | set(
        re.findall(r'(?:refuse|remark)\(\s*[^,()]*,\s*"([a-z_]+)"', text)
    )
    general = {"import_refused", "bad_mapping", "bad_file", "bad_value"}
    assert codes - general - REFUSALS.keys() - PROBLEMS.keys() == set()


def test_no_words_are_left_over() -> None:
    text = sources()
    from_the_law = {"outside_calendar", "version_frozen"}
    unused = [code for code in (*REFUSALS, *PROBLEMS) if f'"{code}"' not in text and code not in from_the_law]
    assert unused == []
