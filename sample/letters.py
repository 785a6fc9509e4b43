"""What people write and what they are answered, made from ``letters.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from complaints.rules.kinds import Kind
from complaints.rules.outcomes import Outcome
from sample.places import STREETS

FILE: Final = Path(__file__).with_name("letters.toml")
IN_SEASON: Final = 3
"""How much more often a letter comes in its months."""

WEEKDAYS: Final = ("W poniedziałek", "We wtorek", "W środę", "W czwartek", "W piątek", "W sobotę", "W niedzielę")
MONTHS: Final = {
    "pl": ("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
           "lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
    "uk": ("січня", "лютого", "березня", "квітня", "травня", "червня",
           "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
}  # fmt: skip
INSTRUCTION_239: Final = (
    "Pouczenie: jeżeli skarga zostanie ponowiona bez wskazania nowych okoliczności, organ może podtrzymać swoje "
    "stanowisko z adnotacją w aktach sprawy, bez zawiadamiania skarżącego (art. 239 § 1 KPA)."
)
INSTRUCTION_246: Final = (
    "Pouczenie: wnioskodawcy niezadowolonemu ze sposobu załatwienia wniosku służy prawo wniesienia skargi "
    "(art. 246 § 1 KPA)."
)
VERDICTS: Final = {
    Outcome.ZASADNA: "Po zbadaniu skargi uznaliśmy ją za zasadną. {finding}\n\n{measure} Przepraszamy za tę sytuację.",
    Outcome.CZESCIOWO_ZASADNA: "Po zbadaniu skargi uznaliśmy ją za częściowo zasadną. {finding} {measure}\n\n"
    "W pozostałym zakresie zarzuty nie potwierdziły się.",
    Outcome.BEZZASADNA: "Po zbadaniu skargi uznaliśmy ją za bezzasadną. {rejection}\n\n" + INSTRUCTION_239,
    Outcome.UWZGLEDNIONY: "Wniosek został uwzględniony. {measure}",
    Outcome.CZESCIOWO_UWZGLEDNIONY: "Wniosek został uwzględniony w części. {measure}\n\n"
    "Pozostałych propozycji nie możemy obecnie zrealizować.",
    Outcome.NIEUWZGLEDNIONY: "Wniosek nie został uwzględniony. {rejection}\n\n" + INSTRUCTION_246,
}
OPENING: Final = {
    Kind.SKARGA: "Dziękujemy za pismo i za opisanie przebiegu zdarzenia.",
    Kind.WNIOSEK: "Dziękujemy za wniosek i za uzasadnienie propozycji.",
}


@dataclass(frozen=True)
class Letter:
    """A letter as somebody sent it. ``topic``: the entry it was made from, for the reply."""

    kind: Kind
    language: str
    subject: str
    text: str
    wish: str
    topic: dict[str, Any]

    @property
    def about(self) -> str:
        """The code of the office's topic it belongs to, empty where it has none."""
        return str(self.topic.get("about", ""))


def letter(rng: Random, department: str, on: dt.date, happened_on: dt.date) -> Letter:
    """A letter about a department, written on a day about another."""
    topics = [topic for topic in _file()["letters"] if topic["department"] == department]
    weights = [topic["weight"] * (IN_SEASON if on.month in topic.get("months", ()) else 1) for topic in topics]
    (topic,) = rng.choices(topics, weights)
    language = topic.get("language", "pl")
    month = MONTHS.get(language, MONTHS["pl"])[happened_on.month - 1]
    slots = {
        "street": f"ul. {rng.choice(STREETS)}ej",
        "day": f"{happened_on.day} {month}",
        "weekday": WEEKDAYS[happened_on.weekday()],
        "few": rng.randint(2, 4),
        "many": rng.randint(5, 9),
    }
    subject, text, wish = (
        said.format(**slots) for said in (rng.choice(topic["subjects"]), topic["text"], topic["wish"])
    )
    return Letter(Kind(topic["kind"]), language, subject, text, wish, topic)


def reply(written: Letter, outcome: Outcome) -> str:
    """The answer to a letter, in Polish; reasons and signature follow it (art. 238 § 1 KPA)."""
    return "\n\n".join([OPENING[written.kind], VERDICTS[outcome].format(**_parts(written))])


def refusal(written: Letter) -> tuple[str, str]:
    """The factual and the legal reasons of a refusal (art. 238 § 1 KPA)."""
    parts = _parts(written)
    legal = "art. 238 § 1 KPA" if written.kind is Kind.SKARGA else "art. 247 w zw. z art. 238 § 1 KPA"
    factual = f"Uzasadnienie faktyczne: {parts['rejection'] or parts['finding']}"
    return factual, f"Uzasadnienie prawne: sprawę rozpatrzono na podstawie art. 227-247 KPA ({legal})."


def lesson(written: Letter) -> tuple[str, str]:
    """The cause of what went wrong, and what the office changes."""
    parts = _parts(written)
    return parts["finding"], parts["measure"]


def _parts(written: Letter) -> dict[str, str]:
    return {part: written.topic.get(part, "") for part in ("finding", "measure", "rejection")}


def opinion(rng: Random) -> dict[str, str]:
    """An anonymous opinion: subject, text, and the department it names, if any."""
    found: dict[str, str] = rng.choice(_file()["opinions"])
    return found


def note(rng: Random) -> str:
    """A note of a handler."""
    found: str = rng.choice(_file()["notes"]["ordinary"])
    return found


def late_note() -> str:
    """The note that a notice of delay went out."""
    found: str = _file()["notes"]["late"]
    return found


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
