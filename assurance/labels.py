"""The words of the permission matrix, and of what a verification does not compare."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from kernel.permissions import Permission

P = Permission
PERMISSIONS: Final = {
    P.DESK: _l("wejść do programu, zmieniać własne konto"),
    P.COMPLAINT_READ: _l("czytać sprawy, kolejkę i rejestr"),
    P.COMPLAINANT_READ: _l("wiedzieć, kto złożył sprawę; każde spojrzenie na dane kontaktowe zostaje w zapisie"),
    P.COMPLAINT_REGISTER: _l("wpisywać to, co przyszło na papierze i ustnie"),
    P.COMPLAINT_ASSIGN: _l("przydzielać sprawy"),
    P.COMPLAINT_NOTE: _l("pisać notatki, pisma robocze, dołączać pliki"),
    P.COMPLAINT_SETTLE: _l("prowadzić sprawę: kwalifikować, wzywać, przekazywać, odpowiadać"),
    P.COMPLAINT_APPROVE: _l("akceptować cudze odpowiedzi, zostawiać bez rozpoznania, przedłużać"),
    P.COMPLAINT_CORRECT: _l("prostować cudze wpisy, z powodem"),
    P.COMPLAINT_ERASE: _l("usuwać dane osobowe z zamkniętej sprawy"),
    P.PERSONAL_PROTECT: _l("ograniczać przetwarzanie danych i wydawać je osobie, której dotyczą"),
    P.RETENTION_RUN: _l("anonimizować sprawy, których czas minął"),
    P.FEEDBACK_READ: _l("czytać anonimowe opinie"),
    P.FEEDBACK_ANSWER: _l("zapisywać, co zrobiono z opinią"),
    P.SURVEY_ENTER: _l("wpisywać ankiety z papieru i liczbę wizyt"),
    P.COMMENT_REVIEW: _l("decydować o pokazaniu komentarzy, ukrywać ich części"),
    P.COMMENT_READ: _l("czytać pokazane komentarze"),
    P.RESULTS_READ: _l("oglądać wyniki i wykresy"),
    P.RESULTS_PUBLISH: _l("ogłaszać miesiąc"),
    P.STEP_DECIDE: _l("decydować, od kiedy granice karty kontrolnej liczy się od nowa"),
    P.QUALITY_READ: _l("widzieć sygnały do wyjaśnienia"),
    P.QUALITY_REVIEW: _l("wyjaśniać sygnały"),
    P.QUESTIONNAIRE_EDIT: _l("pisać i ogłaszać ankiety"),
    P.QUESTIONNAIRE_APPROVE: _l("akceptować cudze ankiety"),
    P.RECORD_READ: _l("oglądać i sprawdzać zapis, brać pakiety dowodowe"),
    P.AUDITOR_INVITE: _l("zapraszać audytorów na czas audytu"),
    P.ABSENCE_ENTER: _l("wpisywać nieobecności i zastępstwa; nie przechodzi na zastępcę"),
    P.OFFICE_ADMINISTER: _l("prowadzić wydziały, osoby, role, konta, listy i ustawienia"),
}
"""What a permission is good for: "to ..."."""

HELD: Final = {
    "department": _l("w wydziale"),
    "deputy": _l("w zastępstwie"),
    "office": _l("w całym urzędzie"),
}
PLACES: Final = {
    "own": _l("własny wydział"),
    "other": _l("inny wydział"),
    "other_handled": _l("inny wydział, sprawa prowadzona osobiście"),
    "none": _l("bez wydziału"),
}

UNTOLD: Final = {
    "confirmation by the page of the web form": _l("potwierdzenie na stronie formularza internetowego"),
    "language of a phone call": _l("język rozmowy telefonicznej"),
    "language, access code and form of a held filing": _l("język, kod dostępu i postać sprawy z listy oczekujących"),
    "other case of a step": _l("druga sprawa czynności"),
    "e-mail address of an account": _l("adres e-mail konta"),
}
"""What is not compared because entries of an earlier version do not tell it, as the command names it."""
