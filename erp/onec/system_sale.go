package onec

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// sell makes the sale of a shipment on the order: its rows are set to be shipped first. A draft is not posted. One that
// people made on the order for the same goods is taken for it.
func (s *System) sell(ctx context.Context, t order.Task) (order.Outcome, error) {
	if b, is := t.Cause.Body.(order.DocumentRequested); is && b.DocumentKind != RefSale {
		return order.Outcome{Kind: order.Unsupported, Text: "1C makes no document " + b.DocumentKind + " for an order"}, nil
	}
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	units := unitsIn(t.Order, t.Shipment)
	if len(units) == 0 {
		return order.Outcome{}, refuse(order.Textf("shipment S%d has no goods", t.Shipment))
	}
	want, err := s.contentOf(there, units, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	all, err := s.salesOf(ctx, there.Ref, false)
	if err != nil {
		return order.Outcome{}, err
	}
	sale := s.saleAmong(all, there, t.Order, t.Shipment, want)
	out := order.Outcome{Kind: order.AlreadySo}
	if sale == nil {
		if sale, err = s.newSale(ctx, t, there, all); err != nil {
			return out, err
		}
		out.Kind = order.Applied
	}
	if !sale.Posted && s.isPosted(t) {
		if sale, err = s.postSale(ctx, sale.Ref); err != nil {
			return out, err
		}
		out.Kind = order.Applied
	}
	out.Documents = []order.Document{s.saleDocument(sale, t.Order, there, t.Shipment)}
	return out, nil
}

// isPosted reports whether a sale is to be posted.
func (s *System) isPosted(t order.Task) bool {
	if b, is := t.Cause.Body.(order.DocumentRequested); is {
		return b.State == order.DocumentPosted
	}
	return !s.set.Sales.Draft
}

// unitsIn returns the goods of a shipment.
func unitsIn(o order.View, shipment int) (us []order.Units) {
	for _, l := range o.Lines {
		for _, p := range l.Portions {
			if p.Shipment == shipment && isGoods(l) {
				us = append(us, order.Units{Line: l.ID, From: p.From, To: p.To})
			}
		}
	}
	return us
}

// services are the lines that are no goods and that no sale has: the next one takes them along.
func (c *change) services(there *Order) (lines []string) {
	sold := c.sold(there)
	for _, l := range c.o.Lines {
		if isGoods(l) || wanted(partsOf(c.o, l)).IsZero() {
			continue
		}
		taken := false
		for i := range there.Goods {
			taken = taken || sold[i] > 0 && c.lineOf(&there.Goods[i], c.o) == l.ID
		}
		if !taken {
			lines = append(lines, l.ID)
		}
	}
	return lines
}

// salesOf returns the sales of an order.
func (s *System) salesOf(ctx context.Context, id Guid, deleted bool) (all []Sale, _ error) {
	for x, err := range s.client.Sales().List(ctx, saleOf(id, deleted)) {
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// saleAmong returns the sale of a shipment; nil if there is none.
func (s *System) saleAmong(all []Sale, there *Order, o order.View, shipment int, want content) *Sale {
	for i := range all {
		if s.isSaleOf(&all[i], o, shipment) {
			return &all[i]
		}
	}
	for i := range all {
		x := &all[i]
		if !x.DeletionMark && !s.isKeyed(x.Comment, x.Properties) && s.shipmentOf(x, o) == 0 && s.goodsIn(x, there, o).equal(want) {
			return x
		}
	}
	return nil
}

// isSaleOf reports whether a sale has the key of a shipment, or is known to be its document.
func (s *System) isSaleOf(x *Sale, o order.View, shipment int) bool {
	return s.hasKey(x.Comment, x.Properties, s.saleKey(o, shipment)) || slices.ContainsFunc(o.Documents, func(d order.Document) bool {
		return d.Kind == RefSale && d.Shipment == shipment && d.Ref.ID == string(x.Ref)
	})
}

// shipmentOf returns the shipment of a sale; 0 if it is of none.
func (s *System) shipmentOf(x *Sale, o order.View) int {
	for _, sh := range o.Shipments {
		if s.isSaleOf(x, o, sh.N) {
			return sh.N
		}
	}
	return 0
}

func (x *Sale) content() content {
	c := content{}
	for _, r := range x.Goods {
		c.add(r.Row)
	}
	return c
}

// goodsIn is what a sale has, without the services of the order.
func (s *System) goodsIn(x *Sale, there *Order, o order.View) content {
	c := x.content()
	for _, l := range o.Lines {
		if k, has := s.goodsOf(there, l.ID, o); has && !isGoods(l) {
			delete(c, k)
		}
	}
	return c
}

// newSale makes the sale, not posted.
func (s *System) newSale(ctx context.Context, t order.Task, there *Order, others []Sale) (*Sale, error) {
	if err := checkOpen(there); err != nil {
		return nil, err
	}
	if !there.Posted {
		return nil, refuse(order.Textf("order %s is not posted in 1C: a sale needs the order posted, with its reserve", there.Number))
	}
	c, err := s.newChange(ctx, t.Order)
	if err != nil {
		return nil, err
	}
	c.sales = others
	there, err = s.ship(ctx, c, there, t.Shipment)
	if err != nil {
		return nil, err
	}
	x := Sale{
		Document: Document{Date: At(s.now())}, Terms: there.Terms, Delivery: there.Delivery, Warehouse: there.Warehouse, ByOrders: true,
		Kind: "РеализацияТоваровУслуг", SettlementCurrency: there.Currency,
	}
	x.Status, x.Total, x.Comment = SaleShipped, 0, there.Comment
	x.Order, x.OrderType = Reference{EntityOrder, there.Ref}.Split()
	x.Goods = c.saleRows(there, t.Shipment)
	if x.Marks, err = c.marks(ctx, there, t.Shipment); err != nil {
		return nil, err
	}
	s.keyed(&x.Comment, &x.Properties, s.saleKey(t.Order, t.Shipment))
	known := And(saleOf(there.Ref, false).Filter, s.keyFilter(s.saleKey(t.Order, t.Shipment)))
	made, err := s.client.Sales().Create(ctx, x, known)
	if made != nil {
		s.wrote(made.Value.Object)
		return made.Value, err
	}
	return nil, err
}

// ship sets the rows of a shipment to be shipped, and posts the order. What the shipment has must be reserved there.
func (s *System) ship(ctx context.Context, c *change, there *Order, shipment int) (*Order, error) {
	before := slices.Clone(there.Goods)
	if err := c.toShip(ctx, there, shipment); err != nil {
		return nil, err
	}
	if sameRows(before, there.Goods) { // perhaps by an earlier try, which did not come to post them
		return s.post(ctx, there.Ref)
	}
	var was []OrderRow
	changed, err := s.client.Orders().Change(ctx, there.Ref, func(o *Order) error {
		was = slices.Clone(o.Goods)
		return c.toShip(ctx, o, shipment)
	})
	if changed != nil {
		s.wrote(changed.Object)
	}
	if err != nil {
		return nil, err
	}
	posted, err := s.post(ctx, there.Ref)
	if isRefusal(err) {
		if back := s.takeRowsBack(ctx, there.Ref, was); back != nil {
			return nil, s.client.rest.Fail("ship", ordo.InDoubt, "1C refused to post order "+there.Number+", and the order could not be brought back to what it was", back)
		}
	}
	return posted, err
}

// toShip moves the units of a shipment from what is reserved to what is to be shipped.
func (c *change) toShip(ctx context.Context, there *Order, shipment int) error {
	currency := currencyOf(c.o)
	services := c.services(there)
	for _, l := range c.o.Lines {
		if slices.Contains(services, l.ID) {
			rows := c.rowsOf(there, l.ID, c.o, c.places, c.words, currency)
			for i := range rows {
				if rows[i].mode == toSupply {
					rows[i].mode = toShip
				}
			}
			if err := c.rewrite(ctx, there, l, rows); err != nil {
				return err
			}
			continue
		}
		want := map[string]int64{} // by warehouse, in thousandths
		for _, p := range l.Portions {
			if p.Shipment == shipment && isGoods(l) {
				want[p.Warehouse] += p.To.Milli() - p.From.Milli()
			}
		}
		if len(want) == 0 {
			continue
		}
		rows := c.rowsOf(there, l.ID, c.o, c.places, c.words, currency)
		out, short := shipRows(rows, want, c.sold(there))
		if len(short) > 0 {
			at := short[0]
			return refuse(order.Textf("%s of line %s (%s) are not reserved at %s in order %s: a sale comes after the reserve", amount.Milli(want[at]), l.ID, l.Name, cmp.Or(at, "?"), there.Number))
		}
		if err := c.rewrite(ctx, there, l, out); err != nil {
			return err
		}
	}
	return nil
}

// saleRows are the rows of a sale: the order's rows that are to be shipped, as far as the shipment goes.
func (c *change) saleRows(there *Order, shipment int) []SaleRow {
	left := map[rowPlace]int64{}
	services := c.services(there)
	for _, l := range c.o.Lines {
		for _, p := range l.Portions {
			if p.Shipment == shipment && isGoods(l) {
				left[rowPlace{l.ID, p.Warehouse}] += p.To.Milli() - p.From.Milli()
			}
		}
	}
	var out []SaleRow
	sold := c.sold(there)
	id, kind := Reference{EntityOrder, there.Ref}.Split()
	for i := range there.Goods {
		r := &there.Goods[i]
		k := rowPlace{c.lineOf(r, c.o), c.places.code(cmp.Or(r.Warehouse, there.Warehouse))}
		if slices.Contains(services, k.line) {
			left[k] = int64(r.Quantity)
		}
		n := min(left[k], int64(r.Quantity)-sold[i])
		if modeIn(r, c.words) != toShip || n <= 0 {
			continue
		}
		left[k] -= n
		row := SaleRow{Row: r.Row, Price: r.Price, Warehouse: r.Warehouse, Order: id, OrderType: kind}
		row.Extra, row.Line = nil, 0
		if Quantity(n) < r.Quantity {
			row.Quantity, row.Packs = Quantity(n), Quantity(n)
			row.share(Quantity(n), r.Quantity)
		}
		out = append(out, row)
	}
	return out
}

// rowPlace is a line at a warehouse.
type rowPlace struct{ line, warehouse string }

// share brings the sums of a row to those of a part of it.
func (r *SaleRow) share(n, of Quantity) {
	part := func(s Sum) Sum { return Sum((int64(s)*int64(n) + int64(of)/2) / int64(of)) }
	r.Sum, r.VAT = part(r.Sum), part(r.VAT)
	r.SumWithVAT, r.ManualDiscount = r.Sum, times(r.Price.Price, n)-r.Sum
}

// sold is what sales have of the rows of an order, in thousandths.
func (c *change) sold(there *Order) map[int]int64 {
	out := map[int]int64{}
	for i := range c.sales {
		for _, r := range c.sales[i].Goods {
			at := slices.IndexFunc(there.Goods, func(x OrderRow) bool { return r.Code != 0 && x.Code == r.Code && x.Good == r.Good })
			if at >= 0 {
				out[at] += int64(r.Quantity)
			}
		}
	}
	return out
}

// marks are the marking codes of a shipment, each found in the base or created there.
func (c *change) marks(ctx context.Context, there *Order, shipment int) (out []MarkRow, _ error) {
	for _, l := range c.o.Lines {
		for _, m := range l.Marks {
			if m.Code == "" || m.Rejected != "" || !slices.ContainsFunc(l.Portions, func(p order.PortionView) bool {
				return p.Shipment == shipment && p.From.Milli() <= int64(m.Unit)*1000 && int64(m.Unit)*1000 < p.To.Milli()
			}) {
				continue
			}
			id, err := c.markIn(ctx, there, l, m.Code)
			if err != nil {
				return nil, err
			}
			out = append(out, MarkRow{Code: id})
		}
	}
	return out, nil
}

// markIn returns the entry of a marking code: what identifies the unit, as there is no room for more.
func (s *System) markIn(ctx context.Context, there *Order, l order.LineView, code string) (Guid, error) {
	value := identityOf(code)
	k, _ := s.goodsOf(there, l.ID, order.View{Lines: []order.LineView{l}})
	made, err := s.client.Marks().Create(ctx, Mark{
		Value: value, Kind: "GS1_DataMatrix", Packaging: "МаркированныйТовар", Good: k.good, Characteristic: k.characteristic, Quantity: Pcs(1),
	}, Eq("ЗначениеШтрихкода", value))
	if made == nil || err != nil {
		return "", err
	}
	if made.Existed && made.Value.Good != "" && made.Value.Good != k.good {
		return "", refuse(order.Textf("the marking code %s of line %s is that of other goods in 1C", value, l.ID))
	}
	return made.Value.Ref, nil
}

// identityOf is what identifies the unit of a marking code: all before the first separator, behind which the check code
// is.
func identityOf(code string) string {
	identity, _, _ := strings.Cut(strings.TrimPrefix(code, separatorGS1), separatorGS1)
	return identity
}

// separatorGS1 ends an element of variable length.
const separatorGS1 = "\x1d"

// postSale posts a sale in its last status.
func (s *System) postSale(ctx context.Context, id Guid) (*Sale, error) {
	all := s.client.Sales()
	x, err := all.Change(ctx, id, func(x *Sale) error {
		x.Status = SaleShipped
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.wrote(x.Object)
	if x, err = all.Post(ctx, id); err == nil {
		s.wrotePosted(x.Object)
	}
	return x, err
}

// saleDocument is a sale as a document of the order.
func (s *System) saleDocument(x *Sale, o order.View, there *Order, shipment int) order.Document {
	d := documentOf(RefSale, x.Document, there.Number)
	d.Shipment = shipment
	switch {
	case !x.Posted || x.DeletionMark || x.Status == SaleShipped:
	default:
		d.State = x.Status // to be prepaid, on the way, or unknown: it stands for nothing yet
	}
	for _, l := range o.Lines {
		for _, p := range l.Portions {
			if shipment != 0 && p.Shipment == shipment {
				d.From = p.Warehouse
			}
		}
	}
	return d
}
