"""boilerplate"""

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("copydesk_boilerplate")
def boilerplate(doc: Doc) -> Doc:
    return doc
