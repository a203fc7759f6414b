"""The command 'template': the workbook in which figures that nobody publishes are sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard import catalogue
from dashboard.cli.log import write_file
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders.file_names import escape_text, readable_name
from dashboard.settings import places
from dashboard.template.book import as_xlsx


def template(
    file: Annotated[Path, typer.Argument(help="Workbook to write: .xlsx.", show_default=False)],
    source: Annotated[
        str | None, typer.Option(help="Id of the one source it is for; all if absent.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write the template for unpublished figures, with drop-downs, a worked example and the rules."""
    if file.suffix.lower() != ".xlsx":
        raise InputError(
            f"The template is a workbook: give {readable_name(file)} a name that ends in .xlsx."
        )
    write_file(
        file,
        as_xlsx(declarations(places().declared_folder, catalogue.has_chart), source or ""),
        force,
    )
    path = escape_text(str(file))
    print(
        f"Wrote the template to {path}; fill in its sheet 'Figures' and run: python -m dashboard"
        f" load {path}"
    )
