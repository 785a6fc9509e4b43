"""Settings come from the environment; an unknown name or an impossible value is refused at start in one sentence."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app import create_app
from web.settings import BadSetting, Settings, from_environment

SECRET = "s" * 32
GIVEN = {"INTERESANT_SECRET_KEY": SECRET, "PATH": "/bin"}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("INTERESANT_DATABASE_URL", "mysql://localhost/x", "sqlite:/// or postgresql://"),
        ("INTERESANT_DATABASE_URL", "not an address", "sqlite:/// or postgresql://"),
        ("INTERESANT_DATABASE_URL", "", "sqlite:/// or postgresql://"),
        ("INTERESANT_DATABASE_URL", "postgresql://a:b@localhost:port/x", "sqlite:/// or postgresql://"),
        ("INTERESANT_DATABASE_URL", "postgresql+psycopg2://localhost/x", "sqlite:/// or postgresql://"),
        ("INTERESANT_DATABASE_URL", "sqlite+aiosqlite:///x", "sqlite:/// or postgresql://"),
        ("INTERESANT_SECRET_KEY", "short", "shorter than 32"),
        ("INTERESANT_PUBLIC_URL", "opinie.example.pl", "must look like"),
        ("INTERESANT_PUBLIC_URL", "ftp://opinie.example.pl", "must look like"),
        ("INTERESANT_PUBLIC_URL", "https://opinie.example.pl/path", "must look like"),
        ("INTERESANT_PUBLIC_URL", "https://opinie.example.pl?a=b", "must look like"),
        ("INTERESANT_PUBLIC_URL", "https://opinie.example.pl#a", "must look like"),
        ("INTERESANT_PUBLIC_URL", "https://[", "must look like"),
        ("INTERESANT_SECURE_COOKIES", "perhaps", "must be yes or no"),
        ("INTERESANT_SIGN_IN_HOURS", "0", "from 1 to 24"),
        ("INTERESANT_SIGN_IN_HOURS", "25", "from 1 to 24"),
        ("INTERESANT_SIGN_IN_HOURS", "ten", "whole number"),
        ("INTERESANT_SIGN_IN_HOURS", "1.5", "whole number"),
        ("INTERESANT_SEAL_SECONDS", "-1", "from 0 to 60"),
        ("INTERESANT_SEAL_SECONDS", "61", "from 0 to 60"),
        ("INTERESANT_TRUSTED_PROXIES", "6", "from 0 to 5"),
        ("INTERESANT_LOG_FORMAT", "xml", "json or text"),
        ("INTERESANT_TESTING", "1", "is not a setting"),
        ("INTERESANT_DATABSE_URL", "sqlite:///x", "is not a setting"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(name: str, value: str, why: str):
    with pytest.raises(BadSetting, match=why) as refused:
        from_environment({**GIVEN, name: value})
    sentence = str(refused.value)
    assert name in sentence
    assert "\n" not in sentence


def test_a_refusal_never_shows_a_password():
    with pytest.raises(BadSetting) as refused:
        from_environment({**GIVEN, "INTERESANT_DATABASE_URL": "mysql://me:hunter2hunter2@localhost/x"})
    assert "hunter2" not in str(refused.value)


def test_the_program_ends_with_the_sentence_and_no_traceback(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("INTERESANT_SIGN_IN_HOURS", "many")
    with pytest.raises(SystemExit, match="interesant: INTERESANT_SIGN_IN_HOURS must be a whole number"):
        create_app()


def test_good_values_are_typed():
    settings = from_environment(
        {
            "INTERESANT_DATABASE_URL": "postgres://interesant@localhost/interesant",
            "INTERESANT_SECRET_KEY": SECRET,
            "INTERESANT_PUBLIC_URL": "https://opinie.example.pl/",
            "INTERESANT_SECURE_COOKIES": "Yes",
            "INTERESANT_SIGN_IN_HOURS": "8",
            "INTERESANT_SEAL_SECONDS": "0",
            "INTERESANT_TRUSTED_PROXIES": "1",
            "HOME": "/nowhere",
        }
    )
    assert (settings.secure_cookies, settings.sign_in_hours, settings.seal_seconds) == (True, 8, 0)
    assert settings.trusted_proxies == 1
    assert settings.public_url == "https://opinie.example.pl/"
    assert not settings.testing


def test_what_only_tests_read_does_not_stop_the_program():
    from_environment({**GIVEN, "INTERESANT_REFERENCE_DATA": "/nowhere", "INTERESANT_TEST_POSTGRES_URL": "x"})


def test_the_key_of_a_local_database_is_made_once_and_only_its_owner_reads_it(tmp_path: Path):
    environment = {"INTERESANT_DATABASE_URL": f"sqlite:///{tmp_path / 'new' / 'office.sqlite'}"}
    first, second = from_environment(environment), from_environment(environment)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["postgresql://localhost/x", "sqlite://"])
def test_elsewhere_the_key_must_be_given(url: str):
    with pytest.raises(BadSetting, match="SECRET_KEY is not set"):
        from_environment({"INTERESANT_DATABASE_URL": url})


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BadSetting, match=r"cannot be written .*INTERESANT_DATABASE_URL"):
        from_environment({"INTERESANT_DATABASE_URL": f"sqlite:///{tmp_path / 'file' / 'office.sqlite'}"})


def test_settings_made_in_code_are_checked_too():
    with pytest.raises(BadSetting, match="SIGN_IN_HOURS"):
        Settings(secret_key=SECRET, sign_in_hours=48)
