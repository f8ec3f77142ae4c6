"""The recipes of examples/: each runs, and all print the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

EXAMPLES = ROOT / "examples"
HARD = "“We left 👩‍🚀 Zürich,” Anne Petit said.\n\nAccording to José Ñandú, 40 people stayed. “Why?” asked Renée."
GERMAN = "Die Bürgermeisterin sagte am Donnerstag, dass zwei Menschen bei einem Brand ums Leben gekommen seien."
RECIPES = {
    "quotes.sh": ["sh"],
    "quotes.py": [sys.executable],
    "quotes.mjs": ["node"],
    "quotes.go": ["go", "run"],
}


def run(recipe: str, address: str, file: Path) -> str:
    program, *options = RECIPES[recipe]
    needed = [program, "curl", "jq"] if program == "sh" else [program]
    if missing := [name for name in needed if shutil.which(name) is None]:
        pytest.skip(f"there is no {', '.join(missing)} here")
    command = [program, *options, str(EXAMPLES / recipe), address, str(file)]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe(live: str, seed: Path, tmp_path: Path, recipe: str) -> None:
    printed = run(recipe, live, seed)
    assert "Volodymyr Zelensky: We want the world to know what is really happening" in printed
    assert printed == run("quotes.py", live, seed)
    hard = tmp_path / "hard.txt"  # where the units of offsets differ
    hard.write_text(HARD, encoding="utf-8")
    assert run(recipe, live, hard) == run("quotes.py", live, hard)
    assert "Anne Petit: We left 👩‍🚀 Zürich" in run(recipe, live, hard)


@pytest.mark.parametrize("recipe", ["quotes.py", "quotes.mjs"])
def test_a_problem_is_told(live: str, tmp_path: Path, recipe: str) -> None:
    program = RECIPES[recipe][0]
    if shutil.which(program) is None:
        pytest.skip(f"there is no {program} here")
    (tmp_path / "de.txt").write_text(GERMAN)
    command = [program, str(EXAMPLES / recipe), live, str(tmp_path / "de.txt")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "Unsupported language: The text is in 'de'" in ran.stderr


def test_rooms_in_a_pipeline_of_ones_own(seed: Path) -> None:
    command = [sys.executable, "-W", "ignore", str(EXAMPLES / "spacy_quotes.py"), str(seed)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Zelensky: We want the world to know what is really happening" in ran.stdout
