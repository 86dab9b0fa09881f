package erptest_test

import (
	"fmt"

	"github.com/ordo-sdk/ordo/erp/erptest"
)

// A system with a catalogue needs these articles before it can show the orders of the checks.
func ExampleArticles() {
	catalogue := map[string]string{}
	for _, article := range erptest.Articles() {
		catalogue[article] = "for tests"
	}
	fmt.Println(len(catalogue))
	// Output: 3
}
