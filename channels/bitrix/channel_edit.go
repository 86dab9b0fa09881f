package bitrix

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// wanted is an item of the basket as it is to be.
type wanted struct {
	line order.LineView
	part
	xmlID string // of a new item
	item  *BasketItem
}

// lines brings the basket to what the order is: lines that came in, quantities, prices, and what is gone. A line is
// found by its item or by the XML_ID that it was given, never by its article. What people added there and is not known
// here stays: the next reading takes it in, or refuses it.
//
// The prices are set by hand then: the shop's own rules would be applied to them once more.
func (w *work) lines(ctx context.Context) (order.Outcome, error) {
	if w.o.Canceled {
		return order.Outcome{}, w.gone("order %d is cancelled in the shop", w.o.ID)
	}
	want, drop, err := w.basket()
	if err == nil && !w.ch.isSeen(w.o) && (!w.same(want) || len(drop) > 0) {
		return order.Outcome{}, w.gone("the lines of order %d were changed in the shop since it was read", w.o.ID)
	}
	if err != nil {
		return rejected("%v", err), nil
	}
	if !w.same(want) || len(drop) > 0 {
		if out, err := w.write(ctx, want, drop); err != nil || out.Kind != 0 {
			return out, err
		}
	} else if err := w.articles(ctx); err != nil { // an earlier try was stopped before it
		return order.Outcome{}, err
	}
	if err := w.deliveryPrice(ctx); err != nil {
		return order.Outcome{}, err
	}
	for _, a := range w.t.Order.Adjustments {
		if p := w.o.property(w.ch.set.Properties.Coupon); a.Kind == order.AdjustPromo && p != nil && p.Text() != a.Code {
			if err := w.setProperties(ctx, [][2]string{{p.Code, a.Code}}); err != nil {
				return order.Outcome{}, err
			}
		}
	}
	if !w.wrote {
		return order.Outcome{}, nil
	}
	return w.check(ctx)
}

// basket is what the items are to be, and those that are to go.
func (w *work) basket() (want []wanted, drop []int64, err error) {
	sums := map[string]order.LineSum{}
	for _, s := range erp.SumsOf(w.t.Order).Lines {
		sums[s.Line] = s
	}
	for _, l := range w.t.Order.Lines {
		if l.Kind == order.LineDelivery {
			continue
		}
		show := sums[l.ID]
		var have []*BasketItem
		for i := range w.o.BasketItems {
			if b := &w.o.BasketItems[i]; lineOf(*b) == l.ID && !b.isPart() {
				have = append(have, b)
			}
		}
		var ps []part
		if !show.Quantity.IsZero() {
			if ps, err = w.parts(l, show, have); err != nil {
				return nil, nil, fmt.Errorf("line %s (%s): %w", l.ID, l.Name, err)
			}
		}
		for i, p := range ps {
			x := wanted{line: l, part: p, xmlID: mine + l.ID}
			if i > 0 {
				x.xmlID += "/" + strconv.Itoa(i+1)
			}
			if i < len(have) {
				x.item = have[i]
			}
			want = append(want, x)
		}
		for _, b := range have[min(len(ps), len(have)):] {
			drop = append(drop, b.ID)
		}
	}
	return want, drop, nil
}

// parts are the items for a line: those that are there, if they cost what it costs.
func (w *work) parts(l order.LineView, show order.LineSum, have []*BasketItem) ([]part, error) {
	gross := l.Gross
	if show.Quantity != l.Living { // units that came back, or are on their way: what they cost before is not told
		gross = show.Total
	}
	var all []part
	q, sum := amount.Quantity{}, show.Total
	for _, b := range have {
		x, _, _, err := w.ch.line(w.o, *b)
		if err == nil {
			q, err = q.Add(x.Quantity)
		}
		if err == nil {
			sum, err = sum.Sub(x.Total)
		}
		if err != nil {
			return parts(show.Quantity, show.Total, gross)
		}
		all = append(all, part{quantity: x.Quantity})
	}
	if len(have) > 0 && q == show.Quantity && sum.IsZero() {
		return all, nil
	}
	return parts(show.Quantity, show.Total, gross)
}

// isSame reports whether an item stands as it is to be. A part without a price is one that costs what it is to cost.
func (x wanted) isSame() bool { return x.item != nil && x.price.IsUnset() }

