"""What stops a command before it does anything."""

from __future__ import annotations


class Refused(Exception):
    """The command can't be done as it was given, or what it needs is missing: exit code 2."""
