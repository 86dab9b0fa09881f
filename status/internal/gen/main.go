// Command gen writes STATUSES.md: go generate runs it in the folder of package status.
package main

import (
	"log"
	"os"

	"github.com/ordo-sdk/ordo/status/internal/page"
)

func main() {
	text, err := page.Render(".")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(page.Name, text, 0o644); err != nil { //nolint:gosec // a document for everybody to read
		log.Fatal(err)
	}
}
