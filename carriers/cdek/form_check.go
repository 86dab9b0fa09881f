package cdek

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
)

// integer reads a whole number; 0 for anything else.
func integer(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return 0
	}
	return n
}

// rules collects problems beyond single fields, for which CDEK would accept the order and refuse it later.
type rules struct {
	values   carriers.Values
	problems []carriers.Problem
}

func (r *rules) require(ok bool, field, code, format string, args ...any) {
	if !ok {
		r.problems = append(r.problems, broken(field, code, format, args...))
	}
}

// checkForm checks the fields against each other.
func checkForm(v carriers.Values) []carriers.Problem {
	r := &rules{values: v}
	r.services()
	r.goods()
	return r.problems
}

// services checks which services exclude each other.
func (r *rules) services() {
	const field = "services"
	codes := strings.Split(strings.ReplaceAll(r.values[field], " ", ""), ",")
	has := func(code string) bool { return slices.Contains(codes, code) }
	excludes := func(code, other string) {
		r.require(!has(code) || !has(other), field, carriers.CodeChoice, "%s and %s exclude each other", code, other)
	}
	excludes(NoInspection, TryingOn)
	excludes(NoInspection, PartialDelivery)
	both := has(CarryUpByElevator) && r.values[servicePrefix+CarryUpByHand] != ""
	r.require(!both, field, carriers.CodeChoice, "%s and %s exclude each other", CarryUpByHand, CarryUpByElevator)
	pieces := 0
	r.each(func(row string) { pieces += integer(r.values[row+"amount"]) })
	r.require(!has(PartialDelivery) || pieces > 1, field, carriers.CodeChoice, "%s needs at least 2 pieces, the order has %d", PartialDelivery, pieces)
	if !TariffOf(integer(r.values["tariff_code"])).Mode.ToLocker() {
		return
	}
	for _, code := range []string{PartialDelivery, TryingOn, NoInspection} {
		r.require(!has(code), field, carriers.CodeChoice, "%s is not available at a parcel locker", code)
	}
	n := r.values.Rows("packages")
	r.require(n <= 1, "packages", carriers.CodeMax, "has %d {1:row|rows}, a parcel locker accepts 1", n)
}

// each calls f with the name prefix of every row of goods.
func (r *rules) each(f func(row string)) {
	for p := range r.values.Rows("packages") {
		items := carriers.RowPrefix("packages", p+1) + "items"
		for i := range r.values.Rows(items) {
			f(carriers.RowPrefix(items, i+1))
		}
	}
}

// goods checks the numbers of packages and the articles of goods.
func (r *rules) goods() {
	lines, pieces := 0, 0
	numbers := map[string]bool{}
	for p := range r.values.Rows("packages") {
		row := carriers.RowPrefix("packages", p+1)
		number := r.values[row+carriers.FieldNumber]
		r.require(!numbers[number], row+carriers.FieldNumber, carriers.CodeChoice, "is %q, as in another package: it must be unique", number)
		numbers[number] = true
		articles := map[string]bool{}
		for i := range r.values.Rows(row + "items") {
			item := carriers.RowPrefix(row+"items", i+1)
			amount := integer(r.values[item+"amount"])
			lines, pieces = lines+1, pieces+amount
			article := r.values[item+carriers.FieldArticle]
			r.require(!articles[article], item+carriers.FieldArticle, carriers.CodeChoice, "is %q, as in another row of the package: it must be unique", article)
			articles[article] = true
			r.require(r.values[item+"marking"] == "" || amount == 1, item+"amount", carriers.CodeMax, "is %d, it must be 1 with a marking code: give each marked unit a row", amount)
			gross := integer(r.values[item+"weight_gross"])
			r.require(gross == 0 || gross >= integer(r.values[item+"weight"]), item+"weight_gross", carriers.CodeMin, "is %d g, less than the net weight", gross)
		}
	}
	r.require(lines <= maxLines, "packages", carriers.CodeMax, "has %d {1:row|rows} of goods, at most %d are allowed", lines, maxLines)
	r.require(pieces < maxNumber, "packages", carriers.CodeMax, "has %d {1:piece|pieces}, at most %d are allowed", pieces, maxNumber-1)
}
