"""docs/install.md, every block of it run as it stands there, on the Debian this test runs on.

What a person does in between in a browser is done here over HTTPS, by the same forms.
"""

from __future__ import annotations

import http.client
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.install import machine
from tests.install.paper import ROOT, Terminal, blocks
from tests.install.visitor import Visitor

pytestmark = pytest.mark.install

NAME = "localhost"
AUTHORITY = Path("/etc/interesant/ca/certificate.pem")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The files of this checkout as a release holds them: no environment, no database, no caches."""
    line = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(line, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            target = tmp_path / "release" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    return tmp_path / "release"


@pytest.fixture
def terminal(release: Path, tmp_path: Path) -> Iterator[Terminal]:
    """A root shell on a machine that has none of it yet."""
    machine.require()
    folder = tmp_path / "bin"
    folder.mkdir()
    tmp_path.chmod(0o755)
    values = {"NAME": NAME, "SOURCE": str(release), "MAIL_URL": "file:", "MAIL_FROM": "opinie@proba.example"}
    with machine.borrowed(folder):
        yield Terminal(values, folder)


def test_following_the_paper_one_gets_an_office_behind_https(terminal: Terminal):
    terminal.step(2)
    with machine.database_running():
        for number in range(3, 11):
            said = terminal.step(number)
        assert said == "ok\n"
        _looks_right_from_outside()
        terminal.run('interesant office found --name "Urząd Miasta Próbowo" --address "Rynek 1, 00-001 Próbowo"')
        terminal.step(12)
        for number in (14, 15, 16):
            terminal.step(number)


def _looks_right_from_outside() -> None:
    """HTTPS with the authority of the office, plain HTTP leads there, cookies stay on HTTPS, nothing is given away."""
    plain = http.client.HTTPConnection(NAME, timeout=10)
    plain.request("GET", "/pl/contact")
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/pl/contact")
    plain.close()
    home = Visitor(NAME, AUTHORITY).get("/pl/complaint")
    assert home.status_code == 200
    assert home.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert home.headers["Server"] == "nginx"
    assert len(home.headers["X-Request-ID"]) == 32
    assert "Secure" in home.headers["Set-Cookie"]
    assert Visitor(NAME, AUTHORITY).get("/metrics").status_code == 404


def test_the_paper_has_a_block_for_every_step_that_says_so():
    assert [block.number for block in blocks()] == sorted(block.number for block in blocks())
    assert {block.number for block in blocks()} == set(range(1, 17))
