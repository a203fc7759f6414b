"""The command line: make demonstration data, load a published file, build, check, show a chart,
serve.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

import typer

from dashboard.cli.commands import Commands
from dashboard.errors import InputError
from dashboard.pipeline.disk import fault_of_disk

app = typer.Typer(cls=Commands, add_completion=False, no_args_is_help=True)


@app.callback()
def describe() -> None:
    """Ward to Board: build and serve the board's figures."""


_CLOSED_PIPE = 141
"""As a shell has it of a program that ends because its reader does: 128 and SIGPIPE."""


def _end_quietly() -> None:
    """End where who reads the output has enough of it, as `head` does; Python would complain at its
    end.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    sys.exit(_CLOSED_PIPE)


def main() -> None:
    """Run the command line; a person's mistake, or a disk's, is one sentence and exit code 2.

    Exit code 1, with a traceback, is left for faults of the program itself.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # A name that is not UTF-8 is printed with its escapes.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except InputError as error:
        _refuse(str(error))
    except BrokenPipeError:
        _end_quietly()
    except SystemExit as ending:
        # Typer makes exit code 1 of it.
        if isinstance(ending.__context__, BrokenPipeError):
            _end_quietly()
        raise
    except Exception as error:
        fault = fault_of_disk(error)
        if fault is None:
            raise
        _refuse(f"{fault[0]}, so the command was not finished: {fault[1]} and give it again.")


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        # What a full disk does not take is given up, else Python tries again as it ends, and ends
        # with another code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(2)
