"""Whether an event occurred, is going on, is planned, possible or denied: from tense, negation, and what governs it."""

from __future__ import annotations

from spacy.tokens import Token

from service.extraction.model import EventStatus

from .subjects import has_to, is_passive
from .triggers import Trigger, child
from .words import cue_words, verbs

FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d"})
DUTY = frozenset({"must", "should", "ought", "need"})  # called for, as what is demanded or ordered is
MODAL = frozenset({"may", "might", "could", "can", "ca"})
CONDITION = frozenset({"if", "unless", "whether", "provided", "until"})
TEMPORAL = frozenset({"when", "before", "after", "until", "once"})
NO = frozenset({"no", "neither", "nobody", "none", "nothing"})
BARELY_NOT = frozenset({"almost", "nearly"})
DEGREES = frozenset(  # what is nearly so has come about for the most part
    {"double", "triple", "treble", "quadruple", "halve", "equal", "match", "complete", "finish"}
    | {"destroy", "deplete", "eliminate", "empty", "exhaust", "fill", "wipe"}
)
ORDINAL = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only", "next", "few"})
PARTICIPLES = frozenset({"VBG", "VBN"})
UNSURE = frozenset({"likely", "unlikely", "able", "unable", "possible", "impossible", "hard", "difficult", "easy"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
DEPTH = 4


def status_of(trigger: Trigger) -> EventStatus:
    """The strongest word on it wins: denied, then planned or possible, then ongoing."""
    if trigger.is_noun:
        return noun_status(trigger)
    return verb_status(trigger.governor if trigger.head.pos_ == "ADJ" else trigger.head)  # "is not dead"


def verb_status(verb: Token, depth: int = 0) -> EventStatus:
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if has_condition(verb):
        return "possible"
    if is_negated(verb):
        return "denied"
    words = {c.lower_ for c in helpers}
    if words & FUTURE:
        return "planned"
    if words & DUTY:
        return "possible" if "have" in words else "planned"  # "should have stopped" tells not whether it did
    if words & MODAL:
        return "possible"
    if any(c.lower_ == "going" for c in helpers):
        return "planned"
    if is_to_be(verb):
        return "planned"
    if depth < DEPTH and (governed := by_governor(verb, helpers, depth)) is not None:
        return governed
    if verb.tag_ == "VBG" and any(c.lemma_.lower() == "be" for c in helpers):
        return "ongoing"
    return "occurred"


def is_negated(verb: Token) -> bool:
    for c in verb.children:
        if c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ in {"never", "no longer"}):
            return True
        if c.dep_ == "advmod" and c.i == verb.i - 1 and c.lower_ in BARELY_NOT:
            return verb.lemma_.lower() not in DEGREES  # "nearly collapsed", not "nearly doubled"
        if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and (
            c.lower_ in NO or any(d.dep_ == "det" and d.lower_ in NO for d in c.children)
        ):
            return True
    return verb.dep_ == "pcomp" and verb.head.lower_ == "without"


def has_condition(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in CONDITION - {"until"} for c in verb.children)


def is_to_be(verb: Token) -> bool:
    """ "is to meet", "are to be freed": an infinitive as the complement of "be"."""
    return has_to(verb) and verb.dep_ == "xcomp" and verb.head.lemma_.lower() == "be" and judged(verb.head) is None


def judged(verb: Token) -> Token | None:
    """The adjective of "it is hard to accept", "he is ready to go"."""
    return child(verb, "acomp")


def by_governor(verb: Token, helpers: list[Token], depth: int) -> EventStatus | None:
    """What the word above says of a clause; None where it says nothing."""
    head = verb.head
    lemma = head.lemma_.lower()
    infinitive = has_to(verb) or (verb.tag_ == "VB" and not helpers)
    if head.i == verb.i:
        return "planned" if has_to(verb) else None  # a headline: "Carmaker to sell its unit"
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        finite = verb.tag_ in {"VBD", "VBZ", "VBP"} and not (verb.lower_ == verb.lemma_.lower() and is_base(head))
        bare = infinitive or not helpers or helpers[0].tag_ == "VB"  # "will step down and be replaced"
        own = child(verb, "nsubj", "nsubjpass") is not None
        return None if own or finite or not bare else not_occurred(verb_status(head, depth + 1))
    if verb.dep_ in {"xcomp", "ccomp"} and infinitive and head.lemma_.lower() == "be":
        head = judged(head) or head
    if verb.dep_ in {"xcomp", "ccomp"} and head.pos_ == "ADJ" and infinitive:
        return "possible" if head.lemma_.lower() in UNSURE else "planned"
    if verb.dep_ == "pcomp" and verb.tag_ == "VBG" and head.head.pos_ in {"NOUN", "ADJ"}:
        noun = head.head.lemma_.lower()  # "a means of cutting", "capable of holding"
        if noun in cue_words("possible_noun") or noun == "capable":
            return "possible"
        return "planned" if noun in cue_words("plan_noun") else None
    if verb.dep_ in {"xcomp", "ccomp", "dobj", "pcomp"} and head.pos_ in {"VERB", "AUX", "ADP"}:
        if verb.dep_ == "pcomp":
            head, lemma = head.head, head.head.lemma_.lower()
        return by_verb(head, lemma, infinitive, verb, depth)
    if verb.dep_ in {"acl", "relcl", "ccomp"}:
        return by_noun(head, lemma, infinitive, verb, depth)
    if verb.dep_ == "advcl" and infinitive:
        return verb_status(head, depth + 1) if is_change(head) else "planned"  # else a purpose
    if verb.dep_ == "advcl" and is_present(verb) and any(c.lower_ in TEMPORAL for c in verb.children):
        return not_occurred(verb_status(head, depth + 1))  # "will stop when it arrives"
    return None


def by_noun(head: Token, lemma: str, infinitive: bool, verb: Token, depth: int) -> EventStatus | None:
    """ "The risk that it falls", "a plan to meet", "the first to fail"."""
    above = head.head
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and head.dep_ == "dobj" and above.lemma_.lower() == "see":
        return not_occurred(verb_status(above, depth + 1))  # "will see three planes delivered"
    that = verb.dep_ != "relcl" and child(verb, "mark") is not None
    if (infinitive or that) and lemma in cue_words("possible_noun"):
        return "possible"
    if not infinitive or verb.dep_ == "ccomp":
        return None
    if is_singled_out(head):
        return verb_status(above, depth + 1) if above.pos_ in {"VERB", "AUX"} else "occurred"
    return "planned"


def is_base(verb: Token) -> bool:
    """ "To close two plants and cut jobs", "will close": so is what is coordinated with it, whatever its tag."""
    return verb.tag_ == "VB" or has_to(verb)


def is_present(verb: Token) -> bool:
    """ "Arrives", "are done", and "arrived" under "would"."""
    finite = child(verb, "aux", "auxpass") or verb
    if finite.tag_ == "VBD":
        return any(c.dep_ == "aux" and c.lower_ == "would" for c in verb.head.children)
    return finite.tag_ in {"VBZ", "VBP"}


def is_change(verb: Token) -> bool:
    """ "The index recovered to close at 52", "went up to close": that has come of it; "went to close it"."""
    lemma = verb.lemma_.lower()
    if lemma in verbs("motion"):
        return any(c.dep_ in {"advmod", "prt"} and c.lower_ in {"up", "down"} for c in verb.children)
    return lemma in verbs("unaccusative")


def is_perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)


