"""The commands by name, each imported once it is given: to import all of them takes seconds."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperGroup

_LOAD = "load PAS_Dashboard_Borough.csv --published 2024-02-15 --dry-run"
_SHOW = (
    "show compare ranking --set indicator=trust --set areas=Hillingdon --set period=2022-12-31"
    " --rows 10"
)
COMMANDS = {
    "demo": ("build", "demo"),
    "build": ("build", "build"),
    "load": ("load", _LOAD),
    "releases": ("releases", "releases"),
    "revert": ("releases", "revert pas_borough/2023-06-30"),
    "changes": ("changes", "changes --since 2023-05-15 --indicator trust"),
    "digest": ("digest", "digest --area Lewisham --since 2023-05-15 --to b@example.org"),
    "minutes": ("minutes", "minutes record-2023-04-28.txt --out 2023-04-28.draft.toml"),
    "log": ("log", ""),
    "actions": ("actions", ""),
    "packs": ("packs", ""),
    "template": ("template", "template figures.xlsx --source calls_999"),
    "check": ("check", "check"),
    "show": ("show", _SHOW),
    "export": ("export", "export compare ranking trend --format pptx --set indicator=trust"),
    "serve": ("serve", "serve --port 8502"),
}
"""Name -> the module of this package that has it under that name, and an example of it; '' for a
group of commands, each of which has its own.
"""


class Commands(TyperGroup):
    """The commands of ``COMMANDS``, in its order."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # A mistyped name is told with the nearest of them.
        self.commands = cast(Any, dict.fromkeys(COMMANDS))

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        name, example = COMMANDS[cmd_name]
        command = getattr(import_module(f"dashboard.cli.{name}"), cmd_name)
        if isinstance(command, typer.Typer):
            app = command
        else:
            app = typer.Typer(add_completion=False)
            app.command(cmd_name, epilog=f"Example: python -m dashboard {example}")(command)
        ready = typer.main.get_command(app)
        ready.name = cmd_name
        return ready
