// Command gen writes doc_rules.go: go generate runs it in the folder of package order.
package main

import (
	"log"
	"os"

	"github.com/ordo-sdk/ordo/order/internal/rulespage"
)

func main() {
	if err := os.WriteFile(rulespage.Name, rulespage.Render(), 0o644); err != nil { //nolint:gosec // source for everybody to read
		log.Fatal(err)
	}
}
