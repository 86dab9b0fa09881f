package marking

import (
	"slices"
	"strconv"
	"strings"
)

// Furs is the group whose units have control marks.
const Furs = "furs"

// Group is a group of goods that the law marks in one way (товарная группа). A host that knows better than [Groups]
// makes its own. The zero Group is any goods.
type Group struct {
	Name   string // of the registry ("pg"), such as "shoes"
	Number int    // of the registry ("groupIds"), 0 if it is not known
	// Serials are the numbers of characters that a serial number (21) may have; none: 1 to 20.
	Serials []int
	// Packs is set where a unit may be a pack of tobacco, whose code has no identifiers.
	Packs bool
}

// long and short are the lengths of serial numbers of codes with a signature (92) and with a check code (93).
var (
	long  = []int{13}
	short = []int{6, 7, 8, 13}
)

// groups are those of the documentation of True API. In codes of other programs' tests serial numbers of 13 characters
// were seen for clothes, shoes, perfume, tyres, bicycles, medicine and water, of 20 for photo goods, of 7 for tobacco,
// of 6 and 13 for milk and preserves, of 7 and 13 for beer. Of the other groups it is a guess that they are short, and
// of the newest none is made.
var groups = []Group{
	{Name: "lp", Number: 1, Serials: long},
	{Name: "shoes", Number: 2, Serials: long},
	{Name: "tobacco", Number: 3, Serials: []int{7}, Packs: true},
	{Name: "perfumery", Number: 4, Serials: long},
	{Name: "tires", Number: 5, Serials: long},
	{Name: "electronics", Number: 6, Serials: []int{13, 20}},
	{Name: "pharma", Number: 7, Serials: long},
	{Name: "milk", Number: 8, Serials: short},
	{Name: "bicycle", Number: 9, Serials: long},
	{Name: "wheelchairs", Number: 10, Serials: long},
	{Name: "alcohol", Number: 11},
	{Name: "otp", Number: 12, Serials: []int{7}, Packs: true},
	{Name: "water", Number: 13, Serials: short},
	{Name: Furs, Number: 14},
	{Name: "beer", Number: 15, Serials: short},
	{Name: "ncp", Number: 16, Serials: []int{7}, Packs: true},
	{Name: "bio", Number: 17, Serials: short},
	{Name: "antiseptic", Number: 19, Serials: short},
	{Name: "petfood", Number: 20, Serials: short},
	{Name: "seafood", Number: 21, Serials: short},
	{Name: "nabeer", Number: 22, Serials: short},
	{Name: "softdrinks", Number: 23, Serials: short},
	{Name: "meat", Number: 25},
	{Name: "vetpharma", Number: 26, Serials: short},
	{Name: "toys", Number: 27},
	{Name: "radio", Number: 28},
	{Name: "titan", Number: 31},
	{Name: "conserve", Number: 32, Serials: short},
	{Name: "vegetableoil", Number: 33},
	{Name: "opticfiber", Number: 34},
	{Name: "chemistry", Number: 35, Serials: short},
	{Name: "books", Number: 36},
	{Name: "grocery", Number: 37, Serials: short},
	{Name: "pharmaraw", Number: 38},
	{Name: "construction", Number: 39},
	{Name: "fire", Number: 40},
	{Name: "heater", Number: 41},
	{Name: "cableraw", Number: 42},
	{Name: "autofluids", Number: 43},
	{Name: "polymer", Number: 44},
	{Name: "sweets", Number: 45},
	{Name: "carparts", Number: 48},
	{Name: "nicotindev", Number: 50},
	{Name: "gadgets", Number: 51},
}

// aliases are names of other services.
var aliases = map[string]string{
	"clothes": "lp", "tyres": "tires", "bicycles": "bicycle", "perfum": "perfumery", "photo": "electronics",
}

// serials are the lengths of serial numbers that groups have.
var serials = func() (all []int) {
	for _, g := range groups {
		all = append(all, g.Serials...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}()

// Groups returns the groups of goods that are known.
func Groups() []Group {
	all := slices.Clone(groups)
	for i := range all {
		all[i].Serials = slices.Clone(all[i].Serials)
	}
	return all
}

// FindGroup returns a group by its name, one of the names that other services have for it, or its number. Of an unknown
// group only the name is returned: new ones come every year, and their codes are read as those of any goods.
func FindGroup(name string) (g Group, known bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if is, has := aliases[name]; has {
		name = is
	}
	n, err := strconv.Atoi(name)
	for _, g := range groups {
		if g.Name == name || err == nil && g.Number == n {
			g.Serials = slices.Clone(g.Serials)
			return g, true
		}
	}
	return Group{Name: name}, false
}
