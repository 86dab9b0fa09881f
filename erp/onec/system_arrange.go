package onec

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// row is a row of an order in the base, as far as its place and quantity go.
type row struct {
	was       int // its index among the rows that are there; -1 for a new one
	warehouse string
	mode      mode
	quantity  amount.Quantity
	sum, vat  amount.Money
}

// arrange brings the rows of one line to parts, with as little change as possible: what is to be shipped stays so while
// the line still has it reserved there, as a sale may hold it, and a row keeps its place in the document, by which
// sales find it. Rows that are not needed any more are left out. freed is what is not to be shipped any more, by
// warehouse.
func arrange(rows []row, ps []part, central string) (out []row, freed map[string]amount.Quantity) {
	ps, held, freed := hold(rows, slices.Clone(ps))
	out = held
	used := map[int]bool{}
	for _, r := range held {
		used[r.was] = true
	}
	take := func(fits func(r row, p part) bool) {
		for i := range ps {
			if ps[i].quantity.IsZero() {
				continue
			}
			at := slices.IndexFunc(rows, func(r row) bool { return !used[r.was] && fits(r, ps[i]) })
			if at < 0 {
				continue
			}
			used[rows[at].was] = true
			out = append(out, placed(rows[at].was, ps[i], rows[at], central))
			ps[i].quantity = amount.Quantity{}
		}
	}
	at := func(r row, p part) bool { return p.warehouse == "" || p.warehouse == r.warehouse }
	take(func(r row, p part) bool { return r.mode == p.mode && at(r, p) })
	take(func(r row, p part) bool { return at(r, p) && r.mode != toShip && r.mode != cancelled })
	take(func(r row, _ part) bool { return r.mode != toShip && r.mode != cancelled })
	for _, p := range ps {
		if !p.quantity.IsZero() {
			out = append(out, placed(-1, p, row{warehouse: ""}, central))
		}
	}
	return out, freed
}

// placed is the row of a part. What is not held stays where the row is.
func placed(was int, p part, before row, central string) row {
	r := row{was: was, warehouse: p.warehouse, mode: p.mode, quantity: p.quantity, sum: p.sum, vat: p.vat}
	if r.warehouse == "" {
		r.warehouse = before.warehouse
	}
	if r.warehouse == "" {
		r.warehouse = central
	}
	return r
}

// hold keeps the rows that are to be shipped, as far as the line has that much at the place: it takes them from what is
// to be shipped, and then from what is to be reserved.
func hold(rows []row, ps []part) (left []part, held []row, freed map[string]amount.Quantity) {
	for _, r := range rows {
		if r.mode != toShip {
			continue
		}
		want := r.quantity
		for _, m := range []mode{toShip, reserved} {
			i := slices.IndexFunc(ps, func(p part) bool { return p.mode == m && p.warehouse == r.warehouse && !p.quantity.IsZero() })
			if i < 0 || want.IsZero() {
				continue
			}
			var some part
			some, ps[i] = ps[i].split(want)
			some.mode = toShip
			want = minus(want, some.quantity)
			if len(held) > 0 && held[len(held)-1].was == r.was {
				last := &held[len(held)-1]
				last.quantity, last.sum, last.vat = plus(last.quantity, some.quantity), plusMoney(last.sum, some.sum), plusMoney(last.vat, some.vat)
				continue
			}
			held = append(held, placed(r.was, some, r, ""))
		}
		if !want.IsZero() {
			if freed == nil {
				freed = map[string]amount.Quantity{}
			}
			freed[r.warehouse] = plus(freed[r.warehouse], want)
		}
	}
	return slices.DeleteFunc(ps, func(p part) bool { return p.quantity.IsZero() }), held, freed
}

// split takes up to n units of a part, with their share of its sums.
func (p part) split(n amount.Quantity) (some, left part) {
	if n.Cmp(p.quantity) >= 0 {
		return p, part{warehouse: p.warehouse, mode: p.mode}
	}
	some, left = p, p
	some.quantity, left.quantity = n, minus(p.quantity, n)
	share := func(m amount.Money) (amount.Money, amount.Money) {
		if m.IsUnset() {
			return m, m
		}
		both, err := amount.Allocate(m, []int64{some.quantity.Milli(), left.quantity.Milli()})
		if err != nil {
			return m, m // only for sums beyond 64 bits
		}
		return both[0], both[1]
	}
	some.sum, left.sum = share(p.sum)
	some.vat, left.vat = share(p.vat)
	return some, left
}

// shipRows moves units of a line from what is reserved to what is to be shipped, by warehouse. What is to be shipped
// already and is in no other sale counts. short are the warehouses at which too little is reserved.
func shipRows(rows []row, want map[string]int64, sold map[int]int64) (out []row, short []string) {
	left := map[string]int64{}
	for at, n := range want {
		left[at] = n
	}
	take := func(r row) int64 {
		n := min(left[r.warehouse], r.quantity.Milli()-sold[r.was])
		if n < 0 {
			n = 0
		}
		left[r.warehouse] -= n
		return n
	}
	for _, r := range rows {
		if r.mode == toShip {
			take(r)
		}
	}
	for _, r := range rows {
		n := int64(0)
		if r.mode == reserved {
			n = take(r)
		}
		switch {
		case n == 0:
			out = append(out, r)
		case n == r.quantity.Milli():
			r.mode = toShip
			out = append(out, r)
		default:
			some, rest := part{quantity: r.quantity, sum: r.sum, vat: r.vat}.split(amount.Milli(n))
			stays := r
			stays.quantity, stays.sum, stays.vat = rest.quantity, rest.sum, rest.vat
			ships := row{was: -1, warehouse: r.warehouse, mode: toShip, quantity: some.quantity, sum: some.sum, vat: some.vat}
			out = append(out, stays, ships)
		}
	}
	for at, n := range left {
		if n > 0 {
			short = append(short, at)
		}
	}
	slices.Sort(short)
	return out, short
}
