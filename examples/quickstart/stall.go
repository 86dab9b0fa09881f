package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// kyiv is the time zone of everyone in the story of the stall.
var kyiv = time.FixedZone("EET", 2*60*60)

// inKyiv is a moment in March 2026.
func inKyiv(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, kyiv)
}

// manager works in an ERP such as Torgsoft, whose documents drive the order; the host gives them as commands.
var manager = order.Actor{ID: "olena", Role: order.RoleOperator}

// wanted is what the buyer orders.
var wanted = rozetkatest.Order{
	Buyer:     rozetkatest.Person{LastName: "Гнатюк", FirstName: "Олена", Phone: "380671112233"},
	Recipient: rozetkatest.Person{LastName: "Коваль", FirstName: "Ірина", Phone: "380501112233"},
	Lines: []rozetkatest.Line{
		{OfferID: "41207", Name: "Чайник", Price: 750_00, Discount: 50_00, Quantity: 2},
		{OfferID: "41208", Name: "Чашка", Price: 120_00},
	},
	Delivery: rozetkatest.Delivery{City: "Львів", Branch: "10"},
}

// onROZETKA is what happens to an order that invoice and waybill lead.
func onROZETKA() []act[stall] {
	invoice := order.Document{Kind: "invoice", Number: "77", Date: "2026-03-02", State: "issued"}
	return []act[stall]{
		{inKyiv(2, 10, 0), theBuyer, "orders at ROZETKA: 2 × Чайник, Чашка, to branch 10 of Nova Poshta in Львів", func(_ context.Context, s *stall) error {
			s.number = s.rz.Place(wanted)
			return nil
		}},
		{inKyiv(2, 10, 20), theMerchant, "agrees with the buyer and issues invoice 77", documents(invoice)},
		{inKyiv(2, 16, 0), theMerchant, "makes a waybill at Nova Poshta, and saves waybill 91 with its number (ТТН) as «отправлен»", func(ctx context.Context, s *stall) error {
			s.ttn = s.np.MakeWaybill(nil)
			return documents(order.Document{Kind: "waybill", Number: "91", State: "sent", Waybill: s.ttn, Basis: "77"})(ctx, s)
		}},
		{inKyiv(2, 18, 30), novaPoshta, "Nova Poshta takes the parcel, and ROZETKA sees it", func(_ context.Context, s *stall) error {
			s.np.HandOver(s.ttn)
			return s.rz.Track(s.number, rozetka.StatusHandedOver)
		}},
		{inKyiv(4, 9, 0), novaPoshta, "Nova Poshta brings it to the branch", func(_ context.Context, s *stall) error {
			s.np.Ship(s.ttn)
			s.np.Arrive(s.ttn)
			return s.rz.Track(s.number, rozetka.StatusArrived)
		}},
		{inKyiv(5, 8, 0), novaPoshta, "Nova Poshta hands it over to the buyer", func(_ context.Context, s *stall) error { s.np.HandOut(s.ttn); return nil }},
		{inKyiv(5, 9, 10), theMerchant, "reads the notice, and saves waybill 91 as «получен»", documents(order.Document{Kind: "waybill", Number: "91", State: "received"})},
		{inKyiv(6, 12, 0), theMerchant, "has the money from Nova Poshta, and records it in the till", func(ctx context.Context, s *stall) error {
			return s.gives(ctx, order.Pay{Payment: order.Payment{
				ID: "transfer-1", Amount: s.view.Due, Method: rozetka.MethodCodeCash, Till: torgsoft.Tills[rozetka.MethodCodeCash],
			}})
		}},
	}
}

// documents is the manager who saves a document.
func documents(d order.Document) func(context.Context, *stall) error {
	return func(ctx context.Context, s *stall) error { return s.gives(ctx, order.IssueDocument{Document: d}) }
}

// stall is the order at ROZETKA and what happened to it.
type stall struct {
	*world
	acts   []act[stall]
	rows   []moment
	number int64  // at ROZETKA
	ttn    string // the waybill's number at Nova Poshta
	view   order.View
	there  rozetkatest.Order // at ROZETKA
	stock  []stock.Entry
}

// id returns the order's id here.
func (s *stall) id() string { return "rz-1/" + strconv.FormatInt(s.number, 10) }

// gives gives a command for the order. It is read at ROZETKA first: what changed there counts.
func (s *stall) gives(ctx context.Context, c order.Command) error {
	_, err := s.b.Do(ctx, s.id(), c, order.By{Actor: manager}, bridge.Fresh)
	return err
}

