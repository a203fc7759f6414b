"""Files that are broken or meant to harm: each ends in its own sentence, in little time and memory."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from dashboard import cli
from dashboard.cli import load as cli_load
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders import registry

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared")
HEADER = "measure,area_code,period_start,period_end,value"
GOOD = "calls_999,MPS,2023-01-01,2023-01-31,180000"
WARDS = "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202301"
SHEET = "xl/worksheets/sheet1.xml"
SECONDS, MEGABYTES = 5, 500
MEASURED = """
import sys
from pathlib import Path
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders import registry
declared = declarations(Path(sys.argv[1]))
for name in sys.argv[2:]:
    try:
        registry.recognise(Path(name), declared.sources)
    except InputError:
        pass
    for source in ("calls_999", "mps_ward_crime", "allocation_plan", "boundaries_ward"):
        registry.read_file(Path(name), declared.sources[source], declared.areas, declared.aliases)
# Not what getrusage tells: that begins with the size of the process which started this one.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def workbook(
    value: object = 180000, change: Callable[[bytes], bytes] = lambda sheet: sheet
) -> bytes:
    """The good row in a workbook, with the sheet's own XML changed."""
    book = Workbook()
    book.worksheets[0].append(HEADER.split(","))
    book.worksheets[0].append([*GOOD.split(",")[:4], value])
    saved, changed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == SHEET else old.read(name))
    return changed.getvalue()


def replaced(old: bytes, new: bytes) -> bytes:
    def change(sheet: bytes) -> bytes:
        assert old in sheet
        return sheet.replace(old, new)

    return workbook(change=change)


def parquet(rows: int, measure: str = "calls_999") -> bytes:
    """Any number of rows in a few bytes."""
    zeros = pa.array(np.zeros(rows, np.int32))
    words = [measure, *GOOD.split(",")[1:4]]
    columns = [pa.DictionaryArray.from_arrays(zeros, pa.array([word])) for word in words]
    table = pa.table([*columns, pa.array(np.ones(rows))], names=HEADER.split(","))
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def entities() -> bytes:
    """An XML file in which each of eight words stands for fifty of the one before."""
    words = b"".join(b'<!ENTITY b%d "%s">' % (i, b"&b%d;" % (i - 1) * 50) for i in range(1, 8))
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY b0 "bombbombbomb">' + words + b"]><x>&b7;</x>"
    )
    return workbook(change=lambda sheet: bomb)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return file.getvalue()


DAMAGED = "x is a workbook or zip file that is damaged or cut short: download it again."
NUL = "x is not text (it holds NUL bytes): save it as CSV UTF-8."
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "x is empty: download it again."),
    "a byte order mark alone": (b"\xef\xbb\xbf\r\n", "x is empty: download it again."),
    "pointer of Git LFS": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
        "x is a Git LFS pointer and not the file itself: run 'git lfs pull'.",
    ),
    "NUL bytes": (text(HEADER, GOOD) + b"\0", NUL),
    "UTF-32": (text(HEADER, GOOD).decode().encode("utf-32"), NUL),
    "binary junk": (random.Random(1).randbytes(300_000), NUL),
    "bytes of no encoding": (
        text(HEADER) + b"\n\x81\x8d",
        "x is not text in UTF-8, UTF-16 or Windows-1252: save it as CSV UTF-8.",
    ),
    "web page": (
        b"<!DOCTYPE html><p>No",
        "x is a web page and not a CSV file: download the file itself.",
    ),
    "PDF": (b"%PDF-1.7\n", "x is a PDF document: load the table that it was made from."),
    "gzip": (
        b"\x1f\x8b\x08abc",
        "x is a gzip file that is damaged or cut short: download it again.",
    ),
    "old or protected workbook": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "x has a password or is not a workbook that can be read (",
    ),
    "workbook cut short": (workbook()[:2000], DAMAGED),
    "zip of something else": (
        zipped(calls_pdf=b"%PDF"),
        (
            "x is a zip without a file that can be read ('calls.pdf'): unpack it and load the file"
            " in it that is meant."
        ),
    ),
    "zip bomb": (
        replaced(b"<sheetData>", b"<sheetData>" + b"<row></row>" * 5_000_000),
        "x would expand to 52 MB and may to 4 MB: save the table as CSV.",
    ),
    "entity bomb": (
        entities(),
        "x is not a workbook that can be read (limit on input amplification factor",
    ),
    "ten thousand columns": (
        text(",".join(f"c{i}" for i in range(10_000)), "1"),
        "x has a row of 10,000 cells and a table may have 1,000 columns: leave the others out.",
    ),
    "cell in the last column of a sheet": (
        replaced(b'r="E2"', b'r="XFD2"'),
        "x has a cell in column 16,384 of sheet 'Sheet' (row 2): a table may have 1,000 columns.",
    ),
    "one line without an end": (
        b"a" * 3_000_000,
        "x is not a CSV file that can be read: its first row has no end.",
    ),
    "Parquet of any number of rows": (
        parquet(5_000_000),
        (
            "x declares 5,000,000 rows, over the 1,200,000 that a table may have: divide it or save"
            " it as CSV."
        ),
    ),
    "Parquet cut short": (parquet(2)[:100], "x is not a Parquet file that can be read: "),
    "JSON as deep as it is long": (
        b'{"features":' + b"[" * 300_000,
        "x is not GeoJSON: save it as GeoJSON in UTF-8.",
    ),
    "JSON with a number of ten thousand digits": (
        b'{"features":[' + b"9" * 10_000 + b"]}",
        "x is not GeoJSON: save it as GeoJSON in UTF-8.",
    ),
}
"""Kind -> content and what ``recognise`` says of it."""

