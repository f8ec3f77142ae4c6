"""API keys: who may use /v1. Only their SHA-256 hashes are kept.

The file has a hash a line, and behind it, if you like, whose key it is; `#` begins a comment. At SIGHUP gunicorn starts
its workers anew, with the file as it is by then: keys come and go without a request being lost.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path

from service.settings import SettingError, Settings

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Keys:
    def __init__(self, settings: Settings) -> None:
        """Raises SettingError where the file can't be read."""
        self._given = tuple(hashed(key) for key in settings.keys)
        self._file = Path(settings.api_keys_file) if settings.api_keys_file else None
        self._read: tuple[str, ...] = ()
        self.reload()

    def reload(self) -> None:
        """Read the file again. Raises SettingError, and then those that were known stay."""
        if self._file:
            self._read = hashes_in(self._file)

    @property
    def wanted(self) -> bool:
        """Whether one needs a key. A file without a hash admits nobody."""
        return bool(self._given or self._file)

    def holder(self, key: str) -> str | None:
        """The hash of the key, if it is one of ours."""
        found = hashed(key)
        # All are compared, each in constant time: how long it takes tells nothing.
        return found if sum(hmac.compare_digest(found, known) for known in (*self._given, *self._read)) else None


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def hashes_in(file: Path) -> tuple[str, ...]:
    """Raises SettingError for a file that can't be read, or a line that does not begin with a hash."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"api_keys_file can't be read: {type(error).__name__}") from None
    found = []
    for number, line in enumerate(lines, 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if not _HASH.fullmatch(words[0].lower()):
            raise SettingError(f"api_keys_file, line {number}: not a SHA-256 hash")
        found.append(words[0].lower())
    return tuple(found)