def is_singled_out(noun: Token) -> bool:
    """ "The first model to use it", "the biggest bank to fail": it did."""
    return any(c.dep_ == "amod" and (c.lower_ in ORDINAL or c.tag_ == "JJS") for c in noun.children)


def by_verb(head: Token, lemma: str, infinitive: bool, verb: Token, depth: int) -> EventStatus | None:
    if lemma in verbs("negate") and not (verb.dep_ == "ccomp" and lemma == "deny" and is_negated(head)):
        return "denied"
    if infinitive and head.lower_ == "going":
        return "planned"
    if (infinitive or verb.dep_ == "pcomp") and lemma in verbs("possible"):
        return "possible"
    if infinitive and lemma == "have" and head.tag_ != "VBD":
        # "have to return" is a duty; "had to return" has mostly been done
        return not_occurred(verb_status(head, depth + 1)) or "planned"
    if infinitive and lemma in verbs("plan"):
        return "possible" if is_negated(head) else "planned"
    if verb.dep_ == "ccomp" and lemma in {"fear", "suspect", "hope", "doubt", "believe", "think"}:
        return "possible"
    if (
        verb.dep_ == "ccomp"
        and lemma in {"demand", "order", "require", "propose", "recommend", "insist"}
        and verb.tag_ in {"VB", "VBP"}
    ):
        return "planned"
    if has_to(verb) and verb.dep_ == "xcomp" and head.tag_ in {"VBN", "VBD"} and is_passive(head):
        # "was selected to buy", "is scheduled to land"; but "was found to have lied", "was forced to flee"
        if lemma in verbs("brings"):
            return not_occurred(verb_status(head, depth + 1))
        known = lemma in verbs("say") or lemma in verbs("report") - verbs("plan")
        return None if known or is_perfect(verb) else "planned"
    if verb.dep_ == "ccomp" and verb.tag_ == "VBN" and child(verb, "aux", "auxpass", "mark") is None:
        return not_occurred(verb_status(head, depth + 1))  # the same, in another parse
    aspect = lemma in verbs("begin") or lemma in verbs("continue") or lemma in verbs("end")
    if infinitive or aspect:
        above = not_occurred(verb_status(head, depth + 1))
        if above is not None:
            return above
        if lemma in verbs("continue"):
            return "ongoing"
    return None


