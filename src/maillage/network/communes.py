"""The 34,969 communes of France, as packed by `tools/pack_communes.py`; see `data/README.md`."""

import csv
import lzma
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
COMMUNES = _DATA / "communes_fr_2026.csv.xz"
DEPARTMENTS = _DATA / "departments.csv"

POPULATION_YEAR = 2023
"""The year of the populations: INSEE's municipal populations, in force on 1 January 2026."""


class CommuneRow(NamedTuple):
    """A commune. What the source does not know is "" or None; degrees are WGS 84.

    The department is the code of `department_names`; the region, INSEE's code (overseas
    collectivities stand in for theirs). The EPCI is the group of communes it belongs to.
    """

    insee_code: str
    siren: str
    name: str
    department: str
    region: str
    population: int | None
    postcodes: tuple[str, ...]
    epci_siren: str
    epci_name: str
    latitude: float | None
    longitude: float | None


def read_communes(path: Path = COMMUNES) -> Iterator[CommuneRow]:
    """Yield every commune, in order of INSEE code."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as sideways:
        rows = zip(*csv.reader(sideways), strict=True)
        next(rows)  # the names of the columns
        yield from map(_commune, rows)


def _commune(row: tuple[str, ...]) -> CommuneRow:
    code, siren, name, department, region, population, postcodes, epci_siren, epci, lat, lon = row
    return CommuneRow(
        insee_code=code,
        siren=siren,
        name=name,
        department=department,
        region=region,
        population=int(population) if population else None,
        postcodes=tuple(postcodes.split("|")) if postcodes else (),
        epci_siren=epci_siren,
        epci_name=epci,
        latitude=float(lat) if lat else None,
        longitude=float(lon) if lon else None,
    )


@lru_cache(maxsize=1)
def department_names() -> dict[str, str]:
    """Return the name of each department or overseas collectivity, by code."""
    with DEPARTMENTS.open(encoding="utf-8", newline="") as table:
        return {row["code"]: row["name"] for row in csv.DictReader(table)}
