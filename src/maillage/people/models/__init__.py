"""Tables of people: files, visits, documents accepted."""

from maillage.people.models.documents import (
    Acceptance,
    Document,
)
from maillage.people.models.persons import (
    ActsFor,
    ContactBy,
    Guardianship,
    HandOver,
    Household,
    NotSame,
    Person,
    PersonAlias,
    PersonName,
    new_fact_key,
)
from maillage.people.models.profile import (
    COPIED,
    COUNTED,
    COUNTED_ON_FILE,
    ON_FILE,
    PROFILE_COLUMNS,
    TOLD,
    AgeBand,
    Profile,
    Sex,
    Status,
    Told,
    told_field,
)
from maillage.people.models.visits import (
    TYPED_AT_THE_DOOR,
    AnonymousCount,
    DoorRing,
    Visit,
)

__all__ = [
    "COPIED",
    "COUNTED",
    "COUNTED_ON_FILE",
    "ON_FILE",
    "PROFILE_COLUMNS",
    "TOLD",
    "TYPED_AT_THE_DOOR",
    "Acceptance",
    "ActsFor",
    "AgeBand",
    "AnonymousCount",
    "ContactBy",
    "Document",
    "DoorRing",
    "Guardianship",
    "HandOver",
    "Household",
    "NotSame",
    "Person",
    "PersonAlias",
    "PersonName",
    "Profile",
    "Sex",
    "Status",
    "Told",
    "Visit",
    "new_fact_key",
    "told_field",
]
