package bitrix

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Exchange reads the orders of a shop by the exchange that it has with 1C, where its licence has no REST. It is the
// source of a channel that cannot be asked, package shop's:
//
//	site := shop.New(shop.Settings{System: bitrix.Name})
//	b, err := bridge.New(store, bridge.Account("shop-1", site), …)
//	orders := bitrix.NewExchange(exchange1c.New(address, user, password), bitrix.Settings{})
//	err = orders.Pull(ctx, func(ctx context.Context, news ...channels.News) error { return b.Announce(ctx, "shop-1", news...) })
//
// The shop is told nothing by it. It may have one 1C only, so the books must not call it as well.
type Exchange struct {
	client *exchange1c.Client
	ch     *Channel // its settings
	zone   *time.Location
}

// NewExchange returns the exchange of a shop.
func NewExchange(c *exchange1c.Client, s Settings) *Exchange {
	return &Exchange{client: c, ch: &Channel{set: s.filled()}, zone: bxrest.Moscow}
}

// WithZone returns a copy of the exchange that takes zone for that of the shop; Moscow without it.
func (x *Exchange) WithZone(zone *time.Location) *Exchange {
	own := *x
	own.zone = zone
	return &own
}

// Pull reads the orders that are new or have changed, and has each of them kept. The shop is told that they were read
// when all were kept, and offers them again otherwise. An order that is known by keep with other content, of which it
// returns an error of class Conflict, is kept as a change. One that cannot be understood is no reason to keep less of
// the others: the error names it, and it is offered again with them.
func (x *Exchange) Pull(ctx context.Context, keep func(ctx context.Context, news ...channels.News) error) error {
	return x.client.Orders(ctx, func(ctx context.Context, r *commerceml.Reader) error {
		var made time.Time
		var errs []error
		for rec, err := range r.Records() {
			if err != nil {
				return err
			}
			switch rec := rec.(type) {
			case *commerceml.File:
				made, _ = commerceml.ParseTime(rec.Made, x.zone)
			case *commerceml.Document:
				if rec.Operation != commerceml.Order {
					continue // of payments and shipments the order says enough
				}
				n, err := x.news(rec, made)
				if err == nil {
					err = x.kept(ctx, n, keep)
				}
				if err != nil {
					errs = append(errs, fmt.Errorf("order %.40q: %w", cmp.Or(rec.ID, rec.Number), err))
				}
			}
		}
		return errors.Join(errs...)
	})
}

// kept has news kept: of a new order, or of a change of one that is known.
func (x *Exchange) kept(ctx context.Context, n channels.News, keep func(ctx context.Context, news ...channels.News) error) error {
	first := n
	first.Changed = nil
	err := keep(ctx, first)
	if ordo.ClassOf(err) != ordo.Conflict {
		return err
	}
	n.Placed = nil
	return keep(ctx, n)
}

// news makes news of a document: what the order is, what is paid, and whether it is cancelled.
func (x *Exchange) news(d *commerceml.Document, made time.Time) (channels.News, error) {
	draft, err := x.draft(d)
	if err != nil {
		if d.Problem != nil {
			err = fmt.Errorf("%w; %w", err, d.Problem)
		}
		return channels.News{}, err
	}
	n := channels.News{
		ID: draft.Ref.ID, Placed: &draft, Occurred: utc(cmpTime(made, draft.Placed)),
		Changed: &channels.Change{
			Lines:   &channels.Lines{Lines: draft.Lines, Adjustments: draft.Adjustments},
			Details: &order.DetailsReport{Buyer: draft.Buyer, Delivery: draft.Delivery, Method: draft.Method},
		},
	}
	if d.Problem != nil {
		n.Warning = d.Problem.Error()
	}
	if d.Traits.Flag(commerceml.TraitCancelled) == commerceml.Yes || d.Deleted == commerceml.Yes {
		n.Changed = nil // a cancelled order shows what it was
		n.Cancelled = &order.CancelReport{Done: true, Text: d.Traits.Get("Причина отмены")}
		return n, nil
	}
	if d.Traits.Flag(commerceml.TraitPaid) == commerceml.Yes {
		total, err := d.Total.Money()
		if err != nil {
			return n, fmt.Errorf("its sum: %w", err)
		}
		if total.Sign() > 0 {
			n.Paid = []order.PaymentReport{{Payment: order.Payment{
				ID: "shop-" + n.ID, Amount: total, Method: draft.Method, Ref: order.Ref{System: Name, Kind: kindPayment, ID: "order-" + n.ID},
			}}}
		}
	}
	return n, nil
}

