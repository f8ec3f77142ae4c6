// Who said what, with nothing but Go: go run quotes.go http://127.0.0.1:8000 story.txt
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
)

type span struct {
	Start, End int
	Text       string
}

type answer struct {
	Title, Detail string // of a problem
	Quotes        []struct {
		Text    string
		Content []span
		Speaker *struct {
			Name *string
			Text string
		}
	}
}

func main() {
	address, file := os.Args[1], os.Args[2]
	text, err := os.ReadFile(file)
	check(err)
	request, err := json.Marshal(map[string]any{
		"text":    string(text),
		"include": []string{"quotes", "people"},
		"offsets": "utf8", // what the offsets of Go's strings count
	})
	check(err)
	response, err := http.Post(address+"/v1/extract", "application/json", bytes.NewReader(request))
	check(err)
	defer response.Body.Close()
	var found answer
	check(json.NewDecoder(response.Body).Decode(&found))
	if response.StatusCode != http.StatusOK {
		log.Fatalf("%s: %s", found.Title, found.Detail)
	}
	for _, quote := range found.Quotes {
		for _, piece := range quote.Content {
			if string(text[piece.Start:piece.End]) != piece.Text {
				log.Fatal("the offsets are not of this text")
			}
		}
		speaker := "?"
		if quote.Speaker != nil {
			speaker = quote.Speaker.Text
			if quote.Speaker.Name != nil {
				speaker = *quote.Speaker.Name
			}
		}
		fmt.Printf("%s: %s\n", speaker, quote.Text)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
