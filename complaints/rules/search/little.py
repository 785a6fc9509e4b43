"""Words that say nothing of what a text is about."""

from __future__ import annotations

from typing import Final

_LISTED: Final = """
    a aby ale albo az bardzo bez bo by byc byl byla bylo byly bym chce ci co cos czy dla do gdy gdyz gdzie go
    i ich ile im ja jak jaki jako je jednak jego jej jest jestem juz kiedy kto ktora ktore ktory ktorego
    ktorej ktorych ktorym ktos ku lecz lub ma mam mi mnie moj moja moje moze mu my na nad nam nas nasz nasza
    nasze ni nic nich nie niej nim niz no o od ona one oni ono oraz po pod poniewaz przed przez przy rowniez
    sa sam sie sobie swoj ta tak takze tam te tego tej ten tez to tu tych tym tylko u w we wiec wy z za ze zas
    zeby v shcho ne ie iak tse the of and in is it for on at be was are
"""

LITTLE: Final = frozenset(_LISTED.split())
"""Folded: Polish ones, the commonest Ukrainian and English ones.

Ours: function words that stand in most letters; an index without them is a third smaller, and a search for "dziura w
drodze" does not ask for every case with a "w". Nouns and verbs with a meaning are not among them.
"""
