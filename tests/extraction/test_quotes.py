"""Quotes: an English sentence in, who said what out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.extraction.model import Extraction, Quote

Extract = Callable[..., Extraction]


def one(extraction: Extraction) -> Quote:
    (quote,) = extraction.quotes
    return quote


def pieces(quote: Quote) -> list[str]:
    return [span.text for span in quote.content]


def who(quote: Quote) -> str | None:
    return quote.speaker.text if quote.speaker else None


# ---------------------------------------------------------------- direct


@pytest.mark.parametrize(
    ("text", "content", "speaker", "cue"),
    [
        ("“The harbour is closed,” John Reed said.", ["The harbour is closed"], "John Reed", "said"),
        ("“The harbour is closed,” said John Reed.", ["The harbour is closed"], "John Reed", "said"),
        ("John Reed said: “The harbour is closed.”", ["The harbour is closed."], "John Reed", "said"),
        ("John Reed said, “The harbour is closed.”", ["The harbour is closed."], "John Reed", "said"),
        ("John Reed told reporters, “The harbour is closed.”", ["The harbour is closed."], "John Reed", "told"),
        ("“Is the harbour closed?” asked John Reed.", ["Is the harbour closed?"], "John Reed", "asked"),
        ("“The harbour is closed”, according to John Reed.", ["The harbour is closed"], "John Reed", "according to"),
        ("“The harbour is closed,” John Reed deadpanned.", ["The harbour is closed"], "John Reed", "deadpanned"),
        ("John Reed put it this way: “The harbour is closed.”", ["The harbour is closed."], "John Reed", "put it"),
        ("John Reed: “The harbour is closed.”", ["The harbour is closed."], "John Reed", ":"),
        ("“The harbour is closed.” — John Reed", ["The harbour is closed."], "John Reed", None),
        ("“The harbour is closed.”— John Reed", ["The harbour is closed."], "John Reed", None),
        ("'The harbour's closed,' said John Reed.", ["The harbour's closed"], "John Reed", "said"),
    ],
)
def test_where_the_speaker_stands(
    extract: Extract, text: str, content: list[str], speaker: str, cue: str | None
) -> None:
    quote = one(extract(text))
    assert quote.type == "direct"
    assert pieces(quote) == content
    assert who(quote) == speaker
    assert (quote.cue.text if quote.cue else None) == cue


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("“The harbour is closed,” John Reed, who told the court about it, said.", "The harbour is closed", "John Reed"),
        ("“The harbour is closed,” added, with a smile, John Reed.", "The harbour is closed", "John Reed"),
        ("He said,  “The harbour is closed for good.”", "The harbour is closed for good.", "He"),
        ("The crowd left. Then John Reed spoke at last: “It is closed.”", "It is closed.", "John Reed"),
        ("Analysts described it as “an act of war.”", "it as “an act of war.”", "Analysts"),
        ("He made what analysts described as “an act of war.”", "an act of war.", "analysts"),
        ("“You can’t eat promises,” as the mayor put it.", "You can’t eat promises", "the mayor"),
        ("As the mayor put it: “You can’t eat promises.”", "You can’t eat promises.", "the mayor"),
        ("The witness was in tears: “You can’t eat promises.”", "You can’t eat promises.", "The witness"),
        ("“You can’t eat promises,” Col. Ann Ruiz said.", "You can’t eat promises", "Col. Ann Ruiz"),
        ("“The harbour is closed” – Anna Berg, harbour master of Millbrook", "The harbour is closed", "Anna Berg"),
        ("“Safety comes first,” the company said in a statement on Friday.", "Safety comes first", "the company"),
        ("“I am not going anywhere,” Berg wrote on Twitter.", "I am not going anywhere", "Berg"),
        ("“He just started shooting,” said one witness, who asked not to be named.", "He just started shooting", "one witness"),
    ],
)  # fmt: skip
def test_far_from_the_speaker(extract: Extract, text: str, content: str, speaker: str) -> None:
    quote = one(extract(text))
    assert (quote.text, who(quote)) == (content, speaker)


def test_a_second_cue_in_the_attribution_has_its_own_words(extract: Extract) -> None:
    quotes = extract("“It is closed,” John Reed said. The mayor told him, “Then open it.”").quotes
    assert [(quote.text, who(quote)) for quote in quotes] == [
        ("It is closed", "John Reed"),
        ("Then open it.", "The mayor"),
    ]


def test_words_that_go_on_in_the_reporters_are_no_second_half(extract: Extract) -> None:
    quote = one(extract("“It is closed,” John Reed said, “for now” but not for ever."))
    assert pieces(quote) == ["It is closed"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "One customer raged on Facebook: ‘Shame on you!’ Another raged: ‘Sack them all now!’",
            [("Shame on you!", "One customer"), ("Sack them all now!", "Another")],
        ),
        (
            "The mayor denied it. “The bridge is safe for all,” Col. Ann Ruiz said in an email.",
            [("it", "The mayor"), ("The bridge is safe for all", "Col. Ann Ruiz")],
        ),
        (
            "According to police notes, he said: “You took your time.”",
            [("You took your time.", "he")],
        ),
        (
            "“Stay off the roads,” Brooks said in a video posted on X. “Our crews can’t get to you.”",
            [("Stay off the roads Our crews can’t get to you.", "Brooks")],
        ),
        (
            "Berg spoke of “more details.”\n\nAccording to two people briefed on the plan, it will fail.",
            [("more details.", "Berg"), ("it will fail", "two people briefed on the plan")],
        ),
    ],
)
def test_neighbours_keep_to_themselves(extract: Extract, text: str, found: list[tuple[str, str]]) -> None:
    assert [(quote.text, who(quote)) for quote in extract(text).quotes] == found


def test_whose_words_stand_behind_a_colon_is_not_who_spoke_last(extract: Extract) -> None:
    first, second = extract("“It is closed,” said Anna Berg. A banner hung from the bridge: “We want it open.”").quotes
    assert (who(first), who(second)) == ("Anna Berg", None)


def test_british_marks(extract: Extract) -> None:
    first, second = extract(
        "‘It’s the workers’ choice, isn’t it?’ asked Anna Berg. ‘We’ve waited since the ’90s for this.’ "
        "‘He said “never again” to me,’ Mr Hale told the court."
    ).quotes
    assert first.text == "It’s the workers’ choice, isn’t it? We’ve waited since the ’90s for this."
    assert (second.text, who(second)) == ("He said “never again” to me", "Mr Hale")


def test_british_paragraphs(extract: Extract) -> None:
    quote = one(
        extract("Anna Berg said: 'The nurses' safety comes first.\n\n'We will look at it.'\n\nThen Anna Berg left.")
    )
    assert pieces(quote) == ["The nurses' safety comes first.", "We will look at it."]
    assert who(quote) == "Anna Berg"


def test_two_halves_are_one_quote(extract: Extract) -> None:
    quote = one(extract("“The harbour is closed,” John Reed said on Monday, “and it will stay closed.”"))
    assert pieces(quote) == ["The harbour is closed", "and it will stay closed."]
    assert quote.text == "The harbour is closed and it will stay closed."


def test_what_follows_the_attribution_belongs_to_it(extract: Extract) -> None:
    quote = one(
        extract("“The harbour is closed,” said John Reed, who runs it. “It will stay closed. Nobody will sail.”")
    )
    assert pieces(quote) == ["The harbour is closed", "It will stay closed. Nobody will sail."]


def test_two_quotations_in_a_row_are_one_quote(extract: Extract) -> None:
    quote = one(extract("John Reed said: “The harbour is closed.” “It will stay closed.”"))
    assert pieces(quote) == ["The harbour is closed.", "It will stay closed."]


def test_each_speaker_has_his_own(extract: Extract) -> None:
    quotes = extract("“Are you sure?” asked the judge. “Yes!” Tom Brown shouted. “Then go,” said the judge.").quotes
    assert [who(quote) for quote in quotes] == ["the judge", "Tom Brown", "the judge"]


def test_floating_sentences_keep_their_speaker(extract: Extract) -> None:
    text = "“The harbour is closed,” John Reed said.\n\n“Nobody will sail before Friday.”"
    _, floating = extract(text).quotes
    assert (who(floating), floating.cue) == ("John Reed", None)


def test_the_subject_of_the_sentence_before_speaks(extract: Extract) -> None:
    quote = one(extract("John Reed was not amused. “This is a waste of money.”"))
    assert who(quote) == "John Reed"


def test_who_was_quoted_indirectly_goes_on(extract: Extract) -> None:
    text = "The minister said the bridge was unsafe.\n\n“It can fall on any day of the week.”"
    _, direct = extract(text).quotes
    assert who(direct) == "The minister"


def test_a_signature_ends_with_its_line(extract: Extract) -> None:
    text = "“It is closed for good.” — John Reed\n“It is open again.” — Anna Berg\n“It is neither of these.”"
    assert [who(quote) for quote in extract(text).quotes] == ["John Reed", "Anna Berg", None]


def test_a_speaker_is_forgotten_after_some_paragraphs(extract: Extract) -> None:
    gap = "\n\nSnow fell on the hills." * 4
    first, second = extract(f"“It is closed for good,” said Anna Berg.{gap}\n\n“It is open again for all.”").quotes
    assert (who(first), who(second)) == ("Anna Berg", None)


def test_what_comes_next_does_not_belong_to_the_quotation_before(extract: Extract) -> None:
    direct, indirect = extract("“The harbour is closed.” The mayor said that the bridge was closed, too.").quotes
    assert (direct.text, direct.speaker) == ("The harbour is closed.", None)
    assert (indirect.text, who(indirect)) == ("the bridge was closed, too", "The mayor")


def test_a_quotation_nobody_is_said_to_have_said(extract: Extract) -> None:
    quote = one(extract("“The whole world is watching us.”\n\nThe sign hung over the door."))
    assert quote.speaker is None
    assert quote.confidence < 0.5


def test_paragraphs_that_each_open_with_a_mark(extract: Extract) -> None:
    quote = one(extract("“I was born here.\n\n“I will die here,” Anna Berg said."))
    assert pieces(quote) == ["I was born here.", "I will die here"]


def test_a_mark_that_never_closes(extract: Extract) -> None:
    first, second = extract(
        "“The harbour is closed, said John Reed.\n\nThe wind blew.\n\n“Nobody sails,” said Anna Berg."
    ).quotes
    assert (pieces(first), who(first)) == (["The harbour is closed"], "John Reed")
    assert (pieces(second), who(second)) == (["Nobody sails"], "Anna Berg")
    lost = one(extract("“The harbour is closed and it will stay closed.\n\nThe wind blew all day."))
    assert lost.confidence < 0.3
    thought = one(extract("“We think it is closed, said John Reed.\n\nSnow fell."))
    assert (thought.text, who(thought)) == ("We think it is closed", "John Reed")


def test_a_person_by_the_pronoun(extract: Extract) -> None:
    text = "John Reed runs the harbour. “It is closed,” he said."
    extraction = extract(text)
    quote = one(extraction)
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.speaker.name) == ("he", "John Reed")
    assert quote.speaker.person_id == extraction.people[0].id


# ---------------------------------------------------------------- no quotes


@pytest.mark.parametrize(
    "text",
    [
        "The film “The Long Road” opened in May.",
        "So-called “experts” were wrong about the storm.",
        "On the programme “Face the Nation,” the guests sang.",
        "The firm made a “smart” ring and a “smart” watch.",
        "'A Cold Winter Ahead'\n\nThe snow fell for three days on the hills.",
        "The president believes that the war will end and hopes for peace.",
        "John Smith did not say whether he would resign. He declined to say why. He could say more later.",
        "A sports club called Lazio won the cup.",
        "It was too early to tell whether the roof would hold.",
        "He tells so many lies that people laugh.",
        "The map suggests that the road bends.",
        "If the mayor says the bridge is unsafe, people will walk.",
        "The bridge fell.\n\nMayor says the bridge is lost 0:40\n\nSnow fell.",
        "The mayor refuses to reject the plan.",
        "It is what she called tribalism.",
        "The mayor called her on Friday.",
        "The mayor worried about the storm, “It will break the bridge.”",
        "It goes without saying that the bridge is old.",
        "Asked if he would resign, the mayor laughed.",
        "One witness asked not to be named.",
        "As the mayor said goodbye, it rained. As he spoke, the crowd cheered.",
        "The mayor put it on the table.",
        "A woman calling herself Rose opened the door.",
        "The workers found that night a gold coin.",
        "The mayor refused to say why and never said when.",
    ],
)
def test_what_is_no_quote(extract: Extract, text: str) -> None:
    assert extract(text).quotes == ()


# ---------------------------------------------------------------- indirect


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The mayor said that the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("The mayor said the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("The bridge was unsafe, the mayor said.", ["The bridge was unsafe"], "the mayor"),
        ("The bridge was unsafe, said the mayor.", ["The bridge was unsafe"], "the mayor"),
        ("The bridge, the mayor said, was unsafe.", ["The bridge", "was unsafe"], "the mayor"),
        ("According to the mayor, the bridge was unsafe.", ["the bridge was unsafe"], "the mayor"),
        ("The bridge was unsafe, according to the mayor.", ["The bridge was unsafe"], "the mayor"),
        ("The mayor told reporters that the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("The mayor wrote on Facebook that the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("The mayor's claim that the bridge was unsafe was wrong.", ["the bridge was unsafe"], "The mayor"),
        ("The survey found that the bridge was unsafe.", ["the bridge was unsafe"], "The survey"),
        ("The mayor vowed to close the bridge.", ["to close the bridge"], "The mayor"),
        ("The mayor urged drivers to stay away.", ["drivers to stay away"], "The mayor"),
        ("The mayor called for calm.", ["calm"], "The mayor"),
        ("The mayor called on drivers to stay away.", ["drivers to stay away"], "The mayor"),
        ("The mayor condemned the attack.", ["the attack"], "The mayor"),
        ("The mayor described the bridge as a danger.", ["the bridge as a danger"], "The mayor"),
        ("The mayor accused the builders of fraud.", ["fraud"], "The mayor"),
        ("The builder was accused of fraud by the mayor.", ["fraud"], "the mayor"),
        ("The mayor called the builder a liar.", ["the builder a liar"], "The mayor"),
        ("The mayor was quoted as saying that the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("The mayor issued a statement saying the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("A claim by the mayor that the bridge was unsafe was wrong.", ["the bridge was unsafe"], "the mayor"),
        ("The mayor unleashed a series of tweets criticizing the builder.", ["the builder"], "The mayor"),
        ("The mayor's statement saying the bridge was unsafe drew anger.", ["the bridge was unsafe"], "The mayor"),
        ("A man saying the bridge was unsafe was ignored.", ["the bridge was unsafe"], "A man"),
        ("Speaking of the storm, the mayor said the bridge was unsafe.", ["the bridge was unsafe"], "the mayor"),
        ("The mayor said the bridge was old (and the road, too).", ["the bridge was old (and the road, too)"], "The mayor"),
        ("The bridge, the mayor said in a report, was unsafe.", ["The bridge", "was unsafe"], "the mayor"),
        ("The park, which, the mayor said, was full, closed.", ["which", "was full, closed"], "the mayor"),
        ("John Reed suggested that the bridge was unsafe.", ["the bridge was unsafe"], "John Reed"),
        ("John Reed, despite saying that the bridge was unsafe, crossed it.", ["the bridge was unsafe"], "John Reed"),
        ("The judge forced the mayor to admit that the bridge was unsafe.", ["the bridge was unsafe"], "the mayor"),
        ("The mayor took the opportunity to say that the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("The bridge, the mayor told reporters on Tuesday, will not reopen.", ["The bridge", "will not reopen"], "the mayor"),
        ("The court, Judge Hill wrote in a 40-page opinion, cannot rewrite the law.", ["The court", "cannot rewrite the law"], "Judge Hill"),
        ("As Anna Berg explained, the bridge was unsafe.", ["the bridge was unsafe"], "Anna Berg"),
        ("The bridge, as Anna Berg noted, was unsafe.", ["The bridge", "was unsafe"], "Anna Berg"),
        ("The mayor claimed without evidence that the bridge was unsafe.", ["the bridge was unsafe"], "The mayor"),
        ("The mayor's position that the bridge is legal has been challenged.", ["the bridge is legal"], "The mayor"),
        ("The mayor issued a warning that the bridge could fall.", ["the bridge could fall"], "The mayor"),
        ("The mayor suggested asking the county for help.", ["asking the county for help"], "The mayor"),
        ("The mayor urged calm.", ["calm"], "The mayor"),
        ("The team found that the bridge was unsafe.", ["the bridge was unsafe"], "The team"),
        ("The court ruled on Friday that the bridge was unsafe.", ["the bridge was unsafe"], "The court"),
        ("In a statement, the company said the bridge was safe.", ["the bridge was safe"], "the company"),
        ("When asked by the judge whether the bridge was safe, Berg left.", ["whether the bridge was safe"], "the judge"),
        ("Researchers report that brain activity in sleep matched patterns recorded by day.", ["brain activity in sleep matched patterns recorded by day"], "Researchers"),
        ("Witnesses said the bridge had fallen.", ["the bridge had fallen"], "Witnesses"),
        ("Doctors, nurses and patients said the ward was unsafe.", ["the ward was unsafe"], "Doctors, nurses and patients"),
        ("The judge, reading the verdict, said the bridge was unsafe.", ["the bridge was unsafe"], "The judge"),
    ],
)  # fmt: skip
def test_indirect(extract: Extract, text: str, content: list[str], speaker: str) -> None:
    quote = one(extract(text))
    assert quote.type == "indirect"
    assert pieces(quote) == content
    assert who(quote) == speaker


def test_the_participle_shares_the_subject(extract: Extract) -> None:
    quote = one(extract("The mayor thanked the drivers, adding that the bridge would open soon."))
    assert (pieces(quote), who(quote)) == (["the bridge would open soon"], "The mayor")


def test_the_second_verb_shares_the_subject(extract: Extract) -> None:
    quote = one(extract("The mayor visited the bridge and told reporters it was unsafe."))
    assert (pieces(quote), who(quote)) == (["it was unsafe"], "The mayor")


def test_who_is_asked_does_not_ask(extract: Extract) -> None:
    assert extract("Asked who they would vote for, 20 percent of them named the mayor.").quotes == ()
    quote = one(extract("Asked about the bridge, the mayor said: “It is safe for now.”"))
    assert who(quote) == "the mayor"


def test_a_side_clause_is_not_what_was_said(extract: Extract) -> None:
    quote = one(extract("Although she is watching the market, the mayor says she may never buy."))
    assert pieces(quote) == ["she may never buy"]


def test_nobody_announces(extract: Extract) -> None:
    quote = one(extract("It was announced that the school would close."))
    assert (pieces(quote), quote.speaker) == (["the school would close"], None)


def test_the_phrase_as_it_stands_without_what_is_told_in_passing(extract: Extract) -> None:
    text = "Two officials familiar with the matter, who asked not to be named, said the talks had failed."
    assert "Two officials familiar with the matter" in [who(quote) for quote in extract(text).quotes]


def test_a_relative_clause_is_said_by_the_one_it_describes(extract: Extract) -> None:
    quote = one(extract("The city hired a lawyer who said the law was clear."))
    assert who(quote) == "a lawyer"


# ---------------------------------------------------------------- mixed


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The mayor said the bridge was “unsafe” and old.", "the bridge was “unsafe” and old"),
        ("The mayor told reporters he was “shocked” by the number of “broken beams”.", "he was “shocked” by the number of “broken beams”"),
        ("The mayor warned that it was “unsafe” but “not lost.”", "it was “unsafe” but “not lost.”"),
        ("The bridge had become a “fair danger,” the mayor said.", "The bridge had become a “fair danger,”"),
        ("The bridge is a “fair deal”, the mayor said.", "The bridge is a “fair deal”"),
        ("The mayor said the plan is “a big problem” but “nobody says so.”", "the plan is “a big problem” but “nobody says so.”"),
        ("We need to “close it. It is a danger to us all,” the mayor said.", "We need to “close it. It is a danger to us all,”"),
        ("The mayor told the court that, over the years, “The harbour was a trap.”", "over the years, “The harbour was a trap.”"),
        ("In May, “the beams were broken”, according to the mayor. It rained.", "In May, “the beams were broken”"),
        ("The mayor called it a “fair deal” and left.", "it a “fair deal”"),
        ("“It is a tax increase” for the rich, the mayor said.", "“It is a tax increase” for the rich"),
        ("The mayor branded the move “a slap in the face”.", "the move “a slap in the face”"),
        ("The mayor dismissed reports about her as “total nonsense”.", "reports about her as “total nonsense”"),
        ("She hopes to stay, the mayor said, “if the gods are kind”.", "She hopes to stay if the gods are kind"),
        ("Ms Reed, the mayor said, “has my full confidence”.", "Ms Reed has my full confidence"),
    ],
)  # fmt: skip
def test_words_quoted_in_a_clause(extract: Extract, text: str, content: str) -> None:
    quote = one(extract(text))
    assert (quote.type, quote.text) == ("mixed", content)
    assert who(quote) in ("The mayor", "the mayor")


def test_a_clause_that_is_quoted_as_a_whole_is_direct(extract: Extract) -> None:
    quote = one(extract("Protesters chanted “no more taxes” and went home."))
    assert (quote.type, quote.text) == ("direct", "no more taxes")


# ---------------------------------------------------------------- lines


def test_a_headline(extract: Extract) -> None:
    text = "Berg: The bridge was never safe\n\nAnna Berg, the mayor, spoke at length in the town hall."
    headline = next(quote for quote in extract(text).quotes if quote.cue and quote.cue.text == ":")
    assert headline.text == "The bridge was never safe"
    assert headline.speaker is not None
    assert (headline.speaker.text, headline.speaker.name) == ("Berg", "Anna Berg")


def test_a_transcript(extract: Extract) -> None:
    text = "WALTERS: Is the bridge safe?\n\nBERG: The bridge was never safe.\n\nWALTERS: Then why is it open?"
    assert [(who(quote), quote.text) for quote in extract(text).quotes] == [
        ("WALTERS", "Is the bridge safe?"),
        ("BERG", "The bridge was never safe."),
        ("WALTERS", "Then why is it open?"),
    ]


def test_questions_and_answers(extract: Extract) -> None:
    text = "Q: How long did it take?\n\nA: Six weeks, and it cost a fortune.\n\nQ. Who paid?\n\nA. The county did."
    quotes = extract(text).quotes
    assert [(who(quote), quote.type) for quote in quotes] == [
        ("Q", "direct"),
        ("A", "direct"),
        ("Q.", "direct"),
        ("A.", "direct"),
    ]
    assert quotes[1].text == "Six weeks, and it cost a fortune."
    assert all(quote.speaker and quote.speaker.name is None for quote in quotes)


def test_an_interview(extract: Extract) -> None:
    text = (
        "Anna Berg is the mayor.\n\nGazette: Is the bridge safe?\n\nBerg: It was never safe. We all knew it.\n\n"
        "Gazette: Then why was it open?\n\nBerg: Nobody wanted to pay."
    )
    quotes = extract(text).quotes
    assert [quote.speaker.name for quote in quotes if quote.speaker] == ["Gazette", "Anna Berg"] * 2
    assert quotes[1].text == "It was never safe. We all knew it."


def test_a_transcript_in_marks(extract: Extract) -> None:
    quote = one(extract("“BERG: The bridge was never safe, and we all knew it.”"))
    assert (who(quote), quote.text) == ("BERG", "The bridge was never safe, and we all knew it.")


def test_a_line_of_no_speaker(extract: Extract) -> None:
    assert extract("Group F: Sweden won its first match.\n\nThe crowd went home early.").quotes == ()


# ---------------------------------------------------------------- links


def test_the_outlet_it_was_said_to(extract: Extract) -> None:
    extraction = extract("John Reed told Sky News that the harbour was closed.")
    quote = one(extraction)
    (outlet,) = [o for o in extraction.organizations if o.id == quote.via_id]
    assert outlet.name == "Sky News"


def test_speaking_to_an_outlet(extract: Extract) -> None:
    extraction = extract("Speaking to Sky News on Sunday, John Reed said that he was sorry.")
    quote = one(extraction)
    assert [o.name for o in extraction.organizations if o.id == quote.via_id] == ["Sky News"]
    assert [date.text for date in extraction.dates if date.id == quote.date_id] == ["Sunday"]


@pytest.mark.parametrize(
    "text",
    [
        "John Reed and Anna Berg said the harbour was closed.",
        "The pair, John Reed and Anna Berg, said the harbour was closed.",
        "Two officials familiar with the matter said the harbour was closed.",
    ],
)
def test_several_speakers_and_unnamed_ones_have_no_id(extract: Extract, text: str) -> None:
    quote = one(extract(text))
    assert quote.speaker is not None
    assert quote.speaker.name is quote.speaker.person_id is quote.speaker.organization_id is None


def test_whoever_says_i_in_a_quotation_is_left_alone(extract: Extract) -> None:
    quote = one(extract("“I told you that we would win and I said so,” John Reed said."))
    assert (quote.text, who(quote)) == ("I told you that we would win and I said so", "John Reed")


def test_the_confidence_tells_forms_and_speakers_apart(extract: Extract) -> None:
    def sure(text: str) -> float:
        return one(extract(text)).confidence

    known = sure("“It is closed,” said John Reed.")
    assert known > sure("“It is closed,” said a man.") > sure("A claim that it is closed was wrong.")
    assert known > sure("John Reed said it was closed.") > sure("John Reed called for calm.")


def test_quoted_as_saying(extract: Extract) -> None:
    quote = one(extract("“The harbour is closed,” John Reed was quoted as saying by Sky News."))
    assert (quote.cue.text if quote.cue else None) == "quoted as saying"
    assert who(quote) == "John Reed"
    assert quote.via_id is not None


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour is closed,” Sky News quoted John Reed as saying.",
        "Sky News quoted John Reed as saying that the harbour was closed.",
        "Sky News cited John Reed as saying that the harbour was closed.",
    ],
)
def test_who_is_quoted_speaks_and_the_outlet_is_where_it_was_said(extract: Extract, text: str) -> None:
    quote = one(extract(text))
    assert who(quote) == "John Reed"
    assert quote.via_id is not None


def test_the_day_it_was_said(extract: Extract) -> None:
    extraction = extract("John Reed said on Thursday that the harbour would open on Sunday.")
    quote = one(extraction)
    assert [date.text for date in extraction.dates if date.id == quote.date_id] == ["Thursday"]


def test_a_day_that_hangs_on_another_verb_is_not_when_it_was_said(extract: Extract) -> None:
    quote = one(extract("John Reed visited the harbour on Wednesday and told reporters it was closed."))
    assert quote.date_id is None


def test_an_organization_speaks(extract: Extract) -> None:
    extraction = extract("The United Nations said the war was over.")
    quote = one(extraction)
    assert quote.speaker is not None
    assert [o.name for o in extraction.organizations if o.id == quote.speaker.organization_id] == ["United Nations"]


def test_a_place_that_speaks_is_no_person(extract: Extract) -> None:
    quote = one(extract("Moscow said it would respond to the sanctions."))
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.speaker.person_id, quote.speaker.organization_id) == ("Moscow", None, None)


def test_the_other_name_in_the_phrase_is_not_the_speaker(extract: Extract) -> None:
    extraction = extract("John Reed ran for mayor. The Reed campaign said the vote was fair.")
    quote = one(extraction)
    assert quote.speaker is not None
    assert quote.speaker.person_id is None


def test_the_name_beside_the_title_is_the_speaker(extract: Extract) -> None:
    quote = one(extract("The harbour master, John Reed, said the harbour was closed."))
    assert quote.speaker is not None
    assert quote.speaker.name == "John Reed"


def test_ids_and_context(extract: Extract) -> None:
    text = "Snow fell. The mayor said the bridge was unsafe. “It can fall,” the mayor added. Snow fell."
    quotes = extract(text).quotes
    assert [quote.id for quote in quotes] == ["quote-1", "quote-2"]
    assert quotes[0].context.text == "The mayor said the bridge was unsafe."
    for quote in quotes:
        assert all(text[span.start : span.end] == span.text for span in quote.content)


# ---------------------------------------------------------------- hostile


@pytest.mark.parametrize(
    "text", ["“", "”", "said", "according to", "“” said", ": said", "said: “", "“A.” —", "He said,\n“"]
)
def test_scraps_are_survived(extract: Extract, text: str) -> None:
    extract("The mayor met the press on the bridge in the morning.\n\n" + text)


def test_a_thousand_quotations(extract: Extract) -> None:
    assert len(extract("“The bridge fell,” he said.\n" * 1000).quotes) == 1000


def test_a_bracket_is_no_part_of_the_speaker(extract):
    text = "Most of the town is gone, according to the International Federation of Red Cross Societies (IFRC)."
    (quote,) = extract(text).quotes
    assert quote.speaker.text == "the International Federation of Red Cross Societies"
