"""The parse that all rooms share: spaCy's pipeline as it ships, at half of its cost.

What it says stays the same, apart from the order in which floats are added up: matrices are multiplied by numpy's
OpenBLAS, since the wheels of spaCy's own BLIS have kernels for no processor in particular; the network's first layer
and the rules of parts of speech and lemmas are asked once for each kind of word; all paragraphs are parsed at once.
"""

from __future__ import annotations

import warnings
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex
from thinc.api import Model, NumpyOps

from . import layout, morphology, parser  # noqa: F401 - registers its component
from .embedding import keep_embedding
from .errors import ModelError
from .integrity import PINNED, check_model
from .tokenizer import GLUED_DATELINE, LinearTokenizer

MULTI_HASH_EMBED = "spacy.MultiHashEmbed.v2"


def load_model(name: str, *, ner: bool = True) -> Language:
    """spaCy's pipeline with our tokenizer and paragraphs in front, with or without its own recogniser of names.

    Raises ModelError where there is no such model, or it is not what it was.
    """
    check_model(name)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained under 3.7, runs under 3.8
            # The list of all words, 140 MB, is not needed: vectors go by numbers, and a word that is read is added.
            strings = ["strings"] if name in PINNED else []
            nlp = spacy.load(name, exclude=strings if ner else [*strings, "ner"])
    except OSError as error:
        raise ModelError(f"There is no spaCy model '{name}': {error}") from error
    tokenizer = cast("Tokenizer", nlp.tokenizer)
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), GLUED_DATELINE]).finditer
    nlp.tokenizer = LinearTokenizer(tokenizer)
    nlp.add_pipe("copydesk_layout", first=True)
    _quicken(nlp)
    return nlp


def _quicken(nlp: Language) -> None:
    """Leaves a pipeline of another make as it is."""
    multiply_by_openblas(nlp)
    known = nlp.config["components"].get("tok2vec", {}).get("model", {}).get("embed", {})
    if known.get("@architectures") == MULTI_HASH_EMBED:
        keep_embedding(nlp.get_pipe("tok2vec").model)  # type: ignore[attr-defined]
    if parser.can_be_cut(nlp):
        nlp.add_pipe("copydesk_parser", after=parser.REPLACED)
        nlp.disable_pipe(parser.REPLACED)
    if morphology.can_be_kept(nlp):
        nlp.add_pipe("copydesk_morphology", after="lemmatizer")
        for replaced in morphology.REPLACED:
            nlp.disable_pipe(replaced)


def multiply_by_openblas(nlp: Language) -> None:
    """Have all networks of a pipeline that run on a processor use numpy's matrix product."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):  # not on a GPU
                node.ops = ops
