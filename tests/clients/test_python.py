"""The client that openapi-python-client makes of openapi.yaml, against the running service."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .conftest import ROOT

USE = Path(__file__).parent / "use_client.py"


def test_a_generated_client_works(live: str, seed: Path, tmp_path: Path) -> None:
    package = tmp_path / "copydesk_client"
    generate = [
        *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
        *("--path", str(ROOT / "openapi.yaml"), "--config", str(ROOT / "examples" / "openapi-python-client.yaml")),
        *("--output-path", str(package)),
    ]
    made = subprocess.run(generate, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Endpoint will not be generated" not in made.stdout
    command = [sys.executable, str(USE), live, str(seed)]
    used = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert used.returncode == 0, used.stdout + used.stderr
    assert used.stdout == "the client works\n"
