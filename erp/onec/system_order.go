package onec

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// number is «Номер по данным клиента» of an order.
func (s *System) number(o order.View) string {
	return s.set.Prefix + cmp.Or(o.Number, o.Ref.ID, o.ID)
}

// checkNumber refuses a number for which there is no room: cut, it could be that of another order.
func (s *System) checkNumber(o order.View) error {
	n := s.number(o)
	if len([]rune(n)) > maxNumber {
		return refuse(order.Textf("the number %q has more than the %d characters for which 1C has room", n, maxNumber))
	}
	return nil
}

// orderOf returns the order that a task is about. The error's class is NotFound if it is not there, or marked for
// deletion.
func (s *System) orderOf(ctx context.Context, target order.Ref, o order.View) (*Order, error) {
	if target.Kind == RefOrder && target.ID != "" {
		found, err := s.client.Orders().Get(ctx, Guid(target.ID))
		if err == nil && found.DeletionMark {
			err = s.client.rest.Fail("GET "+EntityOrder, ordo.NotFound, "order "+found.Number+" is marked for deletion", nil)
		}
		return found, err
	}
	return s.client.Orders().Find(ctx, Eq("НомерПоДаннымКлиента", s.number(o)))
}

// refOf is the reference of an order.
func refOf(o *Order) order.Ref { return order.Ref{System: Name, Kind: RefOrder, ID: string(o.Ref)} }

// checkOpen refuses to change an order that people have closed.
func checkOpen(o *Order) error {
	if o.Status == OrderClosed {
		return refuse(order.Textf("order %s is closed in 1C: reopen it there, or do it there by hand", o.Number))
	}
	if o.Problem != nil {
		return refuse(order.Textf("order %s cannot be read whole, so that writing it would lose something: %s", o.Number, o.Problem.Error()))
	}
	return nil
}

// rowID is what a row has of the line that it stands for.
func rowID(line string) string {
	if len([]rune(line)) <= maxRowID {
		return line
	}
	sum := sha256.Sum256([]byte(line))
	return "#" + hex.EncodeToString(sum[:16])
}

// maxRowID is how long ИдентификаторСтроки may be.
const maxRowID = 36

// lineOf returns the id of the line that a row stands for; "" for one that people added.
func (s *System) lineOf(r *OrderRow, o order.View) string {
	id := strings.TrimSpace(r.RowID)
	if s.set.Keys.Row == rowContent {
		id = strings.TrimSpace(r.Content)
	}
	for _, l := range o.Lines {
		if rowID(l.ID) == id {
			return l.ID
		}
	}
	return ""
}

func (s *System) setLine(r *OrderRow, line string) {
	if s.set.Keys.Row == rowContent {
		r.Content = rowID(line)
		return
	}
	r.RowID = rowID(line)
}

// modeIn returns the mode of a row. A way of supply that takes no stock yet, and one that is not known, holds nothing.
func modeIn(r *OrderRow, w Words) mode {
	switch {
	case r.Cancelled:
		return cancelled
	case r.Supply == w.Ship:
		return toShip
	case r.Supply == w.Reserve:
		return reserved
	}
	return toSupply
}

// rowsOf returns the rows of one line.
func (s *System) rowsOf(there *Order, line string, o order.View, p *places, w Words, currency string) (rows []row) {
	for i := range there.Goods {
		r := &there.Goods[i]
		if s.lineOf(r, o) != line {
			continue
		}
		at := r.Warehouse
		if at == "" {
			at = there.Warehouse
		}
		sum, _ := r.Sum.Money(currency)
		vat, _ := r.VAT.Money(currency)
		rows = append(rows, row{was: i, warehouse: p.code(at), mode: modeIn(r, w), quantity: r.Quantity.Amount(), sum: sum, vat: vat})
	}
	return rows
}

// change is what an edit of an order's rows needs.
type change struct {
	*System
	o      order.View
	places *places
	words  Words
	meta   *Metadata
	goods  map[string]item // by article, of lines that are new there
	only   []string        // the lines that are changed; none for all
	sales  []Sale          // of the order, where they matter
	reason Guid            // of rows that are cancelled now
}

