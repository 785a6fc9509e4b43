"""What a quality officer types about questionnaires: titles, questions in three languages, where and when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp

from office.forms.records import RecordForm, today
from surveys.actions import PublicationTyped
from surveys.labels.questionnaires import KIND_WORDS
from surveys.rules.definition import LANGUAGES
from surveys.rules.drafting import QuestionTyped
from surveys.rules.kinds import NOT_APPLICABLE
from surveys.rules.versions import PlaceKind
from web.boxes import BoxesField
from web.dayfield import DayField
from web.forms import AtMost, Needed, tidy

LONGEST: Final = 200
LONGEST_OPTIONS: Final = 1_200
TONGUES: Final = {"pl": _l("po polsku"), "en": _l("po angielsku"), "uk": _l("po ukraińsku")}
ANSWER_SIGN: Final = ":"
"""Between a question's key and an option's code in the boxes of a condition."""


def _texts(name: str, label: Any) -> dict[str, StringField]:
    return {
        f"{name}_{lang}": StringField(_l("%(what)s %(tongue)s", what=label, tongue=tongue), [AtMost(LONGEST)])
        for lang, tongue in TONGUES.items()
    }


class TitleForm(RecordForm):
    """The title in every language."""

    title_pl, title_en, title_uk = _texts("title", _l("Tytuł")).values()

    def title(self) -> dict[str, str]:
        """The title by language."""
        return {lang: tidy(self[f"title_{lang}"].data) for lang in LANGUAGES}


class BeginForm(TitleForm):
    """A new questionnaire: its lasting short name and its title."""

    key = StringField(
        _l("Skrót"),
        [
            Needed(_l("Brak skrótu. Pod nim ankieta zostanie w wynikach na zawsze.")),
            Regexp(
                "^[a-z][a-z0-9_]{1,39}$",
                message=_l("Skrót ma małe litery od a do z, cyfry i podkreślenie, do 40 znaków."),
            ),
        ],
        description=_l("Na przykład kolejka_2026. Nie można go później zmienić."),
    )


class QuestionForm(RecordForm):
    """A question: kind, words side by side, answers one a line, condition."""

    kind = SelectField(_l("Rodzaj pytania"), choices=list(KIND_WORDS.items()))
    text_pl, text_en, text_uk = _texts("text", _l("Pytanie")).values()
    options_pl, options_en, options_uk = (
        TextAreaField(
            _l("Odpowiedzi %(tongue)s", tongue=tongue),
            [AtMost(LONGEST_OPTIONS)],
            render_kw={"rows": 6},
        )
        for tongue in TONGUES.values()
    )
    required = BooleanField(_l("Bez odpowiedzi na to pytanie nie ma oceny"))
    not_applicable = BooleanField(_l("Można odpowiedzieć „Nie dotyczy”"))
    tiles = BooleanField(_l("Tylko na tablecie jednego dotknięcia, po pierwszym pytaniu (najwyżej trzy odpowiedzi)"))
    show_if = BoxesField(_l("Pytaj tylko po jednej z tych odpowiedzi"), validate_choice=False)

    def typed(self) -> QuestionTyped:
        """The question as typed; answers of several languages belong together line by line."""
        lines = {lang: tidy(self[f"options_{lang}"].data).split("\n") for lang in LANGUAGES}
        count = max(len(of) for of in lines.values()) if any(any(of) for of in lines.values()) else 0
        options = [{lang: of[at].strip() if at < len(of) else "" for lang, of in lines.items()} for at in range(count)]
        wanted = [tuple(one.partition(ANSWER_SIGN)[::2]) for one in (self.show_if.data if "show_if" in self else ())]
        questions = {question for question, _code in wanted}
        return QuestionTyped(
            kind=self.kind.data,
            text={lang: tidy(self[f"text_{lang}"].data) for lang in LANGUAGES},
            required=self.required.data,
            options=options,
            not_applicable=self.not_applicable.data,
            show_question=questions.pop() if len(questions) == 1 else "?" if questions else "",
            show_codes=tuple(code for _question, code in wanted),
            is_tiles=self.tiles.data,
        )

    def offer(self, earlier: Sequence[dict[str, Any]], language: str) -> None:
        """Offer the answers of the questions before as conditions."""
        self.show_if.choices = [
            (f"{row['key']}{ANSWER_SIGN}{option['code']}", f"{at}. {row['text'][language]}: {option['text'][language]}")
            for at, row in enumerate(earlier, start=1)
            for option in row["options"]
        ]


def shown_question(row: dict[str, Any]) -> dict[str, Any]:
    """A question of a draft as its form shows it."""
    options = [option for option in row["options"] if option["code"] != NOT_APPLICABLE]
    wanted = row.get("show_if")
    return {
        "kind": row["kind"],
        "required": row["required"],
        "tiles": row.get("tiles", False),
        "not_applicable": len(options) < len(row["options"]),
        "show_if": [f"{wanted['question']}{ANSWER_SIGN}{code}" for code in wanted["codes"]] if wanted else [],
        **{f"text_{lang}": row["text"][lang] for lang in LANGUAGES},
        **{f"options_{lang}": "\n".join(option["text"][lang] for option in options) for lang in LANGUAGES},
    }


class ReleaseForm(RecordForm):
    """Where a version is published, from which day to which."""

    place = SelectField(_l("Gdzie"))
    from_on = DayField(_l("Od dnia"), [Needed(_l("Brak pierwszego dnia."))], default=today)
    to_on = DayField(_l("Do dnia"), description=_l("Puste: bez końca. Węższe miejsce ma pierwszeństwo przed szerszym."))

    def typed(self) -> PublicationTyped:
        """The publication as typed."""
        kind, _sign, key = str(self.place.data).partition(ANSWER_SIGN)
        return PublicationTyped(PlaceKind(kind), uuid.UUID(key) if key else None, self.from_on.data, self.to_on.data)


class EndPublicationForm(RecordForm):
    """The last day of a publication, and why."""

    to_on = DayField(_l("Ostatni dzień"), [Needed(_l("Brak ostatniego dnia."))], default=today)


class PlainForm(RecordForm):
    """A step that needs nothing but its button."""

    reason = None
