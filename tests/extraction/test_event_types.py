"""What kind of event a sentence tells: for each type some that are of it, and some that look like it and are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.extraction import Extraction
from service.extraction.event_types import event_types, label_of
from service.extraction.events.types import KINDS, WHERE
from service.extraction.lexicon import table

Extract = Callable[..., Extraction]

OF_TYPE = {
    "conflict.attack": (
        "Soldiers fired rockets at the village.",
        "Turkish jets pounded rebel positions near Aleppo.",
        "Insurgents ambushed a convoy in the north.",
        "The shelling of the town lasted two hours.",
    ),
    "conflict.battle": (
        "Government troops clashed with rebels near the airport.",
        "Heavy fighting broke out in the suburbs.",
    ),
    "conflict.bombing": (
        "A roadside bomb exploded outside the barracks.",
        "Militants blew up a bridge.",
        "The car bombing shocked Kabul.",
    ),
    "conflict.territory": (
        "Rebels seized the city of Bangui.",
        "The army regained control of the port.",
        "The town fell to the insurgents, and troops retook it in May.",
    ),
    "conflict.mobilize": (
        "Finland deployed 5,000 soldiers to the border.",
        "Iran tested a long-range missile on Saturday.",
        "The navy sent two warships to the strait.",
        "Japanese and Indian troops held joint exercises.",
    ),
    "conflict.disarm": (
        "Officers seized two rifles.",
        "Engineers defused the bomb.",
        "The rebels laid down their arms.",
    ),
    "conflict.ceasefire": (
        "Ethiopia withdrew its troops from the border town.",
        "The two sides declared a truce.",
    ),
    "conflict.coup": (
        "Officers overthrew the president.",
        "The coup failed within hours.",
    ),
    "protest.demonstration": (
        "Thousands of farmers marched in Delhi against the law.",
        "Students took to the streets.",
        "The protest drew a large crowd.",
    ),
    "protest.riot": (
        "Protesters clashed with police in Santiago.",
        "The crowd pelted the guards with stones.",
        "The rioting went on all night.",
    ),
    "protest.crackdown": (
        "Police fired tear gas at the crowd.",
        "Police dispersed the demonstrators.",
        "The crackdown left many in hiding.",
    ),
    "labour.strike": (
        "Workers at the plant went on strike on Monday.",
        "Nurses walked out over pay.",
        "The strike by train drivers ended.",
    ),
    "crime.homicide": (
        "A man murdered his neighbour.",
        "The assassination of the senator stunned the party.",
        "He was stabbed to death.",
    ),
    "crime.assault": (
        "Two men beat the driver.",
        "A teenager was stabbed in the park.",
        "The shooting outside a bar left two men with leg wounds.",
    ),
    "crime.sexual": (
        "The guard sexually assaulted two women.",
        "He was accused of rape.",
    ),
    "crime.abduction": (
        "Militants kidnapped two engineers in Nigeria.",
        "The kidnapping of the aid worker ended at dawn.",
    ),
    "crime.theft": (
        "Thieves stole a painting.",
        "The robbery lasted four minutes.",
    ),
    "crime.fraud": (
        "The treasurer embezzled the funds.",
        "The firm bribed two officials.",
        "He was accused of money laundering.",
    ),
    "crime.cyber": (
        "Hackers broke the law when they hacked the bank's servers.",
        "The ransomware attack crippled the hospital.",
        "The data breach exposed thousands of customers.",
    ),
    "crime.trafficking": (
        "The gang smuggled migrants across the river.",
        "Customs officers seized 200 kilograms of cocaine.",
    ),
    "crime.damage": (
        "Vandals torched the library.",
        "The arson shocked the village.",
    ),
    "crime.escape": (
        "Three inmates escaped from the prison.",
        "The manhunt entered its third day.",
    ),
    "crime.other": (
        "He was accused of espionage.",
        "They conspired with a foreign agent.",
    ),
    "justice.arrest": (
        "Police arrested three men in Leeds.",
        "The suspect was taken into custody.",
        "The detention of the journalist drew criticism.",
    ),
    "justice.investigation": (
        "Detectives are investigating the fire.",
        "The ministry ordered an inquiry.",
    ),
    "justice.charge": (
        "He was charged with fraud.",
        "A jury indicted the mayor.",
        "The widow filed a lawsuit against the hospital.",
    ),
    "justice.trial": (
        "The general went on trial in The Hague.",
        "Two nurses testified on Monday.",
    ),
    "justice.verdict": (
        "The jury acquitted the banker.",
        "The court ruled that the tax was illegal.",
        "The judge dismissed the lawsuit.",
    ),
    "justice.sentence": (
        "The court sentenced him to ten years.",
        "Two prisoners were executed.",
    ),
    "justice.release": (
        "Rebels released eight hostages on Sunday.",
        "The president pardoned the poet.",
        "Thailand extradited two suspects to Malaysia.",
    ),
    "disaster.earthquake": (
        "A powerful earthquake shook the island.",
        "The tsunami reached the coast within minutes.",
    ),
    "disaster.weather": (
        "The hurricane struck the coast.",
        "Heavy flooding cut off the valley.",
    ),
    "disaster.fire": (
        "A wildfire swept through the hills.",
        "The warehouse caught fire.",
    ),
    "disaster.other": (
        "The volcano erupted twice.",
        "The drought ruined the harvest.",
        "A landslide blocked the road.",
    ),
    "accident.transport": (
        "Two trains collided near Pune.",
        "A truck struck the bridge.",
        "The ferry capsized off the coast.",
    ),
    "accident.industrial": (
        "Two miners were trapped when a shaft collapsed.",
        "The roof of the stadium collapsed.",
        "A boy drowned in the lake.",
    ),
    "infra.outage": (
        "The storm knocked out power to 4,000 homes.",
        "The airline cancelled dozens of flights.",
        "The blackout lasted six hours.",
    ),
    "relief.rescue": (
        "Firefighters rescued two children.",
        "The coastguard evacuated the crew.",
    ),
    "health.outbreak": (
        "Cholera spread through the camp.",
        "The measles outbreak began in March.",
        "Six nurses tested positive for the virus.",
    ),
    "health.care": (
        "The singer was hospitalized on Friday.",
        "The minister underwent surgery.",
        "The clinic vaccinated 200 children.",
    ),
    "politics.election": (
        "Voters elected a new mayor.",
        "The referendum was held in June.",
        "The king ruled out an early election.",
    ),
    "politics.legislation": (
        "Parliament passed the bill.",
        "The junta lifted the curfew in the capital.",
        "The state banned the sale of fireworks.",
    ),
    "politics.appointment": (
        "The president appointed a new ambassador.",
        "The governor was sworn in on Tuesday.",
    ),
    "politics.departure": (
        "The prime minister resigned.",
        "The board fired its chief executive, and the king dismissed the minister.",
        "The impeachment of the governor began.",
    ),
    "diplomacy.meeting": (
        "The foreign ministers of Japan and Korea met in Seoul.",
        "The Egyptian leader telephoned his Sudanese counterpart.",
        "Switzerland mediated between the two governments.",
        "The talks between Kenya and Norway failed.",
    ),
    "diplomacy.agreement": (
        "Norway has agreed to send a delegation.",
        "Russia and China signed a treaty on Monday.",
        "Kenya promised to open the border.",
    ),
    "diplomacy.support": (
        "Germany praised Poland for its work.",
        "The Pope apologized to the victims.",
        "India recognised the new government of Nepal.",
    ),
    "diplomacy.aid": (
        "Sweden sent 20 tonnes of food to Somalia.",
        "Kuwait donated tents and medicine to Lebanon.",
    ),
    "diplomacy.sanction": (
        "The European Union imposed sanctions on Belarus.",
        "Ecuador expelled the ambassador of Colombia.",
        "Japan suspended aid to Myanmar.",
        "Moscow recalled its ambassador from Ankara.",
    ),
    "diplomacy.demand": (
        "The United Nations urged Sudan to open its borders.",
        "Students demanded the resignation of the president.",
        "They asked the king to resign.",
        "Haiti appealed for help.",
    ),
    "diplomacy.reject": (
        "Iran rejected the proposal.",
        "Zimbabwe turned down the request.",
        "North Korea refused to let the inspectors in.",
        "The developer withdrew its proposal.",
    ),
    "diplomacy.accuse": (
        "Pakistan accused India of delay.",
        "Spain condemned the law.",
        "The opposition criticized the budget.",
        "Ukraine blamed Hungary for the delay.",
    ),
    "diplomacy.threat": (
        "North Korea threatened to close the border.",
        "Turkey warned Greece that it would act.",
        "Israel issued an ultimatum to the militants.",
    ),
    "migration.movement": (
        "Thousands of families fled the valley.",
        "The exodus began in April.",
        "Australia granted asylum to four dissidents.",
    ),
    "business.deal": (
        "The group acquired a rival company.",
        "The two banks merged.",
        "The takeover was completed in May.",
    ),
    "business.results": (
        "Profit rose by 3 percent.",
        "The firm lost $30 million.",
        "The bank reported a profit of $4 million.",
    ),
    "business.product": (
        "The company unveiled a new phone.",
        "The software was released in June.",
    ),
    "business.contract": (
        "The shipyard won a contract for two ferries.",
        "The two firms signed a contract to supply steel.",
    ),
    "business.finance": (
        "The airline filed for bankruptcy.",
        "The start-up went public in March.",
    ),
    "business.jobs": (
        "The carmaker laid off 300 people.",
        "The firm will close its factory in Leeds.",
        "The layoffs begin in June.",
    ),
    "business.people": (
        "The retailer hired a new chief executive.",
        "She took over as chief executive from her father.",
    ),
    "business.recall": (
        "The company recalled 40,000 cars.",
        "The recall covers two models.",
    ),
    "economy.indicator": (
        "The economy shrank in the spring.",
        "Unemployment rose to 6 percent.",
        "The country slipped into recession.",
    ),
    "economy.market": (
        "Shares fell sharply.",
        "The dollar weakened against the yen.",
        "The plunge in share prices alarmed traders.",
    ),
    "economy.policy": (
        "The central bank raised interest rates.",
        "The devaluation surprised investors.",
    ),
    "science.discovery": (
        "Astronomers discovered a comet.",
        "The rocket lifted off from Florida.",
        "Researchers sequenced the virus.",
    ),
    "environment.event": (
        "The factory polluted the river.",
        "Deforestation in the basin has doubled.",
    ),
    "life.death": (
        "The writer died in Paris.",
        "The two drivers are dead.",
        "The blast killed twelve people.",
        "The funeral was held in Leeds.",
        "The victims were buried on Monday.",
    ),
    "life.injury": (
        "Four miners were injured.",
        "The crash wounded two passengers.",
    ),
    "life.milestone": (
        "The actress married a chef.",
        "The couple celebrated their wedding in Leeds.",
    ),
    "culture.release": (
        "The film premiered in Venice.",
        "The band released an album.",
        "The exhibition opens in May.",
    ),
    "culture.award": (
        "She won an Oscar.",
        "He was nominated for a Grammy.",
    ),
    "sport.result": (
        "The striker scored twice in the final.",
        "The champion won the tournament.",
    ),
    "sport.transfer": (
        "The club signed a new goalkeeper.",
        "The team sacked its coach after the match.",
    ),
    "sport.injury": (
        "The league banned the goalkeeper for six games.",
        "The quarterback tore a ligament.",
    ),
    "society.other": (
        "Villagers celebrated Easter.",
        "The pilgrimage drew thousands.",
    ),
}

NOT_OF_TYPE = [
    ("The pillars support the roof.", "diplomacy.support"),
    ("The plan met its target.", "diplomacy.meeting"),
    ("The battery fired the lamp.", "conflict.attack"),
    ("Lightning struck the tower.", "conflict.attack"),
    ("A truck struck the bridge.", "conflict.attack"),
    ("Crews carried out search operations along the river.", "conflict.attack"),
    ("The charity launched a campaign for clean water.", "conflict.attack"),
    ("The critics attacked the film on every count.", "conflict.bombing"),
    ("The king signed autographs.", "diplomacy.agreement"),
    ("The heart attack weakened him.", "conflict.attack"),
    ("Police stormed the flat.", "disaster.weather"),
    ("The death toll rose in the market.", "economy.market"),
    ("Temperatures rose in the afternoon.", "economy.market"),
    ("Norway sent investigators to Oslo.", "diplomacy.aid"),
    ("The ministry released a report.", "justice.release"),
    ("The ministry released a report.", "business.product"),
    ("The company launched an inquiry.", "business.product"),
    ("The army launched a rocket.", "business.product"),
    ("The editor dropped the story.", "economy.market"),
    ("The singer lost her voice.", "business.results"),
    ("The cook won praise.", "sport.result"),
    ("The boy beat the drum.", "crime.assault"),
    ("The death toll rose in the market.", "economy.market"),
    ("People are buried under the rubble.", "life.milestone"),
    ("Bodies were buried at the mass grave.", "life.milestone"),
    ("The officer died of mine blast trauma.", "accident.industrial"),
    ("He resisted the cold.", "diplomacy.reject"),
    ("The forecast warned of rain.", "diplomacy.threat"),
    ("The threat of rain passed.", "diplomacy.threat"),
    ("There was a conflict of interest.", "conflict.battle"),
    ("The opinion poll was wrong.", "politics.election"),
    ("The news conference ended.", "diplomacy.meeting"),
    ("She treated us to a meal.", "health.care"),
    ("He discovered a note in the drawer.", "science.discovery"),
    ("The bank withdrew the note from circulation.", "conflict.ceasefire"),
    ("They are fighting cancer.", "conflict.battle"),
    ("The tree bears fruit.", "life.milestone"),
    ("She cast doubt on the plan.", "culture.release"),
    ("He was arrested for stealing a car.", "protest.crackdown"),
    ("The wall collapsed in the quiz.", "economy.market"),
    ("The clerk filed the letters.", "justice.charge"),
    ("The bird flew to Oslo.", "diplomacy.meeting"),
    ("The gardener planted a tree.", "conflict.bombing"),
    ("The editor recalled the summer.", "diplomacy.sanction"),
    ("The editor recalled the summer.", "business.recall"),
]


def types_in(found: Extraction) -> set[str]:
    return {event.type for event in found.events}


@pytest.mark.parametrize(("code", "sentence"), [(c, s) for c, of in OF_TYPE.items() for s in of])
def test_of_type(extract: Extract, code: str, sentence: str) -> None:
    found = extract(sentence)
    assert code in types_in(found), [(e.trigger.text, e.type) for e in found.events]
    assert all(e.label == label_of(e.type) for e in found.events)


@pytest.mark.parametrize(("sentence", "code"), NOT_OF_TYPE)
def test_not_of_type(extract: Extract, sentence: str, code: str) -> None:
    assert code not in types_in(extract(sentence))


def test_every_type_has_its_sentences() -> None:
    said = {"communication.statement"}  # a quote, no event
    assert set(OF_TYPE) == set(event_types()) - said
    assert all(len(of) >= 2 for of in OF_TYPE.values())


def test_lexicon_names_known_types_and_classes() -> None:
    classes = {row["class"] for row in table("event_classes")}
    for row in table("event_triggers"):
        assert row["type"] in event_types()
        for part in filter(None, row["condition"].split("&")):
            where, _, kind = part.removeprefix("!").partition(":")
            assert where in WHERE or where.isalpha(), row
            assert kind in classes | KINDS or where in {"prep", "comp", "adv", "dobj"}, row


def test_lexicon_has_each_sense_once() -> None:
    senses = [(row["lemma"], row["pos"], row["condition"]) for row in table("event_triggers")]
    assert len(senses) == len(set(senses))
