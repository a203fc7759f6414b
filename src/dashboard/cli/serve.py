"""The command 'serve': the dashboard in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.build import demo
from dashboard.cli.publish import out, publish, read_declarations
from dashboard.errors import NoDatabaseError
from dashboard.pipeline.contents import hold_whole
from dashboard.pipeline.standing_releases import contents
from dashboard.settings import places
from dashboard.store.connection import find_database, open_store
from dashboard.ui import serve as server


def serve(
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65534)] = 8501,
) -> None:
    """Serve the dashboard; where no database can be read one is built from the received files, or
    the demonstration.
    """
    server.port_is_free(port)
    server.streamlit_config(port)
    home = places()
    try:
        open_store(home, find_database(home)).connection.close()
        hold_whole(find_database(home))
    except NoDatabaseError as error:
        received_contents = contents(home.received_folder)
        if received_contents.releases or any(stray.source for stray in received_contents.strays):
            out.print(str(error).partition(";")[0] + "; building it from the received files.")
            publish(home, read_declarations(home))
        else:
            demo()
    server.serve(port)
