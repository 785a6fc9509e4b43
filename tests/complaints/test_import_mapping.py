"""Mappings for cases: what is impossible is refused before a row is read, and what we ship can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints.importing.mapping import SHIPPED, load_case_mapping
from imports.errors import BadMapping
from imports.mapping import shipped_names
from tests.complaints.importing import REGISTER, SERVICE, mapping_of


def test_the_shipped_mappings_are_those_of_the_handbook() -> None:
    assert shipped_names(SHIPPED) == [
        "baltimore311",
        "boston311",
        "coselog_receipt",
        "nyc311_2018",
        "nyc311_2025",
        "rejestr_skarg",
    ]


@pytest.mark.parametrize("name", shipped_names(SHIPPED))
def test_a_shipped_mapping_bears_the_name_of_its_file(name: str) -> None:
    assert load_case_mapping(name).name == name


@pytest.mark.parametrize(
    ("found", "put", "code", "where"),
    [
        ('name = "przyklad"', "", "key_missing", "name"),
        ('title = "Zgłoszenia"', "", "key_missing", "title"),
        ('number = "nr"', "", "key_missing", "columns.number"),
        ('received = "od"', "", "key_missing", "columns.received"),
        ('received = "od"', 'recieved = "od"', "unknown_key_near", "columns.recieved"),
        ("[fixed]", "[fixd]", "unknown_key_near", "fixd"),
        ('kind = "sprawa"', "", "key_missing", "fixed.kind"),
        ('kind = "sprawa"', 'kind = "petition"', "not_allowed", "fixed.kind"),
        ('tel = "phone"', 'tel = "telefon"', "not_allowed", "values.channel.tel"),
        ("[values.channel]", "[values.outcome]", "values_without_column", "values.outcome"),
        ('kind = "sprawa"', 'kind = "sprawa"\nchannel = "web"', "column_and_fixed", "fixed.channel"),
        ('title = "Zgłoszenia"', 'title = "Z"\nlanguage = "polski"', "not_allowed", "language"),
        ("create = true", 'create = "yes"', "wrong_type", "departments.create"),
        ('title = "Zgłoszenia"', 'title = "Z"\nrows = "line"', "not_allowed", "rows"),
    ],
)
def test_a_wrong_mapping_is_refused_by_the_name_of_its_key(
    tmp_path: Path, found: str, put: str, code: str, where: str
) -> None:
    assert found in SERVICE
    with pytest.raises(BadMapping) as refused:
        mapping_of(tmp_path, SERVICE.replace(found, put, 1))
    assert (refused.value.code, refused.value.facts["where"]) == (code, where)


def test_without_a_table_of_values_our_own_codes_are_understood(tmp_path: Path) -> None:
    assert mapping_of(tmp_path, REGISTER).meanings["kind"] == {
        "skarga": "skarga",
        "wniosek": "wniosek",
        "petycja": "petycja",
        "odwolanie": "odwolanie",
        "zazalenie": "zazalenie",
        "ponaglenie": "ponaglenie",
        "sprawa": "sprawa",
    }