func (w *work) same(want []wanted) bool {
	return !slices.ContainsFunc(want, func(x wanted) bool { return !x.isSame() })
}

// write writes the basket: new items first, one by one, as each is looked for when its answer is lost; all others
// together. Those that stay as they are have their prices set too, or the shop would price them anew.
func (w *work) write(ctx context.Context, want []wanted, drop []int64) (order.Outcome, error) {
	products, out, err := w.products(ctx, want)
	if err != nil || out.Kind != 0 {
		return out, err
	}
	yes := bxrest.Flag(true)
	var cmds []bxrest.Command
	for _, x := range want {
		f := BasketFields{Quantity: wire.Decimal(x.quantity.String()), CustomPrice: &yes}
		switch {
		case x.isSame() && x.item.CustomPrice:
			continue
		case x.isSame():
			f.Price, f.BasePrice, f.DiscountPrice = x.item.Price, x.item.BasePrice, x.item.DiscountPrice
		default:
			discount, err := x.base.Sub(x.price)
			if err != nil {
				return order.Outcome{}, err
			}
			f.Price, f.BasePrice, f.DiscountPrice = wire.SumOf(x.price), wire.SumOf(x.base), wire.SumOf(discount)
			f.VATIncluded = &yes
		}
		if x.item != nil {
			cmds = append(cmds, bxrest.Command{Method: "sale.basketitem.update", Params: map[string]any{"id": x.item.ID, "fields": f}})
			continue
		}
		id := products[x.line.SKU]
		f.OrderID, f.ProductID, f.Currency, f.Name, f.XMLID, f.VATRate = w.o.ID, &id, w.o.Currency, x.line.Name, x.xmlID, rate(x.line.VATRate)
		if _, err := w.client.CreateBasketItem(ctx, f); err != nil {
			return order.Outcome{}, err
		}
		w.wrote = true
	}
	for _, id := range drop {
		cmds = append(cmds, bxrest.Command{Method: "sale.basketitem.delete", Params: map[string]any{"id": id}})
	}
	replies, err := w.client.rest.Batch(ctx, cmds, bxrest.BatchOptions{})
	for _, r := range replies {
		w.wrote = w.wrote || !r.Skipped && r.Err == nil
		if err == nil && r.Err != nil && ordo.ClassOf(r.Err) != ordo.NotFound { // gone already
			err = r.Err
		}
	}
	if ordo.ClassOf(err) == ordo.InDoubt { // all of it sets what it sets: what is not so yet is written by the next try
		if again := w.read(ctx); again != nil {
			return order.Outcome{}, again
		}
		left, drop, basketErr := w.basket()
		if basketErr == nil && w.same(left) && len(drop) == 0 {
			w.wrote = true
			return order.Outcome{}, nil
		}
		return order.Outcome{}, w.client.fail("batch", ordo.Retry, "the lines are not written yet", err)
	}
	if err != nil {
		return order.Outcome{}, err
	}
	if err := w.read(ctx); err != nil {
		return order.Outcome{}, err
	}
	return order.Outcome{}, w.articles(ctx)
}

// articles writes the article of items that were made here, as the shop shows it of its own.
func (w *work) articles(ctx context.Context) error {
	for _, l := range w.t.Order.Lines {
		for _, b := range w.o.BasketItems {
			if lineOf(b) != l.ID || !strings.HasPrefix(b.XMLID, mine) || l.SKU == "" || w.ch.set.Article == "" || b.property(w.ch.set.Article) != "" {
				continue
			}
			if err := w.client.CreateBasketProperty(ctx, w.o.ID, b.ID, w.ch.set.Article, "Артикул", l.SKU); err != nil {
				return err
			}
			w.wrote = true
		}
	}
	return nil
}

// rate is a rate of VAT as the shop has it; "" for none.
func rate(v amount.VAT) wire.Decimal {
	if !v.IsCalculated() && v != amount.VATUnset && v != amount.VATNone && v != amount.VATExempt && v != amount.VATOutside {
		return wire.Decimal(fmt.Sprintf("0.%02d", v.Percent()))
	}
	return ""
}