REFUSED: dict[str, tuple[bytes, str]] = {
    "formula that was never calculated": (
        workbook("=1+1"),
        (
            "x has a formula that was never calculated (sheet 'Sheet', cell E2): open it in a"
            " spreadsheet program and save it there."
        ),
    ),
    "formula that failed": (
        workbook("#REF!"),
        "Value '#REF!' is not a number: write digits and a decimal point alone.",
    ),
    "cell of twenty million letters": (
        parquet(3000, "x" * 20_000_000),
        "x has a cell of 20,000,000 bytes in column 'measure': divide it or save it as CSV.",
    ),
    "unclosed quotation mark": (
        text(HEADER, '"' + GOOD, *[GOOD] * 50_000),
        (
            "x is not a CSV file that can be read: a row has more than 1 MB, so a quotation mark or"
            " a line break may be missing."
        ),
    ),
    "31 February": (
        text(HEADER, GOOD.replace("01-31", "02-31")),
        "Date '2023-02-31' is not a day of the calendar.",
    ),
    "31/02/2023": (
        text(HEADER, GOOD.replace("2023-01-31", "31/02/2023")),
        "Date '31/02/2023' is not a date written YYYY-MM-DD.",
    ),
    "negative count": (
        text(HEADER, GOOD.replace("180000", "-1")),
        "Value -1 of measure 'calls_999' is outside 0 to ",
    ),
    "swapped columns": (
        text(HEADER, "MPS,calls_999,2023-01-01,2023-01-31,180000"),
        "Measure 'MPS' is not declared in sources/calls_999.toml.",
    ),
    "formula in a text file": (
        text(HEADER, GOOD.replace("180000", "=1+1")),
        "Value '=1+1' is not a number: write digits and a decimal point alone.",
    ),
    "days swapped": (
        text(HEADER, "calls_999,MPS,2023-01-31,2023-01-01,180000"),
        "The period starts on 2023-01-31 and ends before, on 2023-01-01.",
    ),
    "number that may be of thousands or not": (
        text(HEADER.replace(",", ";"), "calls_999;MPS;2023-01-01;2023-01-31;1,234"),
        "Value '1,234' is not a number: write digits and a decimal point alone.",
    ),
    "row cut short": (
        text(HEADER, GOOD, "calls_999,MPS,2023-02"),
        "Date '2023-02' is not a date written YYYY-MM-DD.",
    ),
}
"""Kind -> content and the first error of its reading as calls_999."""

