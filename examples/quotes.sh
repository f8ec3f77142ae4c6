#!/bin/sh
# Who said what: curl sends the article, jq picks the quotes out.   sh quotes.sh http://127.0.0.1:8000 story.txt
set -eu
curl --silent --show-error --fail-with-body --data-binary "@$2" -H 'Content-Type: text/plain' \
  "$1/v1/extract?include=quotes,people" |
  jq --raw-output '.quotes[] | "\(.speaker.name // .speaker.text // "?"): \(.text)"'
