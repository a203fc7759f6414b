"""Every kind of file a record comes in: the same text is found, told from the content and not the
name.
"""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from dashboard.errors import InputError
from dashboard.minutes import files
from dashboard.minutes.files import pdf
from dashboard.minutes.files import word as word_file
from dashboard.minutes.record import read_record

TEXT = (
    "Harbour Safety Board\n\nRecord of meeting 3 May 2024\n\nPresent: Ann Lee (Chair), Bo Day\n\n1."
    " Buoys\n\n1.1 The café’s lamp would be mended by the Clerk (Action 1).\n"
)
HEADER, FOOTER = "Harbour Safety Board - 3 May 2024", "Page {} of 3"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_common_encoding(encoding: str, ends: str, tmp_path: Path) -> None:
    path = tmp_path / "record.docx"
    path.write_bytes(TEXT.replace("\n", ends).encode(encoding))
    record = read_record(path)
    assert record.kind == "text" and record.board and record.board.text == "Harbour Safety Board"
    assert record.date == dt.date(2024, 5, 3) and [p.name for p in record.people] == [
        "Ann Lee",
        "Bo Day",
    ]
    assert [(a.owner, a.request) for a in record.actions] == [
        ("Clerk", "The café’s lamp would be mended by the Clerk.")
    ]


def test_markdown_marks_are_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "record"
    path.write_text(
        "# Harbour Safety Board\n\n**Minutes of the meeting held on _3 May 2024_**\n\n## 1."
        " Buoys\n\n* 1\\.1. The [Clerk](http://x.y/z) would mend the *lamp* (**Action"
        " 1**).\n\n---\n\n## 2. Boats\n"
    )
    record = read_record(path)
    assert (record.kind, record.date) == ("Markdown", dt.date(2024, 5, 3))
    assert [(i.label, i.text) for i in record.items] == [("1", "Buoys"), ("2", "Boats")]
    assert [(a.paragraph, a.request) for a in record.actions] == [
        ("1.1", "The Clerk would mend the lamp.")
    ]


def test_word_numbers_tables_and_people_are_read(numbered_docx: Path) -> None:
    record = read_record(numbered_docx.rename(numbered_docx.with_suffix(".txt")))
    assert record.kind == "DOCX" and record.date == dt.date(2024, 5, 3)
    assert [(p.name, p.role) for p in record.people] == [
        ("Ann Lee", "Harbour Master"),
        ("Bo Day", "Clerk"),
    ]
    assert [(i.label, i.text) for i in record.items] == [("1", "Buoys"), ("2", "Moorings")]
    assert [(a.number, a.paragraph, a.owner, a.due.words) for a in record.actions] == [
        (1, "1.2", "Harbour Master", "by 1 June 2024"),
        (2, "1.2(a)", "Pilots Guild", ""),
        (3, "2.1", "Clerk", ""),
        (4, "2.1", "Pilots Guild", "30/06/2024"),
        (5, "2.1", "", "next meeting"),
    ]