SOUND = {
    "a sheet that declares a thousand million rows": replaced(
        b'ref="A1:E2"', b'ref="A1:XFD1000000000"'
    ),
    "a row numbered a thousand million": replaced(b'<row r="2"', b'<row r="1000000000"'),
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "x"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", UNREADABLE)
def test_unreadable_file_is_one_sentence_from_every_reader_in_seconds(
    tmp_path: Path, kind: str
) -> None:
    content, sentence = UNREADABLE[kind]
    path = written(tmp_path, content)
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        registry.recognise(path, DECLARED.sources)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    for source in {s.format: s for s in DECLARED.sources.values()}.values():
        assert registry.read_file(path, source, DECLARED.areas, DECLARED.aliases).is_refused
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("kind", REFUSED)
def test_broken_table_is_refused_with_its_sentence(tmp_path: Path, kind: str) -> None:
    content, sentence = REFUSED[kind]
    began = time.process_time()
    loaded = registry.read_file(
        written(tmp_path, content), DECLARED.sources["calls_999"], DECLARED.areas, DECLARED.aliases
    )
    assert time.process_time() - began < SECONDS
    assert loaded.is_refused and loaded.facts.empty
    assert next(f.message for f in loaded.findings if f.severity == "error").startswith(sentence)


@pytest.mark.parametrize("kind", SOUND)
def test_what_a_sheet_declares_of_its_size_is_not_believed(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, SOUND[kind])
    began = time.process_time()
    assert registry.recognise(path, DECLARED.sources) == "calls_999"
    loaded = registry.read_file(
        path, DECLARED.sources["calls_999"], DECLARED.areas, DECLARED.aliases
    )
    assert time.process_time() - began < SECONDS
    assert loaded.facts["value"].tolist() == [180000]


@pytest.mark.parametrize("kind", [*UNREADABLE, *REFUSED])
def test_the_command_says_it_in_a_sentence_with_exit_code_2_and_receives_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    content, sentence = (UNREADABLE | REFUSED)[kind]
    named = ["--source", "calls_999"] if kind in REFUSED else []
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setattr(cli_load, "read_declarations", lambda where: DECLARED)
    monkeypatch.setattr(sys, "argv", ["dashboard", "load", str(written(tmp_path, content)), *named])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capfd.readouterr()
    assert ended.value.code == 2
    (last,) = said.err.splitlines()
    if named:
        assert last == "x has errors, so nothing was loaded: mend what is told above."
        assert sentence in " ".join(said.out.split())
    else:
        assert last.startswith(sentence)
    assert "Traceback" not in said.out
    assert not any(path.is_file() for path in home.rglob("*"))


def test_month_given_nine_hundred_times_is_told_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        text(WARDS + ",202302" * 900, "Theft,Shoplifting,Abbey,E05014053,Barking,1" + ",2" * 900),
    )
    loaded = registry.read_file(
        path, DECLARED.sources["mps_ward_crime"], DECLARED.areas, DECLARED.aliases
    )
    assert [f.message for f in loaded.findings] == ["Month 202302 heads 900 columns: leave one."]


def test_folder_pipe_and_absent_file_are_sentences(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, sentence in (
        (".", f"{tmp_path.name} is a folder: name the file to be loaded."),
        ("pipe", "pipe is not a file: name the file to be loaded."),
        ("absent", "absent cannot be read: No such file or directory."),
    ):
        with pytest.raises(InputError) as caught:
            registry.recognise(tmp_path / name, DECLARED.sources)
        assert str(caught.value) == sentence


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of memory is told by Linux only"
)
@pytest.mark.parametrize("largest", [False, True])
def test_hostile_files_take_little_memory(tmp_path: Path, largest: bool) -> None:
    contents = [parquet(1_200_000)]  # As many rows as a table may have, in some kilobytes.
    if not largest:
        contents = [c for c, _ in (*UNREADABLE.values(), *REFUSED.values())] + list(SOUND.values())
        contents.append(
            json.dumps({"features": [{"properties": {"code": "E05014053"}}] * 5_000}).encode()
        )
    names = []
    for i, content in enumerate(contents):
        (tmp_path / f"{i}").write_bytes(content)
        names.append(str(tmp_path / f"{i}"))
    command = [sys.executable, "-c", MEASURED, str(ROOT / "data" / "declared"), *names]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert int(ended.stdout) < MEGABYTES
