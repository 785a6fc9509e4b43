"""docs/install.md, every block of it run as it stands there, on the Debian this test runs on.

What a person does in between in a browser is done here over HTTPS, by the same forms.
"""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forms import FILING
from tests.install import machine, story
from tests.install.paper import ROOT, Terminal, blocks
from tests.install.post import Box, office_open
from tests.install.visitor import Visitor

pytestmark = pytest.mark.install

NAME = "localhost"
AUTHORITY = Path("/etc/interesant/ca/certificate.pem")
UNITS = [f"/etc/systemd/system/{name}.service" for name in ("interesant", "interesant-worker")]
MOST_EXPOSED = 2.0
"""systemd-analyze security: 0 is a program that may nothing, 10 one that may everything; 2 and less is "OK"."""

WHOLE = re.compile(r"The record is whole: (\d+) entries, the last one has the hash ([0-9a-f]{64})")


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
def mail_port() -> int:
    """A port of the town's mail server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def box(mail_port: int) -> Iterator[Box]:
    """The town's mail server, open from the beginning to the end."""
    with office_open(mail_port) as box:
        yield box


@pytest.fixture
def terminal(release: Path, tmp_path: Path, mail_port: int) -> Iterator[Terminal]:
    """A root shell on a machine that has none of it yet."""
    machine.require()
    folder = tmp_path / "bin"
    folder.mkdir()
    for place in (tmp_path, *tmp_path.parents):
        if place.owner() == "root" and place.stat().st_mode & 0o005 != 0o005:
            place.chmod(0o755)  # pip and the program's user must find the release
    values = {
        "NAME": NAME,
        "SOURCE": str(release),
        "MAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "MAIL_FROM": "opinie@proba.example",
    }
    with machine.borrowed(folder):
        yield Terminal(values, folder)


def test_following_the_paper_one_gets_an_office_that_answers_by_mail_and_survives_a_fire(terminal: Terminal, box: Box):
    terminal.step(2)
    with machine.database_running():
        for number in range(3, 11):
            said = terminal.step(number)
            if number == 4:
                machine.compile_packages()
        assert said == "ok\n"
        _looks_right_from_outside()
        _is_shut_in()
        _lives(terminal, box)
        assert "BAD" not in terminal.step(13)
        _nothing_typed_stands_in_the_journal(terminal)
        for number in (15, 16):
            terminal.step(number)
        assert not any(Path(place).exists() for place in (*machine.PLACES, *UNITS))
        assert "interesant" not in terminal.run("runuser -u postgres -- psql --list --tuples-only")


def _lives(terminal: Terminal, box: Box) -> None:
    """Set up, a complaint filed, assigned and answered by mail, a backup taken and restored elsewhere."""
    code = re.search(r"code\s+([0-9A-Z-]+)", terminal.step(11))
    assert code is not None
    administrator = Visitor(NAME, AUTHORITY)
    story.set_up(administrator, code[1])
    story.secure(administrator)
    story.open_department(administrator)
    head = story.invite(administrator, box, "bogdan", "Bogdan Próbny", "head")
    story.invite(administrator, box, "celina", "Celina Próbna", "handler")
    story.file_complaint(Visitor(NAME, AUTHORITY), box)
    case = story.assign(head)
    handler = Visitor(NAME, AUTHORITY)
    story.sign_in(handler, "celina")
    story.reply(handler, head, case, box)
    kept = re.search(r"ends at entry (\d+) with the hash ([0-9a-f]{64})", terminal.step(12))
    assert kept is not None
    for said in (terminal.step(14), _into_sqlite(terminal)):
        assert set(WHOLE.findall(said)) == {kept.groups()}


def _into_sqlite(terminal: Terminal) -> str:
    """The same backup into a database of the other kind, on a machine that has no server."""
    return terminal.run(
        """
        sed -e "s#^INTERESANT_DATABASE_URL=.*#INTERESANT_DATABASE_URL='sqlite:////var/lib/interesant-trial/x.sqlite'#" \
          -e "s#'/var/lib/interesant'#'/var/lib/interesant-trial'#" \
          /etc/interesant/interesant.env > /etc/interesant/trial.env
        install -d -o interesant -g interesant -m 750 /var/lib/interesant-trial
        SETTINGS=/etc/interesant/trial.env interesant restore /var/backups/interesant/first.zip
        SETTINGS=/etc/interesant/trial.env interesant ledger verify
        rm -rf /var/lib/interesant-trial /etc/interesant/trial.env
        """
    )


def _looks_right_from_outside() -> None:
    """HTTPS with the authority of the office, plain HTTP leads there, cookies stay on HTTPS, nothing is given away."""
    plain = http.client.HTTPConnection(NAME, timeout=10)
    plain.request("GET", "/pl/contact")
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/pl/contact")
    plain.close()
    home = Visitor(NAME, AUTHORITY).get("/pl/complaint")
    assert home.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert home.headers["Server"] == "nginx"
    assert len(home.headers["X-Request-ID"]) == 32
    assert Visitor(NAME, AUTHORITY).get("/readyz").text.strip() == '{"state":"degraded"}'  # no backup yet
    assert Visitor(NAME, AUTHORITY).get("/metrics").status_code == 401


def _is_shut_in() -> None:
    """systemd reads our units without a complaint and finds little that the program may do."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return
    subprocess.run([program, "verify", *UNITS], check=True)
    for unit in UNITS:
        line = [program, "security", "--offline=true", "--no-pager", unit]
        said = subprocess.run(line, check=False, capture_output=True, text=True).stdout
        exposure = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
        assert exposure is not None
        assert float(exposure[1]) <= MOST_EXPOSED


def _nothing_typed_stands_in_the_journal(terminal: Terminal) -> None:
    """Hours of an office, and nobody's name, address, letter or password."""
    journal = terminal.journal()
    assert '"rule": "/<lang>/complaint"' in journal
    typed = (FILING["name"], FILING["text"], FILING["address"], FILING["subject"], story.RESIDENT, story.REPLY)
    of_the_office = [words for words in story.OFFICE.values() if len(words) > 5]  # "OR" stands in any log
    assert [words for words in (*typed, story.PASSWORD, *of_the_office) if words in journal] == []


def test_the_paper_has_a_block_for_every_step_that_says_so():
    assert [block.number for block in blocks()] == sorted(block.number for block in blocks())
    assert {block.number for block in blocks()} == set(range(1, 17))
