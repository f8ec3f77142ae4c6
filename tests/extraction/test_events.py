"""Sentences, and the events told in them."""

from __future__ import annotations

import datetime as dt
import pathlib
from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from service.extraction import Extraction
from service.extraction.event_types import event_types, label_of
from service.extraction.events.coreference import family
from service.extraction.events.likelihood import likelihood
from service.extraction.model import Event

Extract = Callable[..., Extraction]

FRIDAY = dt.date(2022, 9, 16)


def event(found: Extraction, trigger: str) -> Event:
    """The event that has this trigger among its mentions."""
    return next(e for e in found.events if any(m.text == trigger for m in e.mentions))


def triggers(found: Extraction) -> list[str]:
    return [m.text for e in found.events for m in e.mentions]


def who(found: Event, role: str) -> list[str]:
    return [p.text for p in found.participants if p.role == role]


# ---------------------------------------------------------------- triggers


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Police arrested three men in Leeds.", ["arrested"]),
        ("The arrest of three men surprised the town.", ["arrest", "surprised"]),
        ("The government owns the building.", ["owns"]),
        ("The rebels made an attack on the bridge.", ["attack"]),
        ("The two leaders held talks in Geneva.", ["talks"]),
        ("The army began to withdraw on Monday.", ["withdraw"]),
        ("The town came under heavy fire.", ["came under"]),
        ("Government forces regained control of the port.", ["regained control"]),
        ("The crew shut down the reactor.", ["shut down"]),
        ("The list includes two hospitals.", []),
        ("They are going to close the school.", ["close"]),
        ("Aid groups set up two camps.", ["set up"]),
        ("LEEDS, England, May 3 (AP) — Police arrested three men.", ["arrested"]),
    ],
)
def test_triggers(extract: Extract, sentence: str, expected: list[str]) -> None:
    assert triggers(extract(sentence)) == expected


def test_a_headlines_verb_in_capitals_tells(extract: Extract) -> None:
    assert "Clinch" in triggers(extract("Rovers Clinch Title With Win Over Harbour Town"))


def test_what_someone_is_tells_only_where_it_is_sure(extract: Extract) -> None:
    assert triggers(extract("Three climbers were found dead on Monday.")) == ["found", "dead"]
    assert triggers(extract("The town was quiet on Monday.")) == []


def test_what_is_talked_of_or_ought_to_be_is_no_event(extract: Extract) -> None:
    assert triggers(extract("The goal was a peace that would leave an opportunity for democracy.")) == ["leave"]
    assert triggers(extract("A group claimed responsibility for the attack.")) == ["claimed", "attack"]


def test_what_begins_is_an_event(extract: Extract) -> None:
    assert "layoffs" in triggers(extract("The layoffs begin in June."))


def test_words_like_events_that_tell_none(extract: Extract) -> None:
    assert triggers(extract("The star running back owns a launch vehicle.")) == ["owns"]


def test_a_reading_without_the_network_goes_by_the_tables() -> None:
    nlp = spacy.blank("en")
    words = ["Police", "made", "an", "arrest", "."]
    doc = Doc(
        nlp.vocab,
        words=words,
        pos=["NOUN", "VERB", "DET", "NOUN", "PUNCT"],
        lemmas=["police", "make", "an", "arrest", "."],
        heads=[1, 1, 3, 1, 1],
        deps=["nsubj", "ROOT", "det", "dobj", "punct"],
    )
    assert likelihood(doc[3], "noun", None) > 0.5 > likelihood(doc[0], "noun", None)
    assert likelihood(doc[1], "verb", None) > 0.5


def test_saying_is_no_event_but_a_demand_is(extract: Extract) -> None:
    found = extract("The mayor said that the bridge had collapsed. The union demanded higher wages.")
    assert triggers(found) == ["collapsed", "demanded"]


def test_what_something_is_said_in_is_no_event(extract: Extract) -> None:
    assert triggers(extract("The company said in a statement that it had closed the mine.")) == ["closed"]


def test_every_offset_cuts_its_text(extract: Extract) -> None:
    text = "On Tuesday, rebels attacked the town of Goma with mortars, killing 12 people, the army said."
    for found in extract(text, published=FRIDAY).events:
        spans = [found.trigger, *found.mentions, *found.participants, found.context]
        spans += [s for s in (found.time, found.place, found.source) if s is not None]
        assert all(text[s.start : s.end] == s.text for s in spans)


# ---------------------------------------------------------------- types (by type: test_event_types)


@pytest.mark.parametrize(
    ("sentence", "trigger", "code"),
    [
        ("Soldiers fired rockets at the village.", "fired", "conflict.attack"),
        ("The board fired its chief executive.", "fired", "business.people"),
        ("The king fired the minister.", "fired", "politics.departure"),
        ("The children slept.", "slept", "other"),
        ("A blast shook the hall. Police said a bomber had fled.", "blast", "conflict.bombing"),
        ("A truck struck the bridge.", "struck", "accident.transport"),
        ("The hurricane struck the coast.", "struck", "disaster.weather"),
        ("Police fired tear gas at the crowd.", "fired", "protest.crackdown"),
        ("The king sent his son to Oslo.", "sent", "other"),
        ("The coach praised the goalkeeper after the match. The team had beaten them.", "beaten", "sport.result"),
    ],
)
def test_one_word_has_many_senses(extract: Extract, sentence: str, trigger: str, code: str) -> None:
    found = event(extract(sentence), trigger)
    assert (found.type, found.label) == (code, label_of(code))


