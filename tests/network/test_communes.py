import csv
import subprocess
import sys
from pathlib import Path

import pytest

from maillage.network.communes import COMMUNES, CommuneRow, department_names, read_communes

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def communes():
    return {row.insee_code: row for row in read_communes()}


def test_every_commune_is_there_in_order(communes):
    assert len(communes) == 34_969
    assert list(communes) == sorted(communes)
    assert sum(row.population or 0 for row in communes.values()) == 68_952_941


def test_a_commune_is_whole(communes):
    assert communes["55073"] == CommuneRow(
        insee_code="55073",
        siren="215500737",
        name="Bras-sur-Meuse",
        department="55",
        region="44",
        population=661,
        postcodes=("55100",),
        epci_siren="200049187",
        epci_name="CA du Grand Verdun",
        latitude=49.20856,
        longitude=5.39335,
    )


def test_what_the_source_does_not_know_is_empty(communes):
    rows = communes.values()
    assert sum(row.siren == "" for row in rows) == 94
    assert sum(row.epci_siren == "" for row in rows) == 98
    assert sum(row.epci_name == "" for row in rows) == 98
    assert sum(row.population is None for row in rows) == 6
    assert sum(row.postcodes == () for row in rows) == 5
    assert sum(row.latitude is None for row in rows) == 99
    assert sum(row.longitude is None for row in rows) == 99


def test_paris_is_one_commune_with_all_its_postcodes(communes):
    assert len(communes["75056"].postcodes) == 21


def test_a_town_hall_stands_in_for_an_unknown_centre(communes):
    conques = communes["12218"]
    assert (conques.latitude, conques.longitude) == (44.5995, 2.39721)


def test_the_val_d_amboise_has_fourteen_communes(communes):
    names = [row.name for row in communes.values() if row.epci_name == "CC du Val d'Amboise"]
    assert len(names) == 14
    assert "Amboise" in names


def test_every_department_has_a_name(communes):
    names = department_names()
    assert {row.department for row in communes.values()} == set(names)
    assert names["55"] == "Meuse"
    assert names["974"] == "La Réunion"


def test_the_package_stays_small():
    assert COMMUNES.stat().st_size < 900_000


def test_packing_gives_the_same_bytes_and_reads_back(tmp_path):
    source, first, second = tmp_path / "in.csv", tmp_path / "1.xz", tmp_path / "2.xz"
    header = (
        "code_insee,nom,siren,departement,region,arrondissement,population,codes_postaux,"
        "epci_siren,epci_nom,epci_type,lat,lon,mairie_lat,mairie_lon,surface_km2_approx"
    )
    rows = [
        '01001,"Abergement, dit ""Clé""",210100012,01,84,,860,01400|01401,2000,CC,CC,46.1,4.9,,,',
        "98901,Île de Clipperton,,989,989,,,,,,,,,,,",
    ]
    source.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    for target in (first, second):
        subprocess.run(
            [sys.executable, ROOT / "tools/pack_communes.py", source, target], check=True
        )
    assert first.read_bytes() == second.read_bytes()
    assert list(read_communes(first)) == [
        CommuneRow(
            "01001", "210100012", 'Abergement, dit "Clé"', "01", "84", 860, ("01400", "01401"),
            "2000", "CC", 46.1, 4.9,
        ),
        CommuneRow("98901", "", "Île de Clipperton", "989", "989", None, (), "", "", None, None),
    ]  # fmt: skip


def test_the_departments_are_a_plain_table():
    with (COMMUNES.parent / "departments.csv").open(encoding="utf-8", newline="") as table:
        assert len(list(csv.reader(table))) == 110
