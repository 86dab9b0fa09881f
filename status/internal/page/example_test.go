package page_test

import (
	"bytes"
	"fmt"

	"github.com/ordo-sdk/ordo/status/internal/page"
)

// The page is made from the source of package status and its tables.
func ExampleRender() {
	b, err := page.Render("../..")
	if err != nil {
		fmt.Println(err)
		return
	}
	title, _, _ := bytes.Cut(b, []byte("\n"))
	fmt.Println(page.Name, "begins with", string(title))
	// Output: STATUSES.md begins with # Statuses
}
