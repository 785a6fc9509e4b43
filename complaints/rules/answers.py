"""What an answer must hold before anybody approves it."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.kinds import Kind
from complaints.rules.outcomes import REFUSALS, Outcome, legal_notice
from kernel.errors import RuleBroken


class Incomplete(RuleBroken):
    """The answer lacks something the law asks for; ``field`` says what, ``source`` where it stands."""

    code = "incomplete_answer"


@dataclass(frozen=True)
class Answer:
    """An answer as written. ``factual`` and ``legal``: the reasons of a refusal."""

    outcome: str
    text: str
    signatory_name: str
    signatory_post: str
    factual: str = ""
    legal: str = ""
    has_instruction: bool = False


def check_answer(kind: Kind | str, answer: Answer) -> None:
    """Raises Incomplete naming the first thing that is missing.

    How it was settled, name, surname and post of the signatory; a refusal adds factual and legal reasons and the
    instruction (skarga: art. 239; wniosek: a skarga after art. 246); a petition gets reasons whatever the outcome.
    Source: art. 238 § 1, 247 KPA; art. 13 section 1 of the petitions act.
    """
    article = source_of(kind)
    _check_signed(answer, article)
    is_refusal = Outcome(answer.outcome) in REFUSALS
    if (is_refusal or kind == Kind.PETYCJA) and not answer.factual.strip():
        raise Incomplete(field="factual", code="no_factual", source=article)
    if is_refusal and not answer.legal.strip():
        raise Incomplete(field="legal", code="no_legal", source=article)
    if is_refusal and not answer.has_instruction:
        code = f"no_instruction_{legal_notice(kind, answer.outcome)}"
        raise Incomplete(field="has_instruction", code=code, source=article)


def _check_signed(answer: Answer, article: str) -> None:
    for field in ("text", "signatory_name", "signatory_post"):
        if not getattr(answer, field).strip():
            raise Incomplete(field=_field(field), code="no_text" if field == "text" else "no_signatory", source=article)
    if len(answer.signatory_name.split()) < 2:
        raise Incomplete(field="signatory", code="no_surname", source=article)


def source_of(kind: Kind | str) -> str:
    """The article on the contents of an answer."""
    return {
        Kind.SKARGA: "art. 238 § 1 KPA",
        Kind.WNIOSEK: "art. 247 w zw. z art. 238 § 1 KPA",
        Kind.PETYCJA: "art. 13 ust. 1 ustawy o petycjach",
    }.get(Kind(kind), "art. 107 KPA")


def _field(name: str) -> str:
    return "signatory" if name.startswith("signatory") else name
