"""Sources and populations that several declarations name."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LAW = "art. 237 § 1 i 3, art. 244 KPA"
ISO = "ISO 10004:2018, ISO 10002:2018 § 8"
COMPLAINTS = _l("skargi i wnioski, dla których urząd jest właściwy")
VALID_ANSWERS = _l("ważne odpowiedzi na pytanie, bez pominiętych, „nie dotyczy” i oznaczonych jako wątpliwe")
SETTLED_CASES = _l("sprawy załatwione w okresie; ujemne czasy pominięte i policzone obok")
DUE_CASES = _l("sprawy, których ostatni dzień przypada w okresie i minął, bez tych, które do tego dnia odeszły")