// newChange reads what is needed to change the rows of an order.
func (s *System) newChange(ctx context.Context, o order.View) (*change, error) {
	m, err := s.client.Metadata(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.warehouses(ctx)
	if err != nil {
		return nil, err
	}
	return &change{System: s, o: o, places: p, words: m.Words(), meta: m}, nil
}

// currencyOf is the currency of the order's sums.
func currencyOf(o order.View) string { return cmp.Or(o.Total.Currency(), "RUB") }

// rewrite puts the rows of a line in the place of those that stand for it now.
func (c *change) rewrite(ctx context.Context, there *Order, l order.LineView, rows []row) error {
	if len(rows) == 0 && !slices.ContainsFunc(there.Goods, func(r OrderRow) bool { return c.lineOf(&r, c.o) == l.ID }) {
		return nil
	}
	price, err := unitPrice(l, rows)
	if err != nil {
		return err
	}
	var out []OrderRow
	kept := map[int]row{}
	for _, r := range rows {
		if r.was >= 0 {
			kept[r.was] = r
		}
	}
	last := -1
	var model *OrderRow
	for i := range there.Goods {
		r := there.Goods[i]
		if c.lineOf(&r, c.o) != l.ID {
			out = append(out, r)
			continue
		}
		model = &there.Goods[i]
		now, is := kept[i]
		if !is {
			last = len(out) - 1
			continue
		}
		if err := c.fillRow(ctx, &r, l, now, price); err != nil {
			return err
		}
		out = append(out, r)
		last = len(out) - 1
	}
	if last < 0 {
		last = len(out) - 1
	}
	for _, now := range rows {
		if now.was >= 0 {
			continue
		}
		r, err := c.newRow(ctx, there, l, model)
		if err != nil {
			return err
		}
		if err := c.fillRow(ctx, &r, l, now, price); err != nil {
			return err
		}
		last++
		out = slices.Insert(out, last, r)
	}
	there.Goods = out
	return nil
}

// newRow is a further row of a line: like one of its others, or from the goods that its article names.
func (c *change) newRow(ctx context.Context, there *Order, l order.LineView, model *OrderRow) (OrderRow, error) {
	r := OrderRow{ShippingDate: shipping(c.o, there.Date)}
	if model != nil {
		r.Good, r.Characteristic, r.PriceType, r.VATRate, r.VATName = model.Good, model.Characteristic, model.PriceType, model.VATRate, model.VATName
		r.ShippingDate = model.ShippingDate
	} else {
		g, has := c.goods[c.articleOf(l)]
		if !has {
			return r, refuse(order.Textf("line %s is not in order %s of 1C, where people may have removed it", l.ID, there.Number))
		}
		r.Good, r.Characteristic = g.good.Ref, g.characteristic
		var err error
		if r.VATRate, r.VATName, err = c.vat(ctx, c.meta, l.VATRate, g.good); err != nil {
			return r, err
		}
	}
	c.setLine(&r, l.ID)
	return r, nil
}

// fillRow writes a row. One that keeps its mode keeps 1C's word for it.
func (c *change) fillRow(ctx context.Context, r *OrderRow, l order.LineView, now row, price Sum) error {
	if was := modeIn(r, c.words); was != now.mode || r.Supply == "" {
		r.Supply = map[mode]string{toShip: c.words.Ship, reserved: c.words.Reserve, toSupply: c.words.Supply, cancelled: c.words.None}[now.mode]
		if now.mode == toSupply && l.Kind != order.LineGoods {
			r.Supply = c.words.None
		}
	}
	switch {
	case now.mode != cancelled:
		r.Cancelled, r.CancelReason = false, ""
	case !r.Cancelled:
		r.Cancelled, r.CancelReason = true, c.reason
	}
	at, known := c.places.keys[now.warehouse]
	switch {
	case known:
		r.Warehouse = at
	case now.warehouse == string(r.Warehouse):
	default:
		_, err := c.warehouse(ctx, now.warehouse)
		return cmp.Or(err, refuse(order.Textf("there is no warehouse %q in the settings; known are %s", now.warehouse, c.codes())))
	}
	r.Quantity = QuantityOf(now.quantity)
	r.Packs = r.Quantity
	sum, err := SumOf(now.sum)
	if err != nil {
		return err
	}
	vat, err := sumOrNone(now.vat)
	if err != nil {
		return err
	}
	r.Price.Price, r.Sum, r.SumWithVAT, r.VAT = price, sum, sum, vat
	r.ManualDiscount = times(price, r.Quantity) - sum
	return nil
}

// sumOrNone is SumOf for money that may be unset.
func sumOrNone(m amount.Money) (Sum, error) {
	if m.IsUnset() {
		return 0, nil
	}
	return SumOf(m)
}

// times is price by quantity, rounded half up, as 1C does it.
func times(price Sum, q Quantity) Sum { return Sum((int64(price)*int64(q) + 500) / 1000) }

// unitPrice is the price of one piece in the rows of a line: what the line costs before discounts, and never less than
// what a row costs, so that what is left is a discount.
func unitPrice(l order.LineView, rows []row) (Sum, error) {
	least := func(m amount.Money, q amount.Quantity) (int64, error) {
		if m.IsUnset() || q.Sign() <= 0 {
			return 0, nil
		}
		n, err := SumOf(m)
		return (int64(n)*1000 + q.Milli() - 1) / q.Milli(), err
	}
	price, err := least(l.Gross, l.Living)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		n, err := least(r.sum, r.quantity)
		if err != nil {
			return 0, err
		}
		price = max(price, n)
	}
	return Sum(price), nil
}