def test_an_event_is_as_sure_as_its_type(extract: Extract) -> None:
    found = extract("Police arrested two men in Leeds. Authorities seized the passports of three activists.")
    assert event(found, "arrested").type == "justice.arrest"
    assert event(found, "arrested").confidence > event(found, "seized").confidence


def test_who_acts_is_no_event(extract: Extract) -> None:
    assert triggers(extract("The junta lifted the curfew.")) == ["lifted"]
    assert triggers(extract("Security forces raided the offices of a newspaper.")) == ["raided"]
    assert triggers(extract("Serbia restored its ties with Croatia.")) == ["restored"]


def test_a_reporting_word_is_an_event_in_a_sense_of_its_own(extract: Extract) -> None:
    assert triggers(extract("Moscow recalled its ambassador from Ankara.")) == ["recalled"]
    assert triggers(extract("The editor recalled the summer.")) == []


def test_there_are_77_types() -> None:
    assert len(event_types()) == 77
    assert event_types()["conflict.attack"].label == "Armed attack"
    assert label_of("other") == "Other event"


# ---------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("sentence", "trigger", "status"),
    [
        ("The army attacked the town.", "attacked", "occurred"),
        ("The army is attacking the town.", "attacking", "ongoing"),
        ("The army continues to attack the town.", "attack", "ongoing"),
        ("The army will attack the town.", "attack", "planned"),
        ("The firm plans to close the mine.", "close", "planned"),
        ("The leaders are to meet in Rome.", "meet", "planned"),
        ("Carmaker to sell its truck unit", "sell", "planned"),
        ("The bridge might collapse.", "collapse", "possible"),
        ("If the bridge collapses, the road will close.", "collapses", "possible"),
        ("The army did not attack the town.", "attack", "denied"),
        ("The firm refused to close the mine.", "close", "denied"),
        ("They left without paying the bill.", "paying", "denied"),
        ("Officials fear an attack on the port.", "attack", "possible"),
        ("The planned attack worried them.", "attack", "planned"),
        ("There was no attack on the town.", "attack", "denied"),
        ("Police prevented an attack on the station.", "attack", "denied"),
        ("The alleged theft shocked the village.", "theft", "possible"),
        ("The ongoing siege worried them.", "siege", "ongoing"),
        ("The foiled robbery made headlines.", "robbery", "denied"),
        ("The chance of an attack is small.", "attack", "possible"),
        ("The king called for an investigation.", "investigation", "planned"),
        ("They went home without an agreement.", "agreement", "denied"),
        ("The trial will begin in May.", "trial", "planned"),
        ("The king is likely to resign.", "resign", "possible"),
        ("Its plan to close the mine failed.", "close", "planned"),
        ("Experts see a risk that the dam collapses.", "collapses", "possible"),
        ("The firm was selected to build the bridge.", "build", "planned"),
        ("The ship will stop when it arrives.", "arrives", "planned"),
        ("The firm bought ships to carry coal.", "carry", "planned"),
        ("Nobody attacked the town.", "attacked", "denied"),
        ("They are going to attack the town.", "attack", "planned"),
        ("The rebels tried to attack the town.", "attack", "possible"),
        ("He was accused of robbing the bank.", "robbing", "possible"),
        ("The law demands that he resign.", "resign", "planned"),
        ("They promised to meet and sign the treaty.", "sign", "planned"),
        ("The army must leave the town.", "leave", "planned"),
        ("We have to return the money.", "return", "planned"),
        ("Commuters had to walk.", "walk", "occurred"),
        ("They should have stopped the train.", "stopped", "possible"),
        ("He may have to lay off three workers.", "lay off", "possible"),
        ("It is hard to accept the result.", "accept", "possible"),
        ("A panel will investigate the accident.", "accident", "occurred"),
        ("The firm denied the allegation.", "allegation", "occurred"),
        ("The index recovered to close at 52.", "close", "occurred"),
        ("Ministers went to close the deal.", "close", "planned"),
        ("It was the first bank to fail since 2008.", "fail", "occurred"),
        ("The bank nearly collapsed.", "collapsed", "denied"),
        ("Profits nearly doubled.", "doubled", "occurred"),
        ("The hall was nearly destroyed by fire.", "destroyed", "occurred"),
        ("The union refused to meet the demands.", "demands", "occurred"),
        ("The minister did not attend the meeting.", "meeting", "occurred"),
        ("The government has not approved the sale.", "sale", "denied"),
        ("They did not hold the vote.", "vote", "denied"),
        ("They are studying ways of cutting costs.", "cutting", "planned"),
        ("The ship is capable of carrying 500 people.", "carrying", "possible"),
        ("The agreement will see three planes delivered to the airline.", "delivered", "planned"),
        ("Some studios are reported to want a higher price.", "want", "occurred"),
        ("The company announced plans on Friday to shut down two plants.", "shut down", "planned"),
        ("The chief executive will be on leave from Monday.", "leave", "planned"),
        ("Analysts forecast the loss to be over $6 billion.", "loss", "possible"),
        ("The firm announced 400 job cuts.", "cuts", "planned"),
        ("The firm filed for protection from its creditors.", "protection", "planned"),
        ("It will be the first jet to be built in Kenya.", "built", "planned"),
        ("Thousands were forced to flee.", "flee", "occurred"),
        ("A knife was used to kill the guard.", "kill", "occurred"),
        ("The mayor was found to have taken bribes.", "taken", "occurred"),
        ("Builder selected to repair the bridge", "repair", "planned"),
        ("The chairman will step down in June and be replaced by Lena Vik.", "replaced", "planned"),
        ("The firm plans to close two plants in Boston and cut 600 jobs.", "cut", "planned"),
        ("The game is scheduled for release in June.", "release", "planned"),
        ("The two countries nearly went to war in 1996.", "war", "denied"),
        ("He will step down when the talks are finished.", "finished", "planned"),
        ("The engines would be replaced before the tour started.", "started", "planned"),
        ("The airline negotiated the purchase of two jets.", "purchase", "planned"),
        ("The government plans to end the war.", "war", "occurred"),
    ],
)
def test_status(extract: Extract, sentence: str, trigger: str, status: str) -> None:
    assert event(extract(sentence), trigger).status == status


