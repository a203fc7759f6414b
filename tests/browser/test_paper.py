"""What a reader takes to paper by one press: a borough on one page, and the statement."""

import io
import re

import pypdf
import pytest


@pytest.mark.parametrize(
    ("path", "label", "name", "words"),
    [
        ("borough?area=E09000023", "One page (PDF)", "lewisham-on-one-page.pdf", "Lewisham"),
        ("data", re.compile("^Statement"), "statement.pdf", "Paragraph 7A"),
    ],
)
def test_a_press_gives_the_document(reader, board, path, label, name, words):
    tab = reader(board)
    tab.open(path)
    with tab.page.expect_download() as coming:
        tab.page.get_by_role("button", name=label).click()
    assert coming.value.suggested_filename == name
    data = coming.value.path().read_bytes()
    assert words in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
