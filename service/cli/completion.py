"""`copydesk completion`: what a shell needs to complete commands, options and files.

The scripts ship as shtab makes them: `python -m tests.completions` writes them anew, and a test tells when to.
"""

from __future__ import annotations

import argparse
import sys
from importlib.resources import files
from typing import Any, Final

SHELLS: Final = ("bash", "zsh", "fish")
# What shtab calls an argument that is a file: the command that completes it, in each shell.
FILE: Final = {"bash": "_shtab_compgen_files", "zsh": "_files", "fish": "(__fish_complete_path (commandline -ct))"}

EPILOG: Final = """\
to have it in every shell from now on:
  bash  copydesk completion bash > ~/.local/share/bash-completion/completions/copydesk
  zsh   copydesk completion zsh > ~/.zfunc/_copydesk      (with fpath+=~/.zfunc before compinit in ~/.zshrc)
  fish  copydesk completion fish > ~/.config/fish/completions/copydesk.fish"""


def add(commands: Any) -> None:
    command = commands.add_parser(
        "completion",
        help="print the completion script of a shell",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("shell", choices=SHELLS)
    command.set_defaults(run=complete)


def complete(options: argparse.Namespace) -> int:
    sys.stdout.write(script(options.shell))
    return 0


def script(shell: str) -> str:
    return files(__package__).joinpath("completions", f"copydesk.{shell}").read_text(encoding="utf-8")