# ---------------------------------------------------------------- participants


def test_passive(extract: Extract) -> None:
    found = event(extract("Three men were arrested by the police."), "arrested")
    assert (who(found, "agent"), who(found, "patient")) == (["the police"], ["Three men"])


def test_coordination_and_participles(extract: Extract) -> None:
    found = event(extract("Ghana and Togo signed a treaty."), "signed")
    assert who(found, "agent") == ["Ghana", "Togo"]
    found = event(extract("The documents released by the ministry caused a stir."), "released")
    assert (who(found, "agent"), who(found, "patient")) == (["the ministry"], ["The documents"])


def test_relative_clause(extract: Extract) -> None:
    found = extract("The man who attacked the guard fled. The car that police stopped was stolen.")
    assert who(event(found, "attacked"), "agent") == ["The man"]
    assert who(event(found, "stopped"), "patient") == ["The car"]


def test_infinitive(extract: Extract) -> None:
    found = extract("The judge ordered the company to pay the workers.")
    assert who(event(found, "pay"), "agent") == ["the company"]


def test_participants_of_clauses_without_subject(extract: Extract) -> None:
    found = extract("The rebels burned the camp, killing two guards. The town where they met was attacked with rifles.")
    assert who(event(found, "killing"), "agent") == ["The rebels"]
    assert who(event(found, "met"), "patient") == []
    assert who(event(extract("Its plan to close the mine failed."), "close"), "agent") == ["Its"]
    assert who(event(extract("The men bought guns to rob the bank."), "rob"), "agent") == []
    assert who(event(extract("The king was sent two horses by Norway."), "sent"), "recipient") == ["The king"]
    assert who(event(extract("There erupted a riot."), "riot"), "agent") == []


def test_who_is_accused_or_thanked_did_it(extract: Extract) -> None:
    assert who(event(extract("The king accused Norway of supplying the rebels."), "supplying"), "agent") == ["Norway"]
    found = extract("The king thanked foreign governments for sending doctors.")
    assert who(event(found, "sending"), "agent") == ["foreign governments"]
    assert who(event(extract("The man left the house without paying the bill."), "paying"), "agent") == ["The man"]


def test_what_a_phrase_calls_for_is_its_object(extract: Extract) -> None:
    assert who(event(extract("The king called for new schools."), "called for"), "patient") == ["new schools"]


def test_nobody_is_no_participant(extract: Extract) -> None:
    assert event(extract("It is feared that the bridge collapsed."), "feared").participants == ()


def test_whole_noun_phrases(extract: Extract) -> None:
    found = extract("Secretary-General António Guterres visited Lisbon.")
    assert who(event(found, "visited"), "agent") == ["Secretary-General António Guterres"]
    summary = event(extract("A magnitude 7.1 earthquake shook Lisbon."), "shook").summary
    assert summary == "A magnitude 7.1 earthquake shook Lisbon"


def test_nouns_have_more_participants(extract: Extract) -> None:
    found = extract("The talks between Kenya and Norway failed.")
    assert who(event(found, "talks"), "agent") == ["Kenya", "Norway"]
    found = event(extract("The Russian attack on Nairobi stunned them."), "attack")
    assert who(found, "agent") == ["Russian"]
    assert who(event(extract("Norway's donation to Kenya was large."), "donation"), "recipient") == ["Kenya"]
    assert who(event(extract("His murder stunned the village."), "murder"), "patient") == ["His"]


def test_nouns_have_participants(extract: Extract) -> None:
    found = event(extract("The army's attack on the village stunned them."), "attack")
    assert (who(found, "agent"), who(found, "patient")) == (["The army"], ["the village"])
    found = event(extract("The arrest of three men by the police stunned them."), "arrest")
    assert (who(found, "agent"), who(found, "patient")) == (["the police"], ["three men"])


def test_the_nearest_subject_is_the_verbs(extract: Extract) -> None:
    found = event(extract("Mombasa, Kisumu and now, sadly, Nairobi… Rebels leave ruins everywhere."), "leave")
    assert who(found, "agent") == ["Rebels"]


def test_what_one_is_happened_to_him(extract: Extract) -> None:
    assert who(event(extract("The king is dead."), "dead"), "patient") == ["The king"]