// products are the shop's goods by article, for lines that are not there yet. What is no goods has no product.
func (w *work) products(ctx context.Context, want []wanted) (map[string]int64, order.Outcome, error) {
	var articles []string
	for _, x := range want {
		if x.item == nil && x.line.Kind == order.LineGoods && !slices.Contains(articles, x.line.SKU) {
			articles = append(articles, x.line.SKU)
		}
	}
	found, err := w.ch.productsOf(ctx, w.o, articles)
	if err != nil {
		return nil, order.Outcome{}, err
	}
	var missing []string
	for _, a := range articles {
		if found[a] == 0 {
			missing = append(missing, a)
		}
	}
	if len(missing) > 0 {
		return nil, rejected("the shop has no goods with the article %s: see Settings.Catalogues and Settings.ArticleField, or add the line in the shop", strings.Join(missing, ", ")), nil
	}
	return found, order.Outcome{}, nil
}

// productsOf finds goods by article: those of the order itself, or else in the catalogues.
func (ch *Channel) productsOf(ctx context.Context, o *Order, articles []string) (map[string]int64, error) {
	found := map[string]int64{}
	for _, b := range o.BasketItems {
		if a, known := ch.article(b); known && b.ProductID != 0 {
			found[a] = cmp.Or(found[a], b.ProductID)
		}
	}
	var missing []string
	for _, a := range articles {
		if found[a] == 0 && a != "" {
			missing = append(missing, a)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	for _, block := range ch.set.Catalogues {
		for p, err := range ch.client.ListProducts(ctx, block, ch.set.ArticleField, missing...) {
			if err != nil {
				return nil, err
			}
			a := p.XMLID
			if ch.set.ArticleField != "xmlId" {
				a = textOf(p.Extra[ch.set.ArticleField])
			}
			if slices.Contains(missing, a) && p.ID != 0 {
				found[a] = cmp.Or(found[a], p.ID)
			}
		}
	}
	return found, nil
}

// deliveryPrice sets what the delivery costs the buyer.
func (w *work) deliveryPrice(ctx context.Context) error {
	s := w.o.shipment()
	have, err := w.ch.delivery(w.o)
	if err != nil || s == nil {
		return nil //nolint:nilerr // an order whose delivery cannot be read is no reason to set it
	}
	want, gross, stated := have, have, false
	for _, l := range w.t.Order.Lines {
		if l.Kind == order.LineDelivery {
			want, gross, stated = l.Total, l.Gross, true
			for _, s := range erp.SumsOf(w.t.Order).Lines {
				if s.Line == l.ID && s.Total != want {
					want, gross = s.Total, s.Total
				}
			}
		}
	}
	if !stated || want == have {
		return nil
	}
	f := s.Fields()
	f.Price, f.BasePrice = wire.SumOf(want), wire.SumOf(gross)
	if err := w.updateShipment(ctx, s, f); err != nil {
		return err
	}
	return w.read(ctx)
}

// check compares the order with what it was to become, and gives the payment that is awaited the new sum.
func (w *work) check(ctx context.Context) (order.Outcome, error) {
	if err := w.read(ctx); err != nil {
		return order.Outcome{}, err
	}
	want, _, err := w.basket()
	if err != nil || !w.same(want) {
		return rejected("the shop took the lines and shows others: it prices them itself; compare the order with the shop"), nil
	}
	return order.Outcome{}, w.awaited(ctx)
}

// awaited gives the one payment that is not paid yet the sum that is to be paid.
func (w *work) awaited(ctx context.Context) error {
	due, err := cost(w.o.Price.Decimal, amount.Pcs(1), w.o.Currency, nil)
	if err != nil {
		return nil //nolint:nilerr // an order without a price has no payments to be set by it
	}
	var open *Payment
	for i, p := range w.o.Payments {
		sum, err := cost(p.Sum.Decimal, amount.Pcs(1), w.o.Currency, nil)
		switch {
		case p.Paid && err == nil:
			if due, err = due.Sub(sum); err != nil {
				return err
			}
		case p.Paid, open != nil: // nobody knows which of two
			return nil
		default:
			open = &w.o.Payments[i]
		}
	}
	if open == nil || due.Sign() <= 0 {
		return nil
	}
	if now, err := cost(open.Sum.Decimal, amount.Pcs(1), w.o.Currency, nil); err == nil && now == due {
		return nil
	}
	_, err = w.client.UpdatePayment(ctx, open.ID, PaymentFields{PaySystemID: open.PaySystemID, Sum: wire.SumOf(due), XMLID: open.XMLID})
	return err
}