// plays does what happens at a time.
func (s *stall) plays(ctx context.Context, at time.Time) error {
	if s == nil {
		return nil
	}
	rows, err := perform(ctx, at, s.acts, s)
	s.rows = append(s.rows, rows...)
	return err
}

// follows adds what the bridge did about the order, with the state on both sides after it.
func (s *stall) follows(ctx context.Context, fresh []bridge.Entry) error {
	if s == nil || s.number == 0 {
		return nil
	}
	for _, e := range fresh {
		if e.Order != s.id() || e.What == order.Waiting.String() {
			continue
		}
		m := moment{at: e.At, who: theBridge, what: e.Text}
		switch text := strings.TrimSuffix(e.Text, ": "+order.Applied.String()); {
		case e.Account == "rz-1" && e.Effect != "":
			m.what = "ROZETKA ← " + text
		case e.Account == "np-1" && e.Effect != "":
			m.what = "Nova Poshta ← " + text
		}
		s.rows = append(s.rows, m)
	}
	o, err := s.b.Order(ctx, s.id())
	if err != nil {
		return err
	}
	s.view = o.View()
	s.there, _ = s.rz.Order(s.number)
	if s.stock, err = stock.Ledger(slices.Collect(o.Events(order.Filter{}))); err != nil {
		return err
	}
	last := &s.rows[len(s.rows)-1]
	last.here, last.there = s.view.State.String(), s.status()
	if s.there.TTN != "" {
		last.there += "\n" + s.there.TTN
	}
	last.more = strings.Join(slices.Concat(s.papers(), s.goods()), "\n")
	return nil
}

// status returns the status at ROZETKA.
func (s *stall) status() string {
	row, _ := status.Rozetka().Row(status.AxisOrder, strconv.Itoa(s.there.Status))
	return fmt.Sprintf("%d %s", s.there.Status, cmp.Or(row.Names.RU, row.Names.UK))
}

// papers returns the documents of the ERP.
func (s *stall) papers() (lines []string) {
	for _, d := range s.view.Documents {
		lines = append(lines, fmt.Sprintf("%s %s %s", d.Kind, d.Number, d.State))
	}
	return lines
}

// goods returns what the order reserves and has written off.
func (s *stall) goods() (lines []string) {
	for _, e := range s.stock {
		if e.Reserved.Sign() > 0 {
			lines = append(lines, fmt.Sprintf("%s reserved: %s", e.Article, e.Reserved))
		}
		if e.WrittenOff.Sign() > 0 {
			lines = append(lines, fmt.Sprintf("%s written off: %s", e.Article, e.WrittenOff))
		}
	}
	return lines
}

// costs returns what the order costs at ROZETKA.
func (s *stall) costs() amount.Money {
	var kopecks int64
	for _, l := range s.there.Lines {
		kopecks += (l.Price - l.Discount) * int64(l.Quantity)
	}
	return amount.UAH(kopecks)
}

// finish reads the order for the last time.
func (s *stall) finish(ctx context.Context) error { return s.follows(ctx, nil) }

// wrong returns what did not end as expected.
func (s *stall) wrong() []error {
	if s == nil {
		return nil
	}
	var errs []error
	should := func(holds bool, format string, args ...any) {
		if !holds {
			errs = append(errs, fmt.Errorf("order rozetka (%d): %w", s.number, fmt.Errorf(format, args...)))
		}
	}
	should(s.view.State == status.OrderCompleted, "state: got %s, want %s", s.view.State, status.OrderCompleted)
	should(s.there.Status == rozetka.StatusReceived, "status at ROZETKA: got %s, want %d", s.status(), rozetka.StatusReceived)
	should(s.there.TTN == s.ttn, "waybill at ROZETKA: got %q, want %q", s.there.TTN, s.ttn)
	should(s.costs() == s.view.Total, "it costs %s at ROZETKA, and %s here", s.costs(), s.view.Total)
	should(s.view.Paid == s.view.Total, "%s is paid of %s", s.view.Paid, s.view.Total)
	should(len(s.goods()) == len(wanted.Lines) && !strings.Contains(strings.Join(s.goods(), " "), "reserved"), "stock: %v", s.goods())
	should(len(s.view.Holds) == 0, "on hold: %v", s.view.Holds)
	return errs
}