def test_phrases_are_whole_but_for_what_goes_with_the_verb(extract: Extract) -> None:
    found = event(extract("Stock markets around the world fell by 3%.", published=FRIDAY), "fell")
    assert who(found, "patient") == ["Stock markets around the world"]
    found = event(extract("Police found 12 bodies in Lima on Tuesday.", published=FRIDAY), "found")
    assert who(found, "patient") == ["12 bodies"]
    found = event(extract("The jet built by the firm crashed."), "crashed")
    assert who(found, "patient") == ["The jet built by the firm"]
    found = event(extract("The airline bought jets worth $7 billion."), "bought")
    assert who(found, "patient") == ["jets worth $7 billion"]


def test_an_index_moves_by_points_a_firm_loses_money(extract: Extract) -> None:
    assert [p.text for p in event(extract("The index gained 40 points."), "gained").participants] == ["The index"]
    found = event(extract("The firm lost $30 million, or $2 a share."), "lost")
    assert (who(found, "agent"), who(found, "patient")) == (["The firm"], ["$30 million"])


def test_a_share_in_percent_is_a_thing(extract: Extract) -> None:
    found = event(extract("The firm sold 80% of its stake in the bank."), "sold")
    assert who(found, "patient") == ["80% of its stake"]


def test_days_are_no_participants(extract: Extract) -> None:
    assert event(extract("Monday's announcement surprised the market."), "announcement").participants == ()
    found = event(extract("The index ended the day at 9,505."), "ended")
    assert [(p.role, p.text) for p in found.participants] == [("patient", "The index")]


def test_things_begin_and_land_by_themselves(extract: Extract) -> None:
    assert who(event(extract("The first jet landed at noon."), "landed"), "patient") == ["The first jet"]
    assert who(event(extract("Police began the search."), "began"), "agent") == ["Police"]
    assert who(event(extract("They were working together on a loan."), "working together"), "agent") == ["They"]


def test_an_object_that_stands_first(extract: Extract) -> None:
    found = event(extract("The firm closed the plants that it sold in May."), "sold")
    assert (who(found, "agent"), who(found, "patient")) == (["it"], ["the plants"])
    found = event(extract('He described a "new bank" that he expected to grow.'), "expected")
    assert who(found, "agent") == ["he"]


def test_which_is_no_person(extract: Extract) -> None:
    text = "Ana Torres, the chief executive of General Motors, which filed for bankruptcy, outlined a plan."
    assert who(event(extract(text), "filed for bankruptcy"), "agent") == ["General Motors"]


def test_one_agent_of_two_verbs(extract: Extract) -> None:
    found = extract("Airliners are selected and purchased by the government.")
    assert who(event(found, "selected"), "agent") == ["the government"]
    assert who(event(found, "purchased"), "agent") == ["the government"]


@pytest.mark.parametrize(
    ("sentence", "trigger", "agents"),
    [
        ("The minister called on both sides to return to the table.", "return", ["both sides"]),
        ("Voters will be able to choose the mayor.", "choose", ["Voters"]),
        ("The offer is hard to reject.", "reject", []),
        ("Keane was born in Limerick and studied law in Dublin.", "studied", ["Keane"]),
    ],
)
def test_who_does_what_has_no_subject_of_its_own(
    extract: Extract, sentence: str, trigger: str, agents: list[str]
) -> None:
    assert who(event(extract(sentence), trigger), "agent") == agents


def test_where_somebody_flies_is_no_participant(extract: Extract) -> None:
    found = event(extract("The minister flew to Lisbon."), "flew")
    assert [(p.role, p.text) for p in found.participants] == [("agent", "The minister")]
    assert found.place is not None
    assert found.place.text == "Lisbon"


def test_people_go_and_things_rise(extract: Extract) -> None:
    assert who(event(extract("President Ana Torres went on television."), "went"), "agent") == ["President Ana Torres"]
    assert who(event(extract("The minister stepped down."), "stepped down"), "agent") == ["The minister"]
    found = event(extract("Stock markets worldwide rose on Friday.", published=FRIDAY), "rose")
    assert who(found, "patient") == ["Stock markets worldwide"]


def test_who_gets_something(extract: Extract) -> None:
    found = event(extract("The yard supplied the navy with 20 ships."), "supplied")
    assert (who(found, "recipient"), who(found, "patient")) == (["the navy"], ["20 ships"])
    assert who(event(extract("Passengers were compensated by the airline."), "compensated"), "recipient") == [
        "Passengers"
    ]
    found = event(extract("He asked the government for $5 billion."), "asked")
    assert (who(found, "recipient"), who(found, "patient")) == (["the government"], ["$5 billion"])


@pytest.mark.parametrize(
    ("sentence", "trigger", "role", "participants"),
    [
        ("The automaker's losses grew.", "losses", "agent", ["The automaker"]),
        ("The car's launch was delayed.", "launch", "patient", ["The car"]),
        ("The firm's collapse surprised them.", "collapse", "patient", ["The firm"]),
        ("Unions are in talks with the ministry.", "talks", "agent", ["Unions"]),
        ("The minister will be on leave.", "leave", "agent", ["The minister"]),
        ("The market had its worst fall since 1987.", "fall", "agent", []),
        ("The firm announced cuts in response to growing losses.", "cuts", "patient", []),
        ("General Motors reported a 49% decline.", "decline", "patient", []),
        ("The airline agreed the purchase of two jets.", "purchase", "agent", ["The airline"]),
        ("She gave her annual speech.", "speech", "agent", ["She"]),
    ],
)
def test_who_a_noun_is_of(extract: Extract, sentence: str, trigger: str, role: str, participants: list[str]) -> None:
    assert who(event(extract(sentence), trigger), role) == participants


