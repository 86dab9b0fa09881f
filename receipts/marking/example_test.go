package marking_test

import (
	"fmt"

	"github.com/ordo-sdk/ordo/receipts/marking"
)

func ExampleParse() {
	c, err := marking.Parse("]d2010469876500001221" + "5aB7kQ<GS>93dGVz")
	fmt.Println(c.GTIN, c.Serial, c.IsSigned(), c.Repaired, err)
	_, err = marking.Parse("4600000000015")
	fmt.Println(err)
	// Output:
	// 04698765000012 5aB7kQ true true <nil>
	// marking: "4600000000015" is the number of the goods, not the marking code of one unit: scan the square DataMatrix
}
