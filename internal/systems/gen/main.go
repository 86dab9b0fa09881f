// Command gen writes SYSTEMS.md: go generate runs it in the folder of package systems.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/ordo-sdk/ordo/internal/systems"
)

func main() {
	root := filepath.Join("..", "..")
	text, err := systems.Render(root)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, systems.Name), text, 0o644); err != nil { //nolint:gosec // a document for everybody to read
		log.Fatal(err)
	}
}
