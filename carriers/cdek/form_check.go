package cdek

import (
	"fmt"
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

// rules collects what is wrong beyond single fields: CDEK would take the order at first, and refuse it later.
type rules struct {
	values   carriers.Values
	problems []carriers.Problem
}

func (r *rules) require(ok bool, field, code, format string, args ...any) {
	if !ok {
		r.problems = append(r.problems, carriers.Problem{Field: field, Code: code, Rule: fmt.Sprintf(format, args...)})
	}
}

// checkForm is what the fields cannot say by themselves.
func checkForm(v carriers.Values) []carriers.Problem {
	r := &rules{values: v}
	r.services()
	r.goods()
	return r.problems
}

// services exclude one another.
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
	r.require(!has(PartialDelivery) || pieces > 1, field, carriers.CodeChoice, "%s needs two pieces at least, there is %d", PartialDelivery, pieces)
	if !TariffOf(integer(r.values["tariff_code"])).Mode.ToLocker() {
		return
	}
	for _, code := range []string{PartialDelivery, TryingOn, NoInspection} {
		r.require(!has(code), field, carriers.CodeChoice, "there is no %s at a parcel locker", code)
	}
	n := r.values.Rows("packages")
	r.require(n <= 1, "packages", carriers.CodeMax, "has %d rows, a parcel locker takes 1", n)
}

// each calls f with the beginning of every row of goods.
func (r *rules) each(f func(row string)) {
	for p := range r.values.Rows("packages") {
		items := carriers.RowPrefix("packages", p+1) + "items"
		for i := range r.values.Rows(items) {
			f(carriers.RowPrefix(items, i+1))
		}
	}
}

// goods are told apart by their numbers and articles.
func (r *rules) goods() {
	lines, pieces := 0, 0
	numbers := map[string]bool{}
	for p := range r.values.Rows("packages") {
		row := carriers.RowPrefix("packages", p+1)
		number := r.values[row+carriers.FieldNumber]
		r.require(!numbers[number], row+carriers.FieldNumber, carriers.CodeChoice, "is %q, as that of another package: each has its own", number)
		numbers[number] = true
		articles := map[string]bool{}
		for i := range r.values.Rows(row + "items") {
			item := carriers.RowPrefix(row+"items", i+1)
			amount := integer(r.values[item+"amount"])
			lines, pieces = lines+1, pieces+amount
			article := r.values[item+carriers.FieldArticle]
			r.require(!articles[article], item+carriers.FieldArticle, carriers.CodeChoice, "is %q, as that of another row in the package: each has its own", article)
			articles[article] = true
			r.require(r.values[item+"marking"] == "" || amount == 1, item+"amount", carriers.CodeMax, "is %d, but a marking code is that of 1 piece: each marked unit is a row of its own", amount)
			gross := integer(r.values[item+"weight_gross"])
			r.require(gross == 0 || gross >= integer(r.values[item+"weight"]), item+"weight_gross", carriers.CodeMin, "is %d g, less than without the packing", gross)
		}
	}
	r.require(lines <= maxLines, "packages", carriers.CodeMax, "has %d rows of goods, at most %d are allowed", lines, maxLines)
	r.require(pieces < maxNumber, "packages", carriers.CodeMax, "has %d pieces, at most %d are allowed", pieces, maxNumber-1)
}