def test_word_tracked_insertions_count_and_deletions_do_not(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("Harbour Safety Board, 3 May 2024", "1. Buoys"):
        document.add_paragraph(text)
    paragraph = document.add_paragraph("1.1 The Clerk would row ")._p
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph.append(docx.oxml.parse_xml(f"<w:del {space}><w:r><w:t>far </w:t></w:r></w:del>"))
    paragraph.append(
        docx.oxml.parse_xml(f"<w:ins {space}><w:r><w:t>near (Action 1).</w:t></w:r></w:ins>")
    )
    document.save(str(tmp_path / "a.docx"))
    assert [a.request for a in read_record(tmp_path / "a.docx").actions] == [
        "The Clerk would row near."
    ]


def test_pdf_paragraphs_run_over_lines_and_pages_without_headers_and_footers(
    pdf_of: Callable[..., Path],
) -> None:
    path = pdf_of(
        [
            HEADER,
            "Harbour Safety Board",
            "Record of Meeting 3 May 2024",
            "Present",
            "Ann Lee, Harbour Master",
            "1. Buoys",
            (
                "1.1. The lights on the northern side of the harbour were tested in the fog and"
                " the re-"
            ),
            "sponse was swift. The Pilots Guild would lend a boat so that every one of the north",
            FOOTER.format(1),
        ],
        [
            HEADER,
            "buoys could be seen (Action 1).",
            "2. Moorings in the long-term harbour and its long-term",
            "2.1. The chains are old.",
            FOOTER.format(2),
        ],
        [
            HEADER,
            (
                "Action 2: Clerk to list all of the moorings of the inner and the outer harbour,"
                " with long-"
            ),
            "term leases first, and what each of them costs.",
            "3. Close",
            FOOTER.format(3),
        ],
    )
    record = read_record(path)
    assert record.kind == "PDF" and record.date == dt.date(2024, 5, 3)
    assert [p.name for p in record.people] == ["Ann Lee"]
    assert [i.label for i in record.items] == ["1", "2", "3"]
    assert "the response was swift" in record.paragraphs[0].text
    assert [(a.number, a.paragraph, a.owner, a.request) for a in record.actions] == [
        (
            1,
            "1.1",
            "Pilots Guild",
            (
                "The Pilots Guild would lend a boat so that every one of the north buoys could be"
                " seen."
            ),
        ),
        (
            2,
            "2.1",
            "Clerk",
            (
                "Clerk to list all of the moorings of the inner and the outer harbour, with"
                " long-term leases first, and what each of them costs."
            ),
        ),
    ]
    assert record.actions[0].place == "page 1, line 7"


def test_pdf_board_and_day_may_stand_in_the_page_header_alone(pdf_of: Callable[..., Path]) -> None:
    record = read_record(
        pdf_of(
            *([HEADER, f"{n}. Item", f"{n}.1. The Clerk would row (Action {n})."] for n in (1, 2))
        )
    )
    assert (
        record.board
        and record.board.text == "Harbour Safety Board"
        and record.date == dt.date(2024, 5, 3)
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def word(text: str) -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


WORD = word("Harbour Safety Board")
BROKEN = {
    "empty": (b"", "is empty: give the file of the record itself."),
    "blank": (b" \n\n \n", "is empty"),
    "empty Word": (word(""), "is empty"),
    "NUL bytes": (b"a\0\0\0b" * 50, "is not text (it holds NUL bytes)"),
    "binary": (bytes(range(1, 32)) * 50, "is not text in UTF-8, UTF-16 or Windows-1252"),
    "broken UTF-16": (b"\xff\xfea\0b\0\x00", "is not text in UTF-8, UTF-16 or Windows-1252"),
    "web page": (b"<!DOCTYPE html><html></html>", "is a web page"),
    "rich text": (b"{\\rtf1 hello}", "is rich text (RTF)"),
    "picture": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "LFS pointer": (b"version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer"),
    "old or protected Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        "old Word file or is protected by a pass",
    ),
    "other zip": (zipped({"a.txt": b"x"}), "is a zip file but no Word document"),
    "truncated Word": (WORD[: len(WORD) // 2], "is a damaged Word document"),
    "Word that is no XML": (
        zipped({"word/document.xml": b"x", "[Content_Types].xml": b"y"}),
        "is a damaged Word document",
    ),
    "no record": (b"Buy milk.\nBuy bread.\n", "is no record of a meeting that can be read"),
    "damaged PDF": (b"%PDF-1.4\nnonsense", "is a damaged PDF"),
}


@pytest.mark.parametrize(("raw", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    raw: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "record"
    path.write_bytes(raw)
    with pytest.raises(InputError) as told:
        read_record(path)
    assert (
        sentence in str(told.value)
        and str(told.value).startswith("record ")
        and "\n" not in str(told.value)
    )


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="There is no file"):
            read_record(path)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "record.txt"
    with path.open("wb") as stream:
        stream.truncate(files.MOST_BYTES + 1)
    with pytest.raises(InputError, match="more than the 20 MB that a record may have"):
        read_record(path)


def test_a_text_too_long_for_one_meeting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.txt"
    path.write_text("1.1 word\n" * 300_000)
    with pytest.raises(InputError, match="no record of one meeting"):
        read_record(path)


def test_a_zip_bomb_is_refused_by_its_declared_and_by_its_real_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.docx"
    raw = zipped({"word/document.xml": b"x", "word/a.xml": b"\0" * (word_file.MOST_UNPACKED + 1)})
    # The declared size in the directory at the end of the file says 1 byte: what unpacks is what
    # counts.
    size = (word_file.MOST_UNPACKED + 1).to_bytes(4, "little")
    for content in (raw, raw.replace(size, (1).to_bytes(4, "little"))):
        path.write_bytes(content)
        began = time.monotonic()
        with pytest.raises(InputError, match="unpacks to more than 100 MB|damaged Word document"):
            read_record(path)
        assert time.monotonic() - began < 5


def test_a_scanned_pdf_says_so(pdf_of: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="is a scanned PDF and holds no text"):
        read_record(pdf_of([], []))


def test_a_pdf_with_a_password_says_so(tmp_path: Path, pdf_of: Callable[..., Path]) -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=str(pdf_of(["Harbour Safety Board"])))
    writer.encrypt("secret", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    writer.write(str(path))
    with pytest.raises(
        InputError, match="locked.pdf is protected by a password: save it without one"
    ):
        read_record(path)


def test_a_pdf_with_a_cipher_that_is_not_known_says_so(pdf_of: Callable[..., Path]) -> None:
    extra = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 9 /R 9 /O (a) /U (b) /P -4 >> "
    with pytest.raises(InputError, match="record.pdf is (encrypted|protected|a damaged PDF)"):
        read_record(pdf_of(["Harbour Safety Board"], extra=extra))


def test_a_pdf_with_too_many_pages_is_refused(
    pdf_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(InputError, match="more than 2 pages"):
        read_record(pdf_of(["a"], ["b"], ["c"]))
