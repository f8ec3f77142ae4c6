"""events"""

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("copydesk_events")
def events(doc: Doc) -> Doc:
    return doc
