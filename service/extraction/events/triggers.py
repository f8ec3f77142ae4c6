"""Which words tell an event.

In: the parsed tokens, boilerplate, names, quotes (whose cues are no events). Out: `Trigger`s in order.
A verb may tell one unless it only reports ("said"), helps ("made an attack" is told by "attack"), sets the aspect
("began to withdraw" by "withdraw"), or tells none ("includes"). "Came under" and "regained control" are read whole.
Whether a word that may tell one does is what `likelihood` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from attrs import evolve, frozen
from spacy.tokens import Doc, Token

from service.extraction.document import attribute, token_range, token_starts
from service.extraction.model import Date

from .likelihood import Kind, likelihood
from .words import cue_words, grouped, phrase_heads, senses, verbs

# From which likelihood on a word tells an event. The rules have looked at a verb; a name or an adjective must be sure.
ENOUGH = {"noun": 0.55, "verb": 0.3, "name": 0.8, "adjective": 0.95}
IF_TYPED = 0.35  # for a noun that has a sense of a known type, if that sense is met
NOT_EVENT_DEPS = frozenset(
    {"aux", "auxpass", "prep", "case", "mark", "amod", "compound", "det", "nmod", "punct", "intj"}
)
TELLING = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})  # parts of speech of which `kind_of` makes something
PREDICATIVE = frozenset({"acomp", "oprd", "attr", "ROOT"})
PHRASE_DEPS = frozenset({"prt", "prep", "advmod", "dobj", "oprd", "acomp", "advcl"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})


@frozen(eq=False)
class Trigger:
    """`head` tells the event, the tokens `[start, end)` are its span, `key` its lemma ("come_under").

    `governor` is the verb that carries tense and subject: the head itself, or the light or aspect verb above it.
    `if_typed`: mostly it reports or tells nothing; an event only in a sense of a known type ("recalled its envoy").
    """

    head: Token
    start: int
    end: int
    key: str
    governor: Token
    probability: float = 0.0
    if_typed: bool = False

    @property
    def is_noun(self) -> bool:
        return self.head.pos_ in {"NOUN", "PROPN"}

    @property
    def part_of_speech(self) -> str:
        """As in `event_triggers.tsv`."""
        return "noun" if self.is_noun else "adjective" if self.head.pos_ == "ADJ" else "verb"


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these dependencies."""
    return next((c for c in token.children if c.dep_ in deps), None)


def find_triggers(doc: Doc) -> list[Trigger]:
    cues = cue_tokens(doc)
    dates: list[Date | None] = doc._.at.dates
    telling: list[float] | None = None if doc._.telling is None else doc._.telling.tolist()
    found: dict[int, Trigger] = {}
    taken: set[int] = set()  # parts of a phrase that is read whole
    nouns: list[Token] = []
    for token in story(doc):
        kind = kind_of(token, dates)
        if kind == "noun":
            nouns.append(token)
        elif kind == "verb":
            trigger = phrase(token)
            if trigger is not None:
                trigger = evolve(trigger, if_typed=token.i in cues)
            elif tells(token) and token.i not in cues:
                trigger = word(token, token.lemma_.lower())
            elif (token.lemma_.lower(), "verb") in senses() and token.dep_ not in NOT_EVENT_DEPS:
                trigger = evolve(word(token, token.lemma_.lower()), if_typed=True)
            else:
                continue
            parts = phrase_parts(token, trigger.key)
            sure = max(likelihood(part, "verb", telling) for part in (token, *parts))  # "came under fire"
            if sure >= ENOUGH["verb"]:
                found[token.i] = evolve(trigger, probability=round(sure, 2))
                taken.update(part.i for part in parts)
        elif kind is not None and token.i not in cues and token.i not in taken:
            sure = likelihood(token, kind, telling)
            known = (token.lower_, kind) in senses()  # "dead"
            if sure >= (ENOUGH["verb"] if known else ENOUGH[kind]):
                verb = token.head if token.dep_ in {"acomp", "oprd", "attr"} else token
                found[token.i] = evolve(word(token, token.lower_), governor=verb, probability=round(sure, 2))
    for token in nouns:
        if token.i in taken or token.i in cues or not may_tell(token, cues):
            continue
        sure = likelihood(token, "noun", telling)
        known = (token.lemma_.lower(), "noun") in senses()
        if sure < (IF_TYPED if known else ENOUGH["noun"]) and not (known and comes_about(token)):
            continue
        light = light_verb(token)
        if light is not None:
            found.pop(light.i, None)
        key = token.lemma_.lower()
        found[token.i] = Trigger(
            token, token.i, token.i + 1, key, light or token, round(sure, 2), if_typed=sure < ENOUGH["noun"]
        )
    return list(through_aspect(found))


def story(doc: Doc) -> Iterator[Token]:
    """The words that may tell something: no boilerplate, no dateline ("PARIS, May 3 (AP)"), no marks, no "of"."""
    dateline = doc._.dateline
    written = range(dateline.start, dateline.end) if dateline is not None else range(0)
    known = zip(attribute(doc, "POS"), attribute(doc, "ORTH"), token_starts(doc), doc._.at.boilerplate, strict=True)
    for i, (pos, text, start, boilerplate) in enumerate(known):
        if pos in TELLING and boilerplate is None and text[0].isalpha() and start not in written:
            yield doc[i]


def kind_of(token: Token, dates: Sequence[Date | None]) -> Kind | None:
    """What a word may be that tells an event; None where it may not."""
    pos = token.pos_
    if pos == "VERB":
        return "verb"
    if pos == "NOUN":
        return "noun" if dates[token.i] is None else None
    if pos == "ADJ":
        known = (token.lower_, "adjective") in senses()
        return "adjective" if token.dep_ in PREDICATIVE or (known and token.dep_ == "ccomp") else None
    return "name" if pos == "PROPN" and not token.ent_type_ and dates[token.i] is None else None


