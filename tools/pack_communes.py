"""Pack the table of communes for the package: a CSV turned on its side, compressed with xz.

    python tools/pack_communes.py SOURCE.csv [TARGET.csv.xz]

One line a column (its name, then one value per commune): alike values stand together and
compress to two thirds of what rows would. The same source and liblzma give the same bytes.
"""

import csv
import io
import lzma
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/maillage/network/data/communes_fr_2026.csv.xz"
KEPT = (
    "code_insee", "siren", "nom", "departement", "region", "population", "codes_postaux",
    "epci_siren", "epci_nom", "lat", "lon",
)  # fmt: skip
# A dictionary as large as the text: a larger one would only cost memory to whoever reads it.
FILTERS = [
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 4 * 1024 * 1024}
]


def kept_values(row: dict[str, str]) -> list[str]:
    """Return the kept columns of a source row; the town hall stands in for an unknown centre."""
    if not row["lat"]:
        row = row | {"lat": row["mairie_lat"], "lon": row["mairie_lon"]}
    return [row[column] for column in KEPT]


def pack(source: str) -> bytes:
    """Return the packed form of the source table (CSV text with a header)."""
    rows = [kept_values(row) for row in csv.DictReader(io.StringIO(source))]
    sideways = io.StringIO()
    csv.writer(sideways, lineterminator="\n").writerows(zip(KEPT, *rows, strict=True))
    return lzma.compress(sideways.getvalue().encode(), filters=FILTERS)


def main(source: str, target: str = str(TARGET)) -> None:
    """Write `target` from `source`."""
    packed = pack(Path(source).read_text(encoding="utf-8"))
    Path(target).write_bytes(packed)
    print(f"{target}: {len(packed):,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
