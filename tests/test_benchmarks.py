"""What `make bench` reads and writes; how fast anything is, no test says."""

import xml.etree.ElementTree as ET

import pytest

from benchmarks import report
from benchmarks.articles import articles, words


def test_the_same_articles_for_everyone():
    assert articles(2, 300) == articles(2, 300)
    first, second = articles(2, 300)
    assert first != second
    assert 300 <= words(first) < 600
    paragraphs = first.split("\n\n")
    assert len(set(paragraphs)) == len(paragraphs)


def test_a_long_article_is_made_of_what_there_is():
    assert words(articles(1, 12_000)[0]) >= 12_000


def test_the_readme_keeps_what_stands_around_the_table(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("Before\n<!-- speed -->\nold\n<!-- /speed -->\nAfter\n")
    report.into_readme(readme, report.table(["read by", "ms"], [["spaCy", "90"]]))
    assert readme.read_text() == (
        "Before\n<!-- speed -->\n| read by | ms |\n|---|---:|\n| spaCy | 90 |\n<!-- /speed -->\nAfter\n"
    )
    readme.write_text("nothing to fill")
    with pytest.raises(ValueError, match="README"):
        report.into_readme(readme, "")


def test_the_plot_has_a_line_for_each_reader_and_a_point_for_each_length():
    curve = {100: (100.0, 80.0), 1_000: (95.0, 75.0), 30_000: (97.0, 76.0)}
    drawing = ET.fromstring(report.plot(curve, ["spaCy", "Copydesk"], ["#888", "#06c"]))
    svg = "{http://www.w3.org/2000/svg}"
    assert [len(line.get("points").split()) for line in drawing.iter(f"{svg}polyline")] == [3, 3]
    texts = [text.text for text in drawing.iter(f"{svg}text")]
    assert {"spaCy", "Copydesk", "100", "1,000", "30,000"} <= set(texts)
