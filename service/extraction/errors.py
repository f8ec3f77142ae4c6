"""Everything that an extraction can fail with."""


class ExtractionError(Exception):
    """Base of all that is raised on purpose while an article is read."""


class InvalidText(ExtractionError):
    """The text can't be read as text: lone surrogates, nothing but white space."""


class UnsupportedLanguage(ExtractionError):
    """The text is in a language that is not read here."""

    def __init__(self, detected: str) -> None:
        super().__init__(f"The text is in '{detected}'; only English ('en') is read.")
        self.detected = detected


class DeadlineExceeded(ExtractionError):
    """The article was not read within its deadline."""


class Cancelled(ExtractionError):
    """Whoever asked for the article said that it is not wanted any more."""


class ModelError(ExtractionError):
    """The model or the gazetteer is missing, or not what its hash says."""
