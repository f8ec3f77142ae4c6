"""The rules of the house: who may know whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICE = Path(__file__).parents[1] / "service"
HTTP = ("flask", "flask_smorest", "werkzeug", "marshmallow", "gunicorn", "prometheus_client", "service.api")
LINGUISTICS = ("spacy", "thinc", "numpy", "py3langid", "babel", "pint")


def modules(folder: str) -> list[Path]:
    return sorted((SERVICE / folder).rglob("*.py"))


def imports(module: Path) -> Iterator[str]:
    """Absolute names of all that a module imports, wherever in it."""
    package = module.relative_to(SERVICE.parent).parent.parts
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            target = ".".join(filter(None, (base, node.module)))
            yield from (f"{target}.{alias.name}" for alias in node.names)


def knows(module: Path, others: tuple[str, ...]) -> list[str]:
    return [name for name in imports(module) if any(name == other or name.startswith(f"{other}.") for other in others)]


def test_the_imports_of_a_module_are_seen() -> None:
    assert "service.api.problems.Problem" in imports(SERVICE / "api" / "admission.py")
    assert "service.extraction.Extractor" in imports(SERVICE / "api" / "desk.py")
    assert knows(SERVICE / "api" / "desk.py", ("flask",))


@pytest.mark.parametrize("module", [*modules("extraction"), *modules("gazetteer")], ids=str)
def test_extraction_knows_no_http(module: Path) -> None:
    assert not knows(module, HTTP)


@pytest.mark.parametrize("module", modules("api"), ids=str)
def test_the_api_knows_no_linguistics(module: Path) -> None:
    assert not knows(module, LINGUISTICS)


@pytest.mark.parametrize("module", modules("api"), ids=str)
def test_the_api_sees_the_extractor_and_the_model_alone(module: Path) -> None:
    """No room, no document, no spaCy object behind them."""
    seen = {
        name.removeprefix("service.extraction.").partition(".")[0] for name in knows(module, ("service.extraction",))
    }
    rooms = {path.stem for path in (SERVICE / "extraction").iterdir()} - {"model", "event_types", "errors"}
    assert not seen & rooms
    assert ".nlp" not in module.read_text(encoding="utf-8")
    assert "._." not in module.read_text(encoding="utf-8")


def test_the_service_imports_nothing_of_training_or_tests() -> None:
    for module in SERVICE.rglob("*.py"):
        assert not knows(module, ("training", "benchmarks", "tests")), module


def test_a_notebook_needs_no_web_framework() -> None:
    script = "import sys, service.extraction; sys.exit(any(name in sys.modules for name in ('flask', 'marshmallow')))"
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=False).returncode == 0
