"""The completion scripts that ship, made by shtab out of the parser.

python -m tests.completions    # writes them anew
"""

from __future__ import annotations

from pathlib import Path

import shtab

from service import cli
from service.cli.completion import SHELLS

FOLDER = Path(cli.__file__).parent / "completions"


def made(shell: str) -> str:
    script: str = shtab.complete(cli.parser(), shell)
    return script + "\n"


if __name__ == "__main__":
    for name in SHELLS:
        (FOLDER / f"copydesk.{name}").write_text(made(name), encoding="utf-8")