def word(token: Token, key: str) -> Trigger:
    """A verb or adjective that tells an event by itself."""
    return Trigger(token, token.i, token.i + 1, key, token)


def cue_tokens(doc: Doc) -> frozenset[int]:
    """Tokens that say who said a quote: no events."""
    cues = [quote.cue for quote in doc._.quotes if quote.cue is not None]
    return frozenset(i for cue in cues for i in range(*token_range(doc, cue.start, cue.end)))


def tells(verb: Token) -> bool:
    """True for a verb that tells an event of its own."""
    lemma = verb.lemma_.lower()
    if verb.dep_ in NOT_EVENT_DEPS or lemma in verbs("none") or lemma in verbs("say"):
        return False
    deps = {c.dep_ for c in verb.children}
    if lemma in verbs("report") and ("ccomp" in deps or ("dobj" not in deps and "nsubjpass" not in deps)):
        return False
    # "is going to", "have to", "used to" help the verb behind them
    return not ("xcomp" in deps and (lemma in {"have", "use"} or (verb.lower_ == "going" and governs_to(verb))))


def governs_to(verb: Token) -> bool:
    """ "going to leave": an infinitive with its "to" depends on it."""
    complement = child(verb, "xcomp")
    return complement is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in complement.children)


def phrase_keys(verb: Token) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """Ways to read a verb with what follows it, the longest first, with the tokens that each takes."""
    lemma = verb.lemma_.lower()
    following = [right for right in verb.rights if right.dep_ in PHRASE_DEPS]
    for right in following:
        for last in right.children:
            if (last.dep_ == "pobj") if right.dep_ in {"prep", "prt", "advmod"} else (last.dep_ == "prep"):
                yield f"{lemma}_{right.lemma_.lower()}_{last.lemma_.lower()}", (right, last)
    for right in following:
        yield f"{lemma}_{right.lemma_.lower()}", (right,)


def phrase(verb: Token) -> Trigger | None:
    """A verb that the lexicon knows with what follows it, or one with its particle; the span takes what is close."""
    if verb.lemma_.lower() in phrase_heads():
        for key, parts in phrase_keys(verb):
            if (key, "verb") in senses():
                end = verb.i + 1
                for part in parts:
                    if part.i == end:
                        end += 1
                return Trigger(verb, verb.i, end, key, verb)
    particle = child(verb, "prt")
    if particle is not None and particle.i == verb.i + 1 and tells(verb):
        return Trigger(verb, verb.i, particle.i + 1, f"{verb.lemma_.lower()}_{particle.lower_}", verb)
    return None


def phrase_parts(verb: Token, key: str) -> tuple[Token, ...]:
    return next((parts for k, parts in phrase_keys(verb) if k == key), ()) if "_" in key else ()


@cache
def actor_nouns() -> frozenset[str]:
    """Nouns for those who act: "the junta", "the opposition"."""
    kinds = ("official", "military", "council", "diplomat", "actor")
    return frozenset().union(*(grouped("event_classes", "class", "word")[kind] for kind in kinds))


def may_tell(noun: Token, cues: frozenset[int]) -> bool:
    """Not names, those who act, ties that stand, and where something is said ("in a statement")."""
    lemma = noun.lemma_.lower()
    if noun.ent_type_ in NAMES or lemma in cue_words("standing"):
        return False
    if (lemma in actor_nouns() and (lemma, "noun") not in senses()) or (
        noun.dep_ == "compound" and noun.head.lemma_.lower() in actor_nouns()
    ):
        return False  # "the junta", "security forces"
    if noun.dep_ in {"pobj", "dobj"} and lemma in cue_words("telling"):
        verb = noun.head.head if noun.dep_ == "pobj" else noun.head
        return verb.i not in cues and verb.lemma_.lower() not in verbs("say")
    return True


def comes_about(noun: Token) -> bool:
    """ "The layoffs began": said of an event alone."""
    of_events = verbs("happen") | verbs("begin") | verbs("continue") | verbs("end")
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in of_events and child(noun.head, "dobj", "xcomp") is None


def light_verb(noun: Token) -> Token | None:
    """The verb that only helps a noun to tell: "held" of "held talks"."""
    verb = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} and verb.pos_ in {"VERB", "AUX"} and verb.lemma_.lower() in verbs("light"):
        return verb
    return None


def through_aspect(found: dict[int, Trigger]) -> Iterator[Trigger]:
    """Drop verbs of aspect whose complement or subject tells the event, and make them its governors."""
    aspects = verbs("begin") | verbs("continue") | verbs("end")
    governed: dict[int, Token] = {}
    dropped: set[int] = set()
    for i in sorted(found):
        trigger = found[i]
        complement = child(trigger.head, "xcomp") if trigger.head.lemma_.lower() in aspects else None
        if complement is not None and complement.i in found:
            governed[complement.i] = governed.get(i, trigger.governor)
        told = child(trigger.head, "nsubj") if trigger.key in verbs("happen") else None
        if told is not None and told.i in found and child(trigger.head, "dobj", "xcomp") is None:
            governed[told.i] = trigger.head  # "the trial took place"
            dropped.add(i)
    for i in sorted(found):
        trigger = found[i]
        complement = child(trigger.head, "xcomp") if trigger.head.lemma_.lower() in aspects else None
        if i in dropped or (complement is not None and complement.i in governed):
            continue
        if i in governed:
            trigger = evolve(trigger, governor=governed[i])
        yield trigger
