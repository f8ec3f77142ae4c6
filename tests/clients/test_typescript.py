"""The types that openapi-typescript makes of openapi.yaml, checked by TypeScript, used against the running service.

Needs Node.js and the packages of `typescript/package-lock.json`, which npm fetches. Without them it is left out, but not
in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT

FOLDER = Path(__file__).parent / "typescript"
IN_CI = bool(os.environ.get("CI"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the folder, with its packages installed."""
    if shutil.which("npm") is None:
        assert not IN_CI, "CI needs Node.js"
        pytest.skip("there is no npm here")
    folder = tmp_path_factory.mktemp("typescript") / "client"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("node_modules"))
    installed = npm(folder, "ci", "--no-audit", "--no-fund")
    if installed.returncode:
        assert not IN_CI, installed.stderr
        pytest.skip("npm could not fetch the packages")
    return folder


def npm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_the_types_hold_and_the_client_works(live: str, seed: Path, project: Path) -> None:
    made = npm(project, "exec", "--", "openapi-typescript", str(ROOT / "openapi.yaml"), "-o", "copydesk.d.ts")
    assert made.returncode == 0, made.stdout + made.stderr
    checked = npm(project, "exec", "--", "tsc")
    assert checked.returncode == 0, checked.stdout
    command = ["node", "use-client.js", live, str(seed)]
    used = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert used.returncode == 0, used.stderr
    assert used.stdout == "the client works\n"
