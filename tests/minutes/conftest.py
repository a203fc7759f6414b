"""Records of invented boards, as files of each kind that is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from dashboard.minutes.record import Record, read_record

HEAD = """Harbour Safety Board

Record of Meeting 3 May 2024

Present:
Ann Lee, Harbour Master
Bo Day, Clerk
Apologies: Cy Fox

"""


@pytest.fixture
def record_of(tmp_path: Path) -> Callable[[str], Record]:
    """Reads the record whose text follows the head above: what stands before the first item of an
    invented board.
    """
    return lambda text: read_record(written(tmp_path, HEAD + text))


@pytest.fixture
def pdf_of(tmp_path: Path) -> Callable[..., Path]:
    """Writes pages of lines as a PDF."""

    def write(*pages: list[str], extra: bytes = b"") -> Path:
        path = tmp_path / "record.pdf"
        path.write_bytes(pdf(list(pages), extra))
        return path

    return write


@pytest.fixture
def numbered_docx(tmp_path: Path) -> Path:
    """A record in Word, numbered by Word."""
    return numbered_document(tmp_path / "record.docx")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound record in Word and one in PDF, to be damaged."""
    word = numbered_document(tmp_path_factory.mktemp("word") / "record.docx")
    return {
        "docx": word.read_bytes(),
        "pdf": pdf([["Harbour Safety Board", "1. Buoys", "1.1. x (Action 1)."]] * 2),
    }


def written(folder: Path, text: str, name: str = "record.txt", encoding: str = "utf-8") -> Path:
    """``text`` as a file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def pdf(pages: list[list[str]], extra: bytes = b"") -> bytes:
    """A PDF whose pages show the given lines from the top, 14 points apart, in Helvetica."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = b" ".join(
            b"("
            + line.encode("latin-1")
            .replace(b"\\", b"\\\\")
            .replace(b"(", b"\\(")
            .replace(b")", b"\\)")
            + b") Tj T*"
            for line in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 72 770 Td " + shown + b" ET"
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % k for k in kids),
        len(kids),
    )
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        extra,
        start,
    )


def numbered_document(path: Path) -> Path:
    """A DOCX whose items ('1.') and paragraphs ('1.1.') are numbered by Word alone, with a table of
    actions.
    """
    document = docx.Document()
    document.add_heading("Harbour Safety Board", 0)
    document.add_paragraph("Record of meeting, 3rd of May 2024")
    people = document.add_table(rows=0, cols=2)
    for cells in (("Name", "Role"), ("Ann Lee", "Harbour Master"), ("Bo Day", "Clerk")):
        for cell, text in zip(people.add_row().cells, cells, strict=True):
            cell.text = text
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.append(docx.oxml.parse_xml(_LISTS))
    numbering.append(
        docx.oxml.parse_xml(f'<w:num {_SPACE} w:numId="7"><w:abstractNumId w:val="7"/></w:num>')
    )
    for level, text in (
        (0, "Buoys"),
        (1, "The lights were tested."),
        (1, "The Harbour Master would replace the lamp by 1 June 2024 (Action 1)."),
        (2, "The Pilots Guild agreed to lend a boat (Action 2)."),
        (0, "Moorings"),
        (1, "The Deputy asked the Clerk to list the moorings (Action 3)."),
    ):
        properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 7
    table = document.add_table(rows=0, cols=4)
    for cells in (
        ("No.", "Action", "Owner", "Deadline"),
        ("4", "Paint the north buoy", "Pilots Guild", "30/06/2024"),
        ("", "Count the boats", "", "next meeting"),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LISTS = f"""<w:abstractNum {_SPACE} w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>"""
