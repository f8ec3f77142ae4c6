"""Who said what, with nothing but Python: python quotes.py http://127.0.0.1:8000 story.txt"""

import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

address, file = sys.argv[1:]
text = Path(file).read_bytes().decode()
request = urllib.request.Request(
    f"{address}/v1/extract",
    json.dumps({"text": text, "include": ["quotes", "people"]}).encode(),
    {"Content-Type": "application/json"},
)
try:
    with urllib.request.urlopen(request, timeout=90) as answer:
        found = json.load(answer)
except urllib.error.HTTPError as error:
    problem = json.load(error)
    sys.exit(f"{problem['title']}: {problem['detail']}")

for quote in found["quotes"]:
    for piece in quote["content"]:
        assert text[piece["start"] : piece["end"]] == piece["text"]  # offsets count code points, as Python does
    speaker = quote["speaker"] or {}
    print(f"{speaker.get('name') or speaker.get('text') or '?'}: {quote['text']}")
