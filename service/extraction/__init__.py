"""From an article to what is in it. Knows spaCy; knows no HTTP.

from service.extraction import Article, Extractor

extractor = Extractor.load(Settings())
extractor.extract(Article(text="..."))
"""

from .errors import Cancelled, DeadlineExceeded, ExtractionError, InvalidText, ModelError, UnsupportedLanguage
from .model import SECTIONS, Article, Extraction, Home, OffsetUnit, Section
from .pipeline import Extractor, Parse

__all__ = [
    "SECTIONS",
    "Article",
    "Cancelled",
    "DeadlineExceeded",
    "Extraction",
    "ExtractionError",
    "Extractor",
    "Home",
    "InvalidText",
    "ModelError",
    "OffsetUnit",
    "Parse",
    "Section",
    "UnsupportedLanguage",
]
