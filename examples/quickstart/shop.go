package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/status"
)

// The numbers of the order: in the shop, here and at CDEK.
const (
	saleNumber = "A-1042"
	saleID     = "shop-1/" + saleNumber
	saleParcel = saleNumber + "-S1"
)

// shoeCode is the marking code on the box of the shoes, as a scanner reads it.
const shoeCode = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// shopkeeper gives the commands of the shop.
var shopkeeper = order.Actor{ID: "petrova", Role: order.RoleOperator}

// act is something that a person does with an order of type T.
type act[T any] struct {
	at   time.Time
	who  string
	what string
	do   func(ctx context.Context, x *T) error
}

// perform does what happens at a time, and returns a row for each act.
func perform[T any](ctx context.Context, at time.Time, acts []act[T], x *T) (rows []moment, err error) {
	for _, a := range acts {
		if !a.at.Equal(at) {
			continue
		}
		if err := a.do(ctx, x); err != nil {
			return rows, err
		}
		rows = append(rows, moment{at: at, who: a.who, what: a.what})
	}
	return rows, nil
}

// ownShop is what happens to the order.
func ownShop() []act[sale] {
	return []act[sale]{
		{on(2, 9, 0), theBuyer, "orders in the shop: Кроссовки 42, 2 × Кружка красная, delivery", places},
		{on(2, 9, 20), theBuyer, "pays by card at YooKassa", pays},
		{on(2, 14, 0), theMerchant, "removes one mug, as the buyer wants one only, and presses «Вернуть деньги»", commands(
			order.Return{Picks: order.Pick("mug", amount.Pcs(1)), Reason: status.ReasonUnwanted}, order.Refund{Block: 1},
		)},
		{on(3, 10, 0), theMerchant, "scans the marking code of the shoes, packs a box and requests a parcel from CDEK with the form that ordo has filled in", requests},
		{on(3, 18, 0), theCarrier, "sends the parcel to the buyer's city", func(_ context.Context, s *sale) error { s.cdek.Ship(saleParcel); return nil }},
		{on(5, 9, 0), theCarrier, "brings it to the pick-up point", func(_ context.Context, s *sale) error { s.cdek.Arrive(saleParcel); return nil }},
		{on(5, 18, 30), theCarrier, "hands it over to the buyer", func(_ context.Context, s *sale) error { s.cdek.Deliver(saleParcel); return nil }},
	}
}

// sale is the order of the shop and what happened to it.
type sale struct {
	*world
	acts     []act[sale]
	rows     []moment
	view     order.View
	receipts []receipt
	kept     amount.Money // at YooKassa: payments less refunds
	sold     int          // how often the code of the shoes left circulation
	mails    int          // that the buyer got
}

// moment is a row of its timeline.
type moment struct {
	at        time.Time
	who, what string
	here      string // the order's state
	there     string // that of the payment, or of the order at ROZETKA
	more      string // receipts, or documents and stock
}

// receipt is a receipt at ATOL Online.
type receipt struct {
	Number int          `json:"number"`
	Kind   string       `json:"kind"`
	For    string       `json:"for"`
	Sum    amount.Money `json:"sum"` // negative for a refund
	Offset bool         `json:"offset,omitzero"`
}

// places is the shop's own program: it has a new order.
func places(ctx context.Context, s *sale) error {
	return s.b.Announce(ctx, "shop-1", channels.News{ID: saleNumber, Placed: &order.Draft{
		Placed: s.clock.Now(), Scheme: order.ByCarrier,
		Buyer:    order.Buyer{Name: "Иванова Анна", Email: "ivanova@example.ru"},
		Delivery: order.Delivery{City: "Санкт-Петербург", Point: "SPB14", Recipient: "Иванова Анна", Phone: "+79010000002"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "SHOES-42", GTIN: "04601234567893", Name: "Кроссовки 42", Quantity: amount.Pcs(1), Price: amount.RUB(250000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "mug", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(2), Price: amount.RUB(89000), VAT: amount.VAT22},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22},
		},
	}})
}

// pays is the shop's own program, which creates a payment and records it before the buyer is sent to pay, and then the
// buyer, who pays.
func pays(ctx context.Context, s *sale) error {
	o, err := s.b.Order(ctx, saleID)
	if err != nil {
		return err
	}
	kassa := yookassa.New(ykShop, ykSecret, ordo.WithBaseURL(s.yk.URL()))
	p, err := kassa.CreatePayment(ctx, yookassa.Key("payment", saleNumber), yookassa.NewPayment{Amount: o.Total(), Capture: true, Description: saleNumber})
	if err != nil {
		return err
	}
	pending, err := kassa.Gateway().Payment(ctx, order.Ref{ID: p.ID})
	if err != nil {
		return err
	}
	pending.ID = "p1" // the name in texts and receipts; YooKassa's id remains in pending.Ref
	_, err = s.b.Do(ctx, saleID, order.Pay{Payment: pending}, order.By{Actor: shopkeeper})
	return errors.Join(err, s.yk.Pay(p.ID))
}

// requests makes a shipment of all goods and requests a parcel for it with the carrier's form. Only the size of the box
// is added to the form.
func requests(ctx context.Context, s *sale) error {
	if err := commands(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "mug")})(ctx, s); err != nil {
		return err
	}
	form, err := s.b.ParcelForm(ctx, saleID, 1, "cdek-1")
	if err != nil {
		return err
	}
	v := form.Values
	v["packages.1.length"], v["packages.1.width"], v["packages.1.height"] = "30", "20", "15"
	_, err = s.b.RequestParcel(ctx, saleID, 1, "cdek-1", v, order.By{Actor: shopkeeper})
	return err
}