def test_headlines_leave_out_the_helper(extract: Extract) -> None:
    assert who(event(extract("Three men arrested in Leeds"), "arrested"), "patient") == ["Three men"]
    assert who(event(extract("Police arrested three men."), "arrested"), "agent") == ["Police"]


def test_who_is_told_or_allowed_receives(extract: Extract) -> None:
    assert who(event(extract("The king asked the judge to resign."), "asked"), "recipient") == ["the judge"]
    assert who(event(extract("The law allows drivers to park."), "allows"), "recipient") == ["drivers"]


def test_who_stands_beside_a_noun(extract: Extract) -> None:
    assert who(event(extract("The decision of the court surprised them."), "decision"), "agent") == ["the court"]
    assert who(event(extract("A fall in prices surprised them."), "fall"), "patient") == ["prices"]
    assert who(event(extract("Its bid for the mine failed."), "bid"), "patient") == ["the mine"]
    assert who(event(extract("Car sales fell."), "sales"), "patient") == ["Car"]


def test_a_town_before_a_noun_is_where_a_country_who(extract: Extract) -> None:
    attack = event(extract("The Nairobi attack stunned them."), "attack")
    assert who(attack, "agent") == []
    assert attack.place is not None
    assert attack.place.text == "Nairobi"


def test_recipient_and_instrument(extract: Extract) -> None:
    found = event(extract("Norway gave Kenya two boats."), "gave")
    assert (who(found, "agent"), who(found, "patient")) == (["Norway"], ["two boats"])
    assert who(found, "recipient") == ["Kenya"]
    assert who(event(extract("They attacked the post with rockets."), "attacked"), "instrument") == ["rockets"]


def test_participants_are_tied_to_who_they_are(extract: Extract) -> None:
    found = extract("President Ana Torres visited Lisbon. She met the king.")
    person = found.people[0].id
    assert [p.person_id for p in event(found, "visited").participants if p.role == "agent"] == [person]
    assert [p.person_id for p in event(found, "met").participants if p.role == "agent"] == [person]


def test_who_stands_beside_a_noun_says_who_it_is(extract: Extract) -> None:
    for text in ("The firm's founder, Ana Torres, resigned.", "The chief executive of Qantas, Ana Torres, resigned."):
        found = extract(text)
        assert [p.person_id for p in event(found, "resigned").participants] == [found.people[0].id]
    found = extract("Rebels captured the town of Mombasa.")
    assert [p.place_id for p in event(found, "captured").participants if p.role == "patient"] == [found.places[0].id]


# ---------------------------------------------------------------- time, place, figures, source


def test_time_and_place(extract: Extract) -> None:
    found = extract("Rebels attacked a market in Nairobi on Tuesday.", published=FRIDAY)
    attack = event(found, "attacked")
    assert attack.time is not None
    assert attack.place is not None
    assert attack.time.text == "Tuesday"
    assert [p.name for p in found.places if p.id == attack.place.place_id] == ["Nairobi"]


def test_fresh_news_is_dated_by_its_telling(extract: Extract) -> None:
    found = event(extract("The army found two mines, a spokesman said on Tuesday.", published=FRIDAY), "found")
    assert found.time is not None
    assert found.time.text == "Tuesday"
    found = event(extract("The army found two mines in May, a spokesman said on Tuesday.", published=FRIDAY), "found")
    assert found.time is not None
    assert found.time.text == "May"
    assert event(extract("The army will clear the mines, he said on Tuesday.", published=FRIDAY), "clear").time is None


def test_opening_date_is_shared(extract: Extract) -> None:
    found = extract("On Tuesday, rebels attacked the camp and burned the tents.", published=FRIDAY)
    assert [e.time.text for e in found.events if e.time] == ["Tuesday", "Tuesday"]


def test_a_day_is_also_that_of_what_is_held_or_done_in_it(extract: Extract) -> None:
    found = extract("Six men were wounded in an attack on Friday. Workers held a rally on Monday.", published=FRIDAY)
    assert [e.time.text for e in found.events if e.time] == ["Friday", "Friday", "Monday"]
    condemned = extract("The king condemned the attack on Friday.", published=FRIDAY)
    assert event(condemned, "attack").time is None


def test_what_is_done_to_a_place_is_there(extract: Extract) -> None:
    found = extract("The minister visited Nairobi.")
    place = event(found, "visited").place
    assert place is not None
    assert place.place_id == found.places[0].id


@pytest.mark.parametrize(
    ("sentence", "trigger", "place"),
    [
        ("Nairobi came under rocket fire in April.", "came under", "Nairobi"),
        ("Rebels captured the port city of Mombasa on Monday.", "captured", "Mombasa"),
        ("The pilot was flown to Nairobi.", "flown", "Nairobi"),
        ("Two hundred people attended the fair in Lisbon.", "attended", "Lisbon"),
    ],
)
def test_where_somebody_goes_or_something_is_done(extract: Extract, sentence: str, trigger: str, place: str) -> None:
    found = extract(sentence)
    at = event(found, trigger).place
    assert at is not None
    assert [p.name for p in found.places if p.id == at.place_id] == [place]


def test_an_opening_place_is_shared(extract: Extract) -> None:
    found = extract("In Nairobi, rebels burned shops and attacked a market.")
    assert [e.place.text for e in found.events if e.place] == ["Nairobi", "Nairobi"]