def not_occurred(status: EventStatus) -> EventStatus | None:
    return None if status == "occurred" else status


def noun_status(trigger: Trigger) -> EventStatus:
    noun = trigger.head
    for c in noun.children:
        word = c.lower_
        if c.dep_ == "det" and word in NO:
            return "denied"
        if c.dep_ in {"amod", "compound", "nmod"}:
            if word in cue_words("denied"):
                return "denied"
            if word in cue_words("planned"):
                return "planned"
            if word in cue_words("possible"):
                return "possible"
            if word in cue_words("ongoing"):
                return "ongoing"
    if trigger.governor.i != noun.i:
        return verb_status(trigger.governor)
    return noun_by_governor(noun)


def is_definite(noun: Token) -> bool:
    """ "the accident", "his death": something known."""
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in DEFINITE) for c in noun.children)


def brings_about(verb: str) -> bool:
    """Without which its object is not: "did not hold the vote", "has not approved the sale"."""
    classes = ("light", "begin", "end", "plan", "creates")
    return any(verb in verbs(kind) for kind in classes) or verb in verbs("performs") - verbs("presence")


def noun_by_governor(noun: Token, depth: int = 0) -> EventStatus:
    """ "plans an attack", "averted a strike", "fears of war", "the attack will …"."""
    head = noun.head
    if noun.dep_ == "compound" or (noun.dep_ == "conj" and head.pos_ == "NOUN"):
        return noun_by_governor(head, depth + 1) if depth < DEPTH and head.i != noun.i else "occurred"
    if noun.dep_ == "pobj":
        if head.lower_ == "without":
            return "denied"
        if head.head.pos_ == "NOUN" and head.lower_ in {"of", "for", "to"}:
            if head.head.lemma_.lower() in cue_words("possible_noun"):
                return "possible"
            return (
                "planned" if head.head.lemma_.lower() in cue_words("plan_noun") and head.lower_ != "of" else "occurred"
            )
        head = head.head
        if head.lemma_.lower() == "be":
            return verb_status(head)  # "will be on leave"
    if noun.dep_ in {"dobj", "nsubjpass", "pobj"} and head.pos_ in {"VERB", "AUX"}:
        return noun_by_verb(noun, head)
    if (
        noun.dep_ == "nsubj"
        and head.pos_ in {"VERB", "AUX"}
        and head.lemma_.lower() in {"be", "begin", "start", "happen", "occur", "take"}
    ):
        return not_occurred(verb_status(head)) or "occurred"
    return "occurred"


def noun_by_verb(noun: Token, verb: Token) -> EventStatus:
    lemma = verb.lemma_.lower()
    if lemma in verbs("presuppose") and is_definite(noun):
        return "occurred"
    if lemma in verbs("negate"):  # who denies a charge has been charged
        return "occurred" if noun.lemma_.lower() in cue_words("claim") else "denied"
    if noun.dep_ == "pobj" and noun.head.lower_ == "to" and lemma in verbs("motion") and not any(noun.lefts):
        return verb_status(verb)  # "nearly went to war"
    if noun.dep_ == "pobj":
        ahead = noun.head.lower_ == "for" and (lemma in verbs("seeking") or lemma in verbs("plan"))
        return "planned" if ahead else "occurred"  # "applied for", "is scheduled for"
    if noun.dep_ == "dobj" and lemma in verbs("possible") and lemma != "fight":
        return "possible"
    if lemma in verbs("plan"):
        return "planned"
    status = verb_status(verb)
    if status == "denied" and is_definite(noun) and not brings_about(lemma):
        return "occurred"  # "refused to meet the demands", "did not attend the meeting"
    return status