// weigh returns the weight of one piece in grams, from the shop's catalogue.
func weigh(l order.LineView) int { return map[string]int{"SHOES-42": 900, "MUG-RED": 400}[l.SKU] }

// commands is a person at the merchant's who gives commands.
func commands(cs ...order.Command) func(context.Context, *sale) error {
	return func(ctx context.Context, s *sale) error {
		for _, c := range cs {
			if _, err := s.b.Do(ctx, saleID, c, order.By{Actor: shopkeeper}); err != nil {
				return err
			}
		}
		return nil
	}
}

// plays does what happens at a time.
func (s *sale) plays(ctx context.Context, at time.Time) error {
	if s == nil {
		return nil
	}
	rows, err := perform(ctx, at, s.acts, s)
	s.rows = append(s.rows, rows...)
	return err
}

// follows adds what the bridge did about the order, with the state in each system after it.
func (s *sale) follows(ctx context.Context, fresh []bridge.Entry) error {
	if s == nil {
		return nil
	}
	for _, e := range fresh {
		if e.Order != saleID || e.What == order.Waiting.String() {
			continue
		}
		m := moment{at: e.At, who: theBridge, what: e.Text}
		switch text := strings.TrimSuffix(e.Text, ": "+order.Applied.String()); {
		case e.Account == "atol-1" && e.Effect != "":
			m.what = "ATOL Online ← " + text
		case e.Account == "pay-1" && e.Effect != "":
			m.what = "YooKassa ← " + text
		case e.Account == "cz-1" && e.Effect != "":
			m.what = "Честный знак ← " + text
		case e.Account == "mail-1" && e.Effect != "":
			m.what = "e-mail ← " + text
		case e.Account == "cdek-1" && e.Effect != "":
			m.what = "CDEK ← " + text
		}
		s.rows = append(s.rows, m)
	}
	o, err := s.b.Order(ctx, saleID)
	if err != nil {
		return err
	}
	s.view = o.View()
	if err := s.count(); err != nil {
		return err
	}
	last := &s.rows[len(s.rows)-1]
	last.here, last.there = s.view.State.String(), s.view.Payment.String()
	for _, p := range s.view.Shipments {
		last.here += "\n" + p.Waybill + "\n" + p.CarrierText
	}
	if p := s.view.Payments; len(p) > 0 && p[0].Refunded.Sign() > 0 {
		last.there += "\n" + s.kept.Text() + " of " + p[0].Amount.Text()
	}
	var printed []string
	for _, r := range s.receipts {
		printed = append(printed, fmt.Sprintf("%d %s", r.Number, r.Kind))
	}
	last.more = strings.Join(printed, "\n")
	return nil
}

// count reads the payments at YooKassa and the receipts at ATOL Online.
func (s *sale) count() error {
	s.receipts, s.kept = nil, amount.RUB(0)
	s.sold, s.mails = s.cz.Code(shoeCode).Withdrawals, len(s.mail.Mails())
	for _, p := range s.yk.Payments() {
		if p.Status != "succeeded" {
			continue
		}
		paid, err := amount.ParseMoney(strings.TrimSuffix(p.Amount, " RUB"), "RUB")
		if err != nil {
			return err
		}
		back, err := amount.ParseMoney(strings.TrimSuffix(p.Refunded, " RUB"), "RUB")
		if err != nil {
			return err
		}
		if s.kept, err = paid.Sub(back); err != nil {
			return err
		}
	}
	for _, r := range s.kassa.Receipts() {
		sum, err := amount.ParseMoney(r.Total, "RUB")
		if err != nil {
			return err
		}
		x := receipt{Number: r.Number, Kind: r.Operation, Sum: sum, Offset: strings.Contains(string(r.Body), `"payments":[{"type":2,`)}
		x.For = strings.TrimPrefix(r.ExternalID, "shop-1%2F"+saleNumber+"/")
		if r.Operation == "sell_refund" {
			x.Sum = amount.RUB(-sum.Minor())
		}
		s.receipts = append(s.receipts, x)
	}
	return nil
}

// moved returns the money that the receipts show: sales less refunds. The offset of an advance moves no money.
func (s *sale) moved() amount.Money {
	var kopecks int64
	for _, r := range s.receipts {
		if !r.Offset {
			kopecks += r.Sum.Minor()
		}
	}
	return amount.RUB(kopecks)
}

// finish reads the order for the last time.
func (s *sale) finish(ctx context.Context) error { return s.follows(ctx, nil) }

// wrong returns what did not end as expected.
func (s *sale) wrong() []error {
	if s == nil {
		return nil
	}
	var errs []error
	should := func(holds bool, format string, args ...any) {
		if !holds {
			errs = append(errs, fmt.Errorf("order shop (%s): "+format, append([]any{saleNumber}, args...)...))
		}
	}
	should(s.view.State == status.OrderDelivered, "state: got %s, want %s", s.view.State, status.OrderDelivered)
	should(s.kept == s.view.Total, "YooKassa kept %s, and the order costs %s", s.kept, s.view.Total)
	should(s.moved() == s.kept, "the receipts come to %s, and YooKassa kept %s", s.moved(), s.kept)
	should(len(s.receipts) == 3, "got %d receipts, want an advance, a refund and a settlement", len(s.receipts))
	should(s.sold == 1, "the code of the shoes left circulation %d times, want 1", s.sold)
	should(s.mails == 5, "the buyer got %d mails, want those of the order, its shipment and three receipts", s.mails)
	should(len(s.view.Holds) == 0, "on hold: %v", s.view.Holds)
	for _, b := range s.view.Blocks {
		should(b.Returned, "R%d is %s", b.N, b.Money)
	}
	return errs
}
