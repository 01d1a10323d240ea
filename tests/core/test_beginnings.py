"""Names found by the beginning of any word: the database answers as the pure rule does."""

from __future__ import annotations

from random import Random

from django.utils import timezone

from maillage.core.folding import fold, starts_any_word
from maillage.people.models import Person
from tests.houses import House

LETTERS = "aabbÉ’'- 1٣ل&|:*%_\\"


def _texts(random: Random, count: int, longest: int) -> list[str]:
    return ["".join(random.choices(LETTERS, k=random.randint(0, longest))) for _ in range(count)]


def test_the_database_finds_what_the_rule_finds(house: House) -> None:
    random = Random(26)
    names = {fold(one) for one in ["Marie-Claire D’Arc", "Anne Marie", *_texts(random, 300, 14)]}
    queries = ["d a", "mar", "ar", "’ & |", "marie anne", "b' a", *_texts(random, 300, 5)]
    with house.scope():
        made = Person.objects.bulk_create(
            Person(structure_id=house.structure, folded=one, created_at=timezone.now())
            for one in names
        )
        files = Person.objects.filter(pk__in=[one.pk for one in made])
        for query in queries:
            found = files.filter(folded__words_begin=query).values_list("folded", flat=True)
            assert set(found) == {one for one in names if starts_any_word(query, one)}, query
