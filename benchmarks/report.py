"""What was measured as Markdown and as a plot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

BEGIN, END = "<!-- speed -->", "<!-- /speed -->"

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 320, 60, 50, 30, 20


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def into_readme(readme: Path, text: str) -> None:
    """Put the text between the marks."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{readme} has no {BEGIN} … {END}")
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def plot(curve: Mapping[int, Sequence[float]], names: Sequence[str], colours: Sequence[str]) -> str:
    """Milliseconds per 500 words (upwards) of articles of so many words (to the right, logarithmic), as SVG."""
    lengths = sorted(curve)
    most = 1.15 * max(max(values) for values in curve.values())
    step = 10 ** math.floor(math.log10(most / 2))
    step *= 5 if most / step > 10 else 2 if most / step > 5 else 1

    def x(length: float) -> float:
        share = math.log(length / lengths[0]) / math.log(lengths[-1] / lengths[0])
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value / most * (HEIGHT - BOTTOM - TOP), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="13">',
        "<title>Processor time per 500 words, by length of the article</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="18">ms of processor time per 500 words</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">words of the article</text>',
    ]
    for n in range(int(most / step) + 1):
        at = y(n * step)
        parts.append(f'<path d="M{LEFT} {at}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4}" text-anchor="end">{n * step:g}</text>')
    parts += [f'<text x="{x(n)}" y="{HEIGHT - 30}" text-anchor="middle">{n:,}</text>' for n in lengths]
    for line, (name, colour) in enumerate(zip(names, colours, strict=True)):
        points = " ".join(f"{x(length)},{y(curve[length][line])}" for length in lengths)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{x(n)}" cy="{y(curve[n][line])}" r="4" fill="{colour}"/>' for n in lengths]
        at = HEIGHT - BOTTOM - 34 + 18 * line
        parts.append(f'<path d="M{LEFT + 20} {at - 4}h24" stroke="{colour}" stroke-width="2.5"/>')
        parts.append(f'<text x="{LEFT + 52}" y="{at}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])
