"""Paragraphs, and sentences that do not run over them."""

from service.extraction.layout import is_hard_wrapped


def sentences(doc):
    return [sentence.text.strip() for sentence in doc.sents]


def test_a_line_is_a_paragraph_and_ends_its_sentence(read_doc):
    doc = read_doc("Bridge to be closed\nThe bridge will be closed on Monday, the mayor said.")
    assert sentences(doc) == ["Bridge to be closed", "The bridge will be closed on Monday, the mayor said."]
    assert [doc[a:b].text for a, b in doc._.paragraphs] == sentences(doc)


def test_lines_wrapped_by_hand_are_no_paragraphs(read_doc):
    lines = [
        "The bridge over the river, which was built before the war, has",
        "been closed by the council since the flood came down from the",
    ]
    text = "\n".join(lines * 4) + "\nhills.\n\nIt will be opened in May."
    doc = read_doc(text)
    assert is_hard_wrapped(text)
    assert len(doc._.paragraphs) == 2
    assert sentences(doc)[-1] == "It will be opened in May."


def test_a_sentence_begins_behind_the_dateline(read_doc):
    assert sentences(read_doc("LIMA, Peru (AP) — Police arrested three men."))[-1] == "Police arrested three men."


def test_short_lines_are_not_wrapped():
    assert not is_hard_wrapped("A\nB\nC\nD\nE\nF\nG")


def test_a_text_of_line_breaks_has_no_paragraph(extractor):
    doc = extractor.nlp.make_doc("\n \n\n")
    assert extractor.nlp.get_pipe("copydesk_layout")(doc)._.paragraphs == []