func cmpTime(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// draft makes an order of a document.
func (x *Exchange) draft(d *commerceml.Document) (order.Draft, error) {
	id := cmp.Or(d.ID, d.Number)
	currency := cmp.Or(d.Currency, "RUB")
	o := order.Draft{
		Ref: order.Ref{System: Name, Kind: kindOrder, ID: id}, Number: cmp.Or(d.Number, id), Scheme: x.ch.set.Scheme, Currency: currency,
		Placed: utc(d.Placed(x.zone)), Method: d.Traits.Get(commerceml.TraitPayment), Comment: cmp.Or(d.Traits.Get("Комментарии покупателя"), d.Comment),
		Delivery: order.Delivery{Service: d.Traits.Get(commerceml.TraitDelivery), Address: d.Traits.Get(commerceml.TraitAddress)},
	}
	if n, err := strconv.ParseInt(d.Traits.Get(commerceml.TraitDeliveryID), 10, 64); err == nil && slices.Contains(x.ch.set.Pickup, n) {
		o.Scheme = order.OwnPickup
	}
	for _, p := range d.Parties {
		if p.Role == "" || p.Role == commerceml.Buyer || len(d.Parties) == 1 {
			o.Buyer = partyOf(p)
			if p.Address != nil && o.Delivery.Address == "" {
				o.Delivery.Address = p.Address.Text
			}
		}
	}
	sum, err := amount.NewMoney(0, currency)
	if err != nil {
		return o, err
	}
	seen := map[string]int{}
	for i, l := range d.Lines {
		line, err := documentLine(l, currency)
		if err != nil {
			return o, fmt.Errorf("line %d (%.60q): %w", i+1, l.Name, err)
		}
		if seen[line.ID]++; seen[line.ID] > 1 { // a gift of the same goods is a line of its own
			line.ID += "/" + strconv.Itoa(seen[line.ID])
		}
		if sum, err = sum.Add(line.Total); err != nil {
			return o, err
		}
		o.Lines = append(o.Lines, line)
	}
	total := d.Total
	total.Currency = currency
	if t, err := total.Money(); err != nil || t != sum {
		return o, fmt.Errorf("its lines cost %s, but its sum is %s: compare it with the shop", sum, cmp.Or(string(d.Total.Decimal), "not there"))
	}
	return o, o.Check()
}

// partyOf is who buys.
func partyOf(p commerceml.Party) order.Buyer {
	b := order.Buyer{Name: cmp.Or(p.FullName, p.OfficialName, p.Name)}
	if p.ID != "" {
		b.Ref = order.Ref{System: Name, Kind: "party", ID: p.ID}
	}
	for _, c := range p.Contacts {
		switch {
		case strings.HasPrefix(c.Type, "Телефон") && b.Phone == "":
			b.Phone = c.Value
		case (strings.HasPrefix(c.Type, "Почта") || strings.Contains(c.Type, "Электронная почта") || strings.EqualFold(c.Type, "E-Mail")) && b.Email == "":
			b.Email = c.Value
		}
	}
	return b
}

// documentLine makes a line of one of a document. What it costs in all counts, with its discounts in it.
func documentLine(l commerceml.Line, currency string) (order.Line, error) {
	x := order.Line{
		ID: l.ID, SKU: cmp.Or(l.Article, l.ID), Name: l.Name, Ref: order.Ref{System: Name, Kind: "product", ID: l.ID},
		MarkRequired: l.MarkGroup != nil && l.MarkGroup.Code != "",
	}
	if l.ID == commerceml.IDDelivery {
		x = order.Line{ID: deliveryLine, Kind: order.LineDelivery, Name: "Доставка", Ref: order.Ref{System: Name, Kind: "delivery", ID: l.ID}}
	}
	if x.ID == "" {
		return x, errors.New("it has no id")
	}
	var err error
	if x.Quantity, err = commerceml.Quantity(l.Quantity); err != nil || x.Quantity.Sign() <= 0 {
		return x, fmt.Errorf("the quantity %.20q must be more than 0, with at most three decimals", l.Quantity)
	}
	if !x.Quantity.IsMultipleOf(amount.Pcs(1)) {
		x.Step = amount.Milli(1)
	}
	if x.Total, err = cost(l.Total.Decimal, amount.Pcs(1), currency, nil); err != nil {
		return x, fmt.Errorf("its sum: %w", err)
	}
	for _, d := range l.Discounts {
		if d.Included == commerceml.No && !d.Sum.IsZero() {
			return x, fmt.Errorf("its discount %q is not in its sum (УчтеноВСумме): the shop's other orders have theirs in it", d.Name)
		}
	}
	for _, t := range slices.Concat(l.VATRates, l.Taxes) {
		if v, known := t.VAT(); known && x.VAT == amount.VATUnset {
			x.VAT = v
		}
	}
	return x, nil
}