def test_where_a_subject_is_or_another_clause_tells_is_not_its_place(extract: Extract) -> None:
    found = extract("Stock markets around the world, particularly those in Kenya, have fallen.")
    assert event(found, "fallen").place is None
    found = extract("The rule ensures that the firm is the largest airline in Kenya.")
    assert event(found, "ensures").place is None


def test_prison_without_an_article_is_no_place(extract: Extract) -> None:
    assert event(extract("He was sentenced to nine years in prison."), "sentenced").place is None
    assert event(extract("He was attacked in the prison."), "attacked").place is not None


def test_date_of_another_clause_is_not_its_time(extract: Extract) -> None:
    found = extract("The king, who has been in power since 2013, rejected the result.", published=FRIDAY)
    assert event(found, "rejected").time is None


def test_date_of_the_dateline_is_when_it_was_written(extract: Extract) -> None:
    found = extract("LIMA, Peru, May 12 (AP) - A manager was sentenced to nine years.", published=FRIDAY)
    assert event(found, "sentenced").time is None
    assert who(event(found, "sentenced"), "patient") == ["A manager"]


def test_date_of_what_it_is_compared_with_is_not_its_time(extract: Extract) -> None:
    text = "The firm sold 5 million cars, compared with 4 million cars a year earlier."
    assert event(extract(text, published=FRIDAY), "sold").time is None
    text = "Sales fell to 4 million crowns from 5 million crowns in May."
    assert event(extract(text, published=FRIDAY), "fell").time is None


@pytest.mark.parametrize(
    ("sentence", "trigger", "time"),
    [
        ("The index fell to the lowest level since May.", "fell", None),
        ("The port has been closed since May.", "closed", "May"),
        ("The firm sold the mine after May.", "sold", None),
        ("Repairs will take two days.", "Repairs", None),
        ("On Tuesday rebels burned the camp and robbed the bank.", "robbed", "Tuesday"),
        ("The king offered on Tuesday to free the crew.", "free", None),
        ("The market returned to growth in May.", "growth", "May"),
        ("In May the town returned to growth.", "growth", None),
        ("The coast guard rescued 214 migrants from two boats off Malta on Sunday.", "rescued", "Sunday"),
    ],
)
def test_what_a_date_is_the_time_of(extract: Extract, sentence: str, trigger: str, time: str | None) -> None:
    found = event(extract(sentence, published=FRIDAY), trigger).time
    assert (found.text if found else None) == time


def test_what_is_told_before_what_was_told_is_not_dated_by_it(extract: Extract) -> None:
    found = extract("The colonel said on Tuesday that rebels burned the camp.", published=FRIDAY)
    assert event(found, "burned").time is None


def test_what_must_be_done_is_not_dated_by_its_telling(extract: Extract) -> None:
    found = extract("The bridge must be closed, the mayor said on Tuesday.", published=FRIDAY)
    assert event(found, "closed").time is None


def test_ages_are_no_figures_of_an_event(extract: Extract) -> None:
    assert event(extract("A 32-year-old nurse died in Lima."), "died").figure_ids == ()


def test_figures_of_an_event(extract: Extract) -> None:
    found = extract("The blast killed 12 people and wounded 30 soldiers.")
    values = {f.id: f.value for f in found.figures}
    assert [values[i] for i in event(found, "killed").figure_ids] == [12]
    assert [values[i] for i in event(found, "wounded").figure_ids] == [30]


def test_source_is_who_says_so(extract: Extract) -> None:
    found = extract('"Rebels attacked the camp," the colonel said.')
    attack = event(found, "attacked")
    assert attack.source is not None
    assert attack.source.text == "the colonel"
    assert attack.quote_id == found.quotes[0].id
    assert found.quotes[0].event_ids == (attack.id,)


def test_quote_does_not_vouch_for_what_it_takes_as_known(extract: Extract) -> None:
    found = extract('"The man who robbed the bank has fled," the colonel said.')
    assert event(found, "fled").source is not None
    assert event(found, "robbed").source is None
    assert event(found, "robbed").quote_id == found.quotes[0].id


def test_quote_vouches_for_when_and_why(extract: Extract) -> None:
    found = event(extract('"They fled when rebels attacked the camp," the colonel said.'), "attacked")
    assert found.source is not None
    assert found.source.text == "the colonel"


def test_what_is_announced_is_the_announcers(extract: Extract) -> None:
    found = event(extract("The firm proposed a merger."), "merger")
    assert found.source is not None
    assert found.source.text == "The firm"


def test_a_plan_is_its_holders_whoever_says_so(extract: Extract) -> None:
    found = event(extract("Norway plans to buy the mine, the mayor said."), "buy")
    assert found.source is not None
    assert found.source.text == "Norway"
    assert found.quote_id is not None


def test_what_is_called_for_is_the_callers(extract: Extract) -> None:
    found = event(extract("The union called for a strike."), "strike")
    assert found.source is not None
    assert found.source.text == "The union"
    assert found.status == "planned"


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister announced cuts and a merger.",
        "The minister opened a school and announced a merger.",
    ],
)
def test_who_announces_several_things_is_the_source_of_each(extract: Extract, sentence: str) -> None:
    found = event(extract(sentence), "merger").source
    assert found is not None
    assert found.text == "The minister"


