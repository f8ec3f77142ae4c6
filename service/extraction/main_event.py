"""main event"""

from spacy.tokens import Doc

from .model import MainEvent


def main_event(doc: Doc) -> MainEvent | None:
    return None