@pytest.mark.parametrize(
    ("sentence", "trigger", "source"),
    [
        ("The director is expected by analysts to resign.", "resign", "analysts"),
        ("It was announced by Fiat that 300 workers would strike.", "strike", "Fiat"),
        ("Rebels are said by police to have attacked Goma.", "attacked", "police"),
        ("The strike was announced by the union.", "strike", "the union"),
    ],
)
def test_who_announces_or_expects_it_behind_by(extract: Extract, sentence: str, trigger: str, source: str) -> None:
    found = event(extract(sentence), trigger).source
    assert found is not None
    assert found.text == source


def test_what_is_warned_of_is_of_who_warns(extract: Extract) -> None:
    found = event(extract("The bank warned of a recession."), "recession").source
    assert found is not None
    assert found.text == "The bank"


def test_a_source_that_is_a_pronoun_is_linked_to_whom_it_stands_for(extract: Extract) -> None:
    found = extract("Paul Meyer, who fears that rebels attacked the camp, fled.")
    source = event(found, "attacked").source
    assert source is not None
    assert source.text == "who"
    assert source.person_id == found.people[0].id


def test_what_is_announced_in_a_second_clause_is_the_announcers_too(extract: Extract) -> None:
    found = event(extract("The firm announced a merger with Fiat and that its plants would close."), "close").source
    assert found is not None
    assert found.text == "The firm"


def test_nobody_vouches_for_an_open_question(extract: Extract) -> None:
    found = extract("The firm did not say whether he resigned or was forced out.")
    assert event(found, "resigned").source is None
    assert event(found, "forced out").source is None


def test_the_first_who_says_so_is_the_source(extract: Extract) -> None:
    text = "Police announced the arrest of Paul Meyer. Agents arrested Paul Meyer on Monday, the minister said."
    found = event(extract(text), "arrested")
    assert [m.text for m in found.mentions] == ["arrest", "arrested"]
    assert found.source is not None
    assert found.source.text == "Police"


def test_who_is_quoted_as_saying_is_the_source_and_not_the_outlet(extract: Extract) -> None:
    found = event(extract('"Rebels attacked the camp," Reuters quoted the mayor as saying.'), "attacked")
    assert found.source is not None
    assert found.source.text == "the mayor"


def test_what_the_article_mostly_says_itself_has_no_source(extract: Extract) -> None:
    text = "Rebels attacked Goma. The attack was long. The attack shocked Goma. Rebels attacked Goma, the mayor said."
    assert event(extract(text), "attack").source is None


def test_belief_is_its_holders(extract: Extract) -> None:
    found = event(extract("Many villagers fear that rebels attacked the camp."), "attacked")
    assert found.source is not None
    assert found.source.text == "Many villagers"


# ---------------------------------------------------------------- one happening, one event


def test_told_twice_is_one_event(extract: Extract) -> None:
    found = extract("Police arrested Paul Meyer on Monday. The arrest came after a long search.", published=FRIDAY)
    arrest = event(found, "arrested")
    assert [m.text for m in arrest.mentions] == ["arrested", "arrest"]
    assert arrest.trigger.text == "arrested"


def test_other_words_for_one_happening(extract: Extract) -> None:
    text = "Troops recaptured Nairobi from rebels. The army regained control of the city on Saturday."
    found = event(extract(text, published=FRIDAY), "recaptured")
    assert [m.text for m in found.mentions] == ["recaptured", "regained control"]
    assert found.time is not None
    assert (found.time.text, found.time.mention) == ("Saturday", 1)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("The firm will close the mine in Lima. The closure of the mine was feared.", ["close", "closure"]),
        ("Police freed two hostages in Lima. The release of the hostages surprised the town.", ["freed", "release"]),
        ("Rebels burned the bridge at Goma. The burning of the bridge cut the road.", ["burned", "burning"]),
        ("Norsk Hydro to sell a mine\n\nNorsk Hydro has agreed to sell a mine in Norway.", ["sell", "sell"]),
        ("The carmaker plans to cut 900 jobs. It will cut the jobs in May.", ["cut", "cut"]),
    ],
)
def test_a_noun_tells_what_a_verb_told(extract: Extract, text: str, mentions: list[str]) -> None:
    assert [m.text for m in event(extract(text), mentions[0]).mentions] == mentions


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested Paul Meyer. Police arrested Maria Lopez.",
        "Rebels attacked Goma on Monday. Rebels attacked Goma on Tuesday.",
        "Rebels attacked Goma. Rebels did not attack Goma.",
        "Shares fell 3%. Shares fell 7%.",
        "A jury found Paul Meyer guilty. Paul Meyer was acquitted.",
        "Divers found two graves. In the woods, hunters found a sack of coins.",
        "Some were killed in their beds, others were killed by air strikes on Goma.",
        "Rebels killed eleven villagers. Rebels killed six villagers.",
        "Apple released the tool. Developers may release it.",
    ],
)
def test_two_happenings_stay_two(extract: Extract, text: str) -> None:
    assert len(extract(text, published=FRIDAY).events) == 2


def test_a_plan_is_not_its_fulfilment(extract: Extract) -> None:
    found = extract("The firm plans to sell the mine. In 2001 the firm sold the mine in Oslo.")
    assert event(found, "sell") is not event(found, "sold")


def test_behind_the_lead_a_noun_may_bring_in_another(extract: Extract) -> None:
    text = "The strike began on Monday. Trains stood still. Buses were full. Shops closed. {} cost the firm $3 million."
    assert event(extract(text.format("A similar strike")), "strike").mentions[-1].text == "began"
    assert [m.text for m in event(extract(text.format("The strike")), "strike").mentions].count("strike") == 2


def test_what_is_scheduled_for_a_day_is_not_what_has_come_about(extract: Extract) -> None:
    text = "Apple released the tool. The next version is scheduled for release in June 2023."
    found = extract(text, published=FRIDAY)
    assert event(found, "released").time is None
    assert (event(found, "release").status, event(found, "release").time.text) == ("planned", "June 2023")


@pytest.mark.parametrize(
    ("sentence", "mentions"),
    [
        ("The trial could begin next spring.", ["trial", "begin"]),
        ("Police began their investigation in 2019.", ["began", "investigation"]),
    ],
)
def test_a_beginning_is_told_with_what_begins(extract: Extract, sentence: str, mentions: list[str]) -> None:
    assert [[m.text for m in e.mentions] for e in extract(sentence).events] == [mentions]


def test_other_words_for_others_are_other_happenings(extract: Extract) -> None:
    found = extract("President Ana Torres visited Lisbon. She met the king.")
    assert event(found, "visited") is not event(found, "met")


def test_word_families() -> None:
    assert family("arrest") == "arrest"
    assert family("resignation") == family("resign")
    assert family("death") == family("die")


# ---------------------------------------------------------------- summary, salience, the whole


def test_summary_is_of_the_articles_words(extract: Extract) -> None:
    text = "Rebels, who came at night, attacked a market in Nairobi on Tuesday."
    assert event(extract(text, published=FRIDAY), "attacked").summary == (
        "Rebels attacked a market in Nairobi on Tuesday"
    )


@pytest.mark.parametrize(
    ("sentence", "trigger", "summary"),
    [
        ("The king spoke of the graves discovered in Lisbon.", "discovered", "the graves discovered in Lisbon"),
        ("In 2001 rebels burned the camp.", "burned", "rebels burned the camp in 2001"),
        ("The town had been held by rebels since 2019.", "held", "The town had been held by rebels since 2019"),
        ("The army will deliver food and tents.", "deliver", "The army will deliver food and tents"),
        ("The king denounced “the scandal”.", "denounced", "The king denounced the scandal"),
        ("The town came under heavy rocket fire.", "came under", "The town came under heavy rocket fire"),
        ("The king vowed to fight the plan.", "vowed", "The king vowed to fight the plan"),
        ("The king thanked the crew for saving the ship.", "thanked", "The king thanked the crew"),
        ("Rebels used Goma as a base, some 48 kilometers north of Bunia.", "used", "Rebels used Goma"),
        ("The rebels made an attack on the bridge.", "attack", "The rebels made an attack on the bridge"),
    ],
)
def test_summary_begins_with_who_or_the_trigger(extract: Extract, sentence: str, trigger: str, summary: str) -> None:
    assert event(extract(sentence, published=FRIDAY), trigger).summary == summary


def test_states_and_helping_verbs_are_little_salient(extract: Extract) -> None:
    found = extract("The king wants peace. The king is expected to visit Lisbon.")
    assert event(found, "wants").confidence < event(extract("The king visited Lisbon."), "visited").confidence
    assert event(found, "wants").salience < event(found, "visit").salience
    assert event(found, "expected").salience < event(found, "visit").salience


def test_an_earthquake_and_its_shaking_are_one(extract: Extract) -> None:
    found = event(extract("A powerful earthquake struck Lima. The earthquake shook houses."), "struck")
    assert [m.text for m in found.mentions][:2] == ["earthquake", "struck"]


def test_first_told_is_most_salient(extract: Extract) -> None:
    found = extract("Rebels attacked Goma. A shop closed. A dog barked. A man slept.")
    assert max(found.events, key=lambda e: e.salience).trigger.text == "attacked"


def test_title_counts(extract: Extract) -> None:
    text = "A shop closed. A man slept."
    plain, titled = (event(extract(text, title=t), "slept").salience for t in (None, "Why the man slept"))
    assert titled > plain


def test_nothing_in_boilerplate(extract: Extract) -> None:
    assert extract("Rebels attack a village 0:42\n\nThe minister visited Nairobi.").events[0].trigger.text == "visited"


@pytest.mark.parametrize("text", ["a", "()" * 200, "attacked " * 300, "The attack, " * 200, "\n \n said \n"])
def test_no_text_breaks_it(extract: Extract, text: str) -> None:
    assert isinstance(extract(text).events, tuple)


def test_seed(extract: Extract) -> None:
    text = next(pathlib.Path("seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    found = extract(text)
    dates = {d.id: d.value for d in found.dates}

    def of(trigger: str, date: str | None = None, kind: str | None = None, status: str = "occurred") -> bool:
        return any(
            any(m.text == trigger for m in e.mentions)
            and e.status == status
            and (kind is None or e.type == kind)
            and (date is None or (e.time is not None and dates.get(e.time.date_id or "") == date))
            for e in found.events
        )

    assert of("found", "2022-09-16")
    assert of("recaptured", "2022-09-10", "conflict.territory")
    assert of("came under", "2022-04", "conflict.attack")
    assert of("killed", kind="life.death")
    assert of("visited", "2022-09-14")
    assert of("released", "2022-09-16")
    assert of("liberated", kind="conflict.territory")
    assert of("retaken", status="planned")
    assert of("shown", status="planned")
