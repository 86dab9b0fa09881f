package order_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The operator's day in a chain of shops: goods are asked for from shops and a remote warehouse, come to the central
// warehouse or to the shop that issues them, are sold and come back. The books are a system of their own.

var (
	operator = order.Actor{ID: "anna", Role: order.RoleOperator}
	shop1    = order.Actor{ID: "olga", Role: order.RoleShop, Place: "МАГ-1"}
	shop2    = order.Actor{ID: "max", Role: order.RoleShop, Place: "МАГ-2"}
	remote1  = order.Actor{ID: "ivan", Role: order.RoleRemote, Place: "УД-1"}
	central  = order.Actor{ID: "petr", Role: order.RoleWarehouse, Place: "ЦС"}
	books    = order.Actor{Role: order.RoleBooks, System: "1c-1"}
	client   = order.Actor{ID: "elena", Role: order.RoleBuyer}
)

// chainScheme is how the chain sells: goods are handed out and shipped only by a posted sale, and marked ones come back
// to the central warehouse.
func chainScheme(of order.SchemeCode, change func(*order.Scheme)) order.Scheme {
	s, _ := of.Rules()
	s.Code, s.MarkedBack = "chain", "ЦС"
	if change != nil {
		change(&s)
	}
	return s
}

// chainOrder is a paid order for two pairs of shoes, which are marked, and three mugs.
func chainOrder(t *testing.T, s order.Scheme) *scenario {
	d := place(t, order.Draft{
		ID: "site-501", Number: "501", Scheme: s.Code, Authority: order.OwnShop | order.BooksOwnDocuments,
		Buyer: order.Buyer{Name: "Смирнова Елена"}, Delivery: order.Delivery{City: "Казань", Point: "МАГ-2"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "SHOES-42", GTIN: "04601234567893", Name: "Туфли", Quantity: amount.Pcs(2), Price: amount.RUB(4990_00), VAT: amount.VAT22, MarkRequired: true},
			{ID: "mug", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(3), Price: amount.RUB(350_00), VAT: amount.VAT22},
		},
	}, order.Actor{Role: order.RoleChannel, System: "site-1"}, order.WithScheme(s))
	if s.Start == status.ItemNew {
		d.does(operator, order.Confirm{})
	}
	d.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total(), Till: "kassa-1"}})
	return d
}

// items is the states and places of a line's units.
func (d *scenario) items(line string) (out []string) {
	l, ok := d.o.Line(line)
	require.True(d, ok)
	for _, p := range l.Portions {
		out = append(out, amount.Milli(p.To.Milli()-p.From.Milli()).String()+" "+p.State.String()+" "+p.Warehouse)
	}
	return out
}

// saleIn1C is the books' report of a sale.
func saleIn1C(number string, shipment int, from string) order.DocumentReport {
	return order.DocumentReport{Document: order.Document{Kind: "sale", Number: number, Shipment: shipment, State: order.DocumentPosted, Posted: true, From: from}}
}

// A shop issues goods that another one sends: the operator asks, the shop sends, the operator posts and makes the sale,
// the shop is told and issues. Each step out of its turn is refused.
//
// part of: B24-11b, B24-4, B24-11a
func TestIssuingFromAShopStepByStep(t *testing.T) {
	d := chainOrder(t, chainScheme(order.OwnPickup, func(s *order.Scheme) {
		s.Needs, s.MarksBefore = map[order.Kind][]string{order.KindDeliver: {"sale"}}, ""
	}))
	d.does(operator, order.Assemble{Picks: order.Pick("mug", amount.Pcs(2)), Warehouse: "МАГ-2"}) // what the shop has
	mug := order.RequestTransfer{Picks: order.Pick("mug", amount.Pcs(1)), From: "МАГ-1", To: "МАГ-2", How: "самовывоз из магазина"}
	d.does(operator, mug)
	d.refused(operator, order.RequestTransfer{Picks: order.Pick("mug", amount.Pcs(1)), From: "МАГ-1", To: "МАГ-2"}, order.ErrNotNow) // no more is short
	d.does(operator, order.RequestTransfer{Picks: order.PickAll("shoes"), From: "УД-1", To: "МАГ-2", How: "самовывоз из магазина"})
	require.Equal(t, []string{"2 assembling МАГ-2", "1 requested МАГ-1"}, d.items("mug"))
	require.Equal(t, []string{"2 requested УД-1"}, d.items("shoes"))
	d.does(operator, order.CreateShipment{To: "МАГ-2"})

	ask := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted}
	require.Contains(t, d.refused(operator, ask, order.ErrNotNow).Why.String(), "a sale is made when all of it is reserved")
	d.refused(operator, order.PostTransfer{Transfer: 1}, order.ErrNotNow) // the shop has not sent it
	d.refused(shop2, order.Deliver{}, order.ErrNotNow)                    // it is not there
	d.refused(shop2, order.SendTransfer{Transfer: 1}, order.ErrRole)      // that is for the other shop to say
	d.does(shop1, order.SendTransfer{Transfer: 1})
	d.refused(shop1, order.PostTransfer{Transfer: 1}, order.ErrRole)
	d.does(operator, order.PostTransfer{Transfer: 1})
	require.Equal(t, []string{"3 assembling МАГ-2"}, d.items("mug"), "posted to a shop is there")

	d.does(remote1, order.SendTransfer{Transfer: 2})
	d.does(shop2, order.ReceiveTransfer{Transfer: 2}) // the shop that issues may say so too
	require.Equal(t, []string{"2 assembling МАГ-2"}, d.items("shoes"))

	require.Contains(t, d.refused(shop2, order.Deliver{}, order.ErrNotNow).Why.String(), "it must be attached and posted first")
	d.does(operator, ask)
	d.reports(books, saleIn1C("РТУ-1", 1, "МАГ-2"))
	d.does(operator, order.Notify{To: order.Addressee{Place: "МАГ-2"}, About: order.About{Shipment: 1}, Text: "всё проведено, выдайте заказ"})
	d.does(operator, order.MarkTold{Notice: 1})
	d.does(shop2, order.Deliver{})
	d.does(shop2, order.AnswerNotice{Notice: 1, Text: "выдан"})
	require.Equal(t, status.OrderDelivered, d.o.State())
}

// A sale from the central warehouse comes after the reserve; one that is asked for twice is one.
//
// part of: B24-11c, B24-6
func TestShippingFromTheCentralWarehouse(t *testing.T) {
	d := chainOrder(t, chainScheme(order.ByCarrier, nil))
	d.does(operator, order.RequestTransfer{Picks: order.PickAll("shoes"), From: "УД-1", To: "ЦС", Central: true, How: "курьер"})
	d.does(operator, order.Assemble{Picks: order.PickAll("mug"), Warehouse: "ЦС"})
	d.does(operator, order.CreateShipment{To: "Казань"})
	d.does(remote1, order.SetMark{Line: "shoes", Unit: 0, Code: "0104601234567893215aa"})
	d.does(remote1, order.SetMark{Line: "shoes", Unit: 1, Code: "0104601234567893215ab"})
	d.does(remote1, order.SendTransfer{Transfer: 1})
	d.does(operator, order.PostTransfer{Transfer: 1})
	require.Equal(t, []string{"2 sent-to-central УД-1"}, d.items("shoes"), "posted to the central warehouse is on the way")
	ask := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft}
	d.refused(operator, ask, order.ErrNotNow)
	d.does(central, order.ReceiveTransfer{Transfer: 1})
	d.does(operator, ask)
	d.refused(operator, ask, order.ErrAlready)
	d.does(central, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted}) // the warehouse posts it
	d.reports(books, saleIn1C("РТУ-2", 1, "ЦС"))
	require.Equal(t, []string{"2 sent ЦС"}, d.items("shoes"))
	require.Equal(t, status.OrderOutWithCourier, d.o.State())
}

// The movement log of a line tells when, where, by whom and how each unit came to be where it is, and can be narrowed
// to a state, a place it came to or left, a person and a time.
//
// part of: B24-6
func TestTheMovementLogOfAnOrder(t *testing.T) {
	d := chainOrder(t, chainScheme(order.ByCarrier, nil))
	d.does(operator, order.RequestTransfer{Picks: order.PickAll("shoes"), From: "УД-1", To: "ЦС", Central: true})
	d.does(operator, order.Assemble{Picks: order.PickAll("mug"), Warehouse: "МАГ-1"})
	d.does(remote1, order.ReportBadMark{Line: "shoes", Unit: 1, Why: "не читается"})
	d.does(remote1, order.SetMark{Line: "shoes", Unit: 1, Code: "0104601234567893215ab"})
	noon := d.at
	d.does(remote1, order.SendTransfer{Transfer: 1})
	d.does(operator, order.PostTransfer{Transfer: 1})
	d.does(central, order.ReceiveTransfer{Transfer: 1})
	d.does(operator, order.Assemble{Picks: order.PickAll("mug"), From: "МАГ-1", Warehouse: "ЦС"})
	d.does(operator, order.SetMark{Line: "shoes", Unit: 0, Code: "0104601234567893215aa"})
	d.does(operator, order.HandOver{Courier: true})

	found := func(f order.Filter) (kinds []string) {
		for e := range d.o.Events(f) {
			kinds = append(kinds, e.Body.Kind())
		}
		return kinds
	}
	require.Equal(t, []string{"placed", "transfer-requested", "mark-rejected", "marked", "transfer-sent", "transfer-posted", "transfer-received", "shipment-created", "handed-over"},
		found(order.Filter{Line: "shoes"}))
	require.Equal(t, []string{"mark-rejected"}, found(order.Filter{State: status.ItemRemarking}))
	require.Equal(t, []string{"transfer-requested", "marked", "transfer-sent"}, found(order.Filter{State: status.ItemRequested}))
	require.Equal(t, []string{"transfer-posted"}, found(order.Filter{State: status.ItemSentToCentral}))
	require.Equal(t, []string{"transfer-received"}, found(order.Filter{From: "УД-1"}))
	require.Equal(t, []string{"assembled"}, found(order.Filter{From: "МАГ-1"}), "a reserve moves")
	require.Equal(t, []string{"handed-over"}, found(order.Filter{From: "ЦС"}))
	require.Equal(t, []string{"transfer-received", "assembled", "shipment-created", "handed-over"}, found(order.Filter{Warehouse: "ЦС"}))
	require.Equal(t, []string{"mark-rejected", "marked", "transfer-sent"}, found(order.Filter{Actor: "ivan"}))
	require.Equal(t, []string{"transfer-sent"}, found(order.Filter{Actor: "ivan", Since: noon.Add(time.Second)}))
	require.Equal(t, []string{"transfer-requested", "mark-rejected", "marked"}, found(order.Filter{Warehouse: "УД-1", Until: noon.Add(time.Second)}))
	require.Empty(t, found(order.Filter{Line: "mug", From: "УД-1"}))
}

// The manager of a remote warehouse loads codes for what leaves it, and for nothing else. A code of another article is
// refused; reported, the unit waits for another one and cannot be sent.
//
// part of: B24-15, B24-12
func TestTheRemoteWarehouseLoadsItsCodes(t *testing.T) {
	check := func(gtin, code string) (string, error) {
		if len(code) < 16 || code[2:16] != gtin {
			return "", &order.Refused{Problem: order.ErrMarking, What: order.Textf("code"), Why: order.Textf("it is of other goods")}
		}
		return code, nil
	}
	s := chainScheme(order.ByCarrier, nil)
	x := &scenario{T: t, at: monday}
	o, _, err := order.New(order.Draft{
		ID: "site-502", Scheme: s.Code, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "shoes", GTIN: "04601234567893", Quantity: amount.Pcs(3), Price: amount.RUB(4990_00), MarkRequired: true}},
	}, x.by(order.Actor{Role: order.RoleChannel, System: "site-1"}), order.WithScheme(s), order.WithMarks(check))
	require.NoError(t, err)
	x.o = o
	x.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}})
	x.does(operator, order.RequestTransfer{Picks: order.Pick("shoes", amount.Pcs(2)), From: "УД-1", To: "ЦС", Central: true})
	x.does(operator, order.RequestTransfer{Picks: order.Pick("shoes", amount.Pcs(1)), From: "УД-2", To: "ЦС", Central: true})
	code := func(unit int, gtin string) order.SetMark {
		return order.SetMark{Line: "shoes", Unit: unit, Code: "01" + gtin + "215abc" + string(rune('0'+unit))}
	}
	x.refused(remote1, code(2, "04601234567893"), order.ErrRole) // it leaves another warehouse
	x.refused(remote1, code(0, "04600000000000"), order.ErrMarking)
	x.does(remote1, order.ReportBadMark{Line: "shoes", Unit: 0, Code: code(0, "04600000000000").Code, Why: "код другого артикула"})
	require.Equal(t, []string{"1 re-marking УД-1", "1 requested УД-1", "1 requested УД-2"}, x.items("shoes"))
	x.refused(remote1, order.SendTransfer{Transfer: 1}, order.ErrMarking)
	x.refused(remote1, order.ReportBadMark{Line: "shoes", Unit: 2, Why: "?"}, order.ErrRole)
	x.does(remote1, code(0, "04601234567893"))
	x.does(remote1, code(1, "04601234567893"))
	x.does(remote1, order.SendTransfer{Transfer: 1})
	require.Equal(t, []string{"2 requested УД-1", "1 requested УД-2"}, x.items("shoes"))
}

// An order is collected from its payment on, or from its first shipment, as the scheme says.
//
// part of: B24-9, B24-3
func TestAnOrderIsCollectedFromItsPaymentOrFromItsFirstShipment(t *testing.T) {
	d := chainOrder(t, chainScheme(order.ByCarrier, nil))
	require.Equal(t, status.OrderAssembling, d.o.State(), "by the payment")
	d = chainOrder(t, chainScheme(order.ByCarrier, func(s *order.Scheme) { s.AssemblingOnPayment = false }))
	require.Equal(t, status.OrderPaid, d.o.State())
	d.does(operator, order.CreateShipment{Picks: order.PickAll("mug"), To: "МАГ-2"})
	require.Equal(t, status.OrderAssembling, d.o.State(), "by the first shipment")
}

// Goods come back through a shop: the buyer's statement comes from the site, plain goods stay on the shop's stock,
// marked ones go on to the central warehouse with a return note.
//
// part of: B24-11e
func TestAReturnThroughAShop(t *testing.T) {
	d := chainOrder(t, chainScheme(order.OwnPickup, nil))
	d.does(operator, order.Assemble{Warehouse: "МАГ-2"})
	d.does(operator, order.SetMark{Line: "shoes", Unit: 0, Code: "0104601234567893215aa"})
	d.does(operator, order.SetMark{Line: "shoes", Unit: 1, Code: "0104601234567893215ab"})
	d.does(shop2, order.Deliver{})
	d.does(shop2, order.Return{Picks: order.Pick("shoes", amount.Pcs(1)).And(order.Pick("mug", amount.Pcs(2))), Reason: status.ReasonDefect})
	d.refused(shop2, order.AttachStatement{Block: 1}, order.ErrInvalid)
	d.does(client, order.AttachStatement{Block: 1, Statement: "site/returns/17.pdf"})
	d.refused(client, order.AttachStatement{Block: 1, Statement: "site/returns/17.pdf"}, order.ErrAlready)
	b, _ := d.o.Block(1)
	require.Equal(t, "site/returns/17.pdf", b.Statement)

	d.refused(shop2, order.Receive{Block: 1, Custody: status.CustodyReceived, Place: "МАГ-1"}, order.ErrRole)
	d.does(shop2, order.Receive{Block: 1, Custody: status.CustodyReceived})
	require.Equal(t, []string{"2 returned МАГ-2", "1 handed-out МАГ-2"}, d.items("mug"), "on the stock of the shop")
	require.Equal(t, []string{"1 returning МАГ-2", "1 handed-out МАГ-2"}, d.items("shoes"), "on its way to the warehouse")
	b, _ = d.o.Block(1)
	require.ElementsMatch(t, []status.ReturnCustody{status.CustodyReceived, status.CustodyInTransit}, b.Custody)
	n := d.o.View().Notices[0]
	require.Equal(t, order.Addressee{Place: "МАГ-2"}, n.To)
	require.Equal(t, "line shoes of return R1 have marking codes: send them to ЦС with a return note", n.Text)
	d.refused(shop2, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.ErrAlready)
	d.refused(operator, order.Refund{Block: 1}, order.ErrNotNow) // some of it is not back yet

	d.does(central, order.Receive{Block: 1, Custody: status.CustodyReceived, Place: "ЦС"})
	require.Equal(t, []string{"1 returned ЦС", "1 handed-out МАГ-2"}, d.items("shoes"))
	d.does(operator, order.Refund{Block: 1})
	d.does(operator, order.AttachStatement{Block: 1, Statement: "site/returns/17-signed.pdf"})
	d.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	d.refused(client, order.AttachStatement{Block: 1, Statement: "site/returns/18.pdf"}, order.ErrNotNow)
}

// Who may do what with transfers, sales, codes and returns, for each role of the default matrix: what it may, and what
// it may not.
//
// part of: B24-12
func TestRolesWithStockAndTransfers(t *testing.T) {
	requested := func(t *testing.T) *scenario {
		d := chainOrder(t, chainScheme(order.ByCarrier, nil))
		d.does(operator, order.RequestTransfer{Picks: order.PickAll("shoes"), From: "МАГ-1", To: "МАГ-2"})
		d.does(operator, order.RequestTransfer{Picks: order.PickAll("mug"), From: "УД-1", To: "ЦС", Central: true})
		return d
	}
	sent := func(t *testing.T) *scenario {
		d := requested(t)
		d.does(operator, order.SendTransfer{Transfer: 1})
		d.does(operator, order.SendTransfer{Transfer: 2})
		return d
	}
	shipped := func(t *testing.T) *scenario {
		d := chainOrder(t, chainScheme(order.ByCarrier, func(s *order.Scheme) { s.MarksBefore = "" }))
		d.does(operator, order.Assemble{Warehouse: "ЦС"})
		d.does(operator, order.CreateShipment{})
		return d
	}
	returned := func(t *testing.T) *scenario {
		d := chainOrder(t, chainScheme(order.OwnPickup, func(s *order.Scheme) { s.MarksBefore = "" }))
		d.does(operator, order.Deliver{})
		d.does(operator, order.Return{Picks: order.PickAll("mug"), Reason: status.ReasonUnwanted})
		return d
	}
	request := order.RequestTransfer{Picks: order.PickAll("mug"), From: "МАГ-1", To: "МАГ-2"}
	ask := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted}
	statement := order.AttachStatement{Block: 1, Statement: "17.pdf"}
	bad := order.ReportBadMark{Line: "shoes", Why: "не читается"}
	document := order.IssueDocument{Document: order.Document{Kind: "transfer", Number: "П-1", State: "sent", Transfer: 1}}
	erp := order.Actor{ID: "inna", Role: order.RoleERP, System: "crm-1"}
	other := order.Actor{ID: "oleg", Role: order.RoleRemote, Place: "УД-2"}
	site := order.Actor{Role: order.RoleChannel, System: "site-1"}

	plain := func(t *testing.T) *scenario { return chainOrder(t, chainScheme(order.ByCarrier, nil)) }
	covered := map[order.Role]bool{}
	for _, c := range []struct {
		who   order.Actor
		given func(*testing.T) *scenario
		may   order.Command
		not   []order.Command // refused for the role or the place
	}{
		{operator, plain, request, nil},
		{operator, requested, order.SendTransfer{Transfer: 1}, nil},
		{operator, sent, order.PostTransfer{Transfer: 1}, nil},
		{operator, sent, order.ReceiveTransfer{Transfer: 2}, nil},
		{operator, sent, order.DropTransfer{Transfer: 1, Why: "не нужно"}, nil},
		{operator, shipped, ask, nil},
		{operator, requested, bad, nil},
		{operator, returned, statement, nil},
		{operator, requested, document, nil},
		{erp, plain, request, []order.Command{order.Refund{Block: 1}}},
		{erp, sent, order.PostTransfer{Transfer: 1}, nil},
		{shop1, requested, order.SendTransfer{Transfer: 1}, []order.Command{order.SendTransfer{Transfer: 2}, order.ReceiveTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}, request, ask, bad, document}},
		{shop1, requested, order.DropTransfer{Transfer: 1, Why: "продано"}, []order.Command{order.DropTransfer{Transfer: 2, Why: "?"}}},
		{shop2, sent, order.ReceiveTransfer{Transfer: 1}, []order.Command{order.ReceiveTransfer{Transfer: 2}, order.DropTransfer{Transfer: 1, Why: "?"}}},
		{shop2, returned, statement, nil},
		{central, requested, order.SendTransfer{Transfer: 1}, []order.Command{request, order.PostTransfer{Transfer: 1}}},
		{central, sent, order.ReceiveTransfer{Transfer: 2}, nil},
		{central, shipped, ask, nil},
		{remote1, requested, order.SendTransfer{Transfer: 2}, []order.Command{order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 2}, order.ReceiveTransfer{Transfer: 2}, request, bad, ask}},
		{other, plain, order.WriteComment{Text: "?"}, []order.Command{request}},
		{client, returned, statement, []order.Command{request, order.Receive{Block: 1, Custody: status.CustodyReceived}}},
		{cdek, plain, order.WriteComment{Text: "?"}, []order.Command{request, ask, statement}},
		{gateway, plain, order.WriteComment{Text: "?"}, []order.Command{request, ask}},
		{site, returned, statement, []order.Command{request, ask}},
		{books, requested, order.WriteComment{Text: "?"}, []order.Command{order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}, order.ReceiveTransfer{Transfer: 1}, request, ask, document}},
		{robot, plain, request, []order.Command{bad}},
		{robot, shipped, ask, nil},
		{robot, requested, order.DropTransfer{Transfer: 1, Why: "заказ отменён"}, []order.Command{order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}, order.ReceiveTransfer{Transfer: 1}}},
	} {
		d := c.given(t)
		for _, no := range c.not {
			d.refused(c.who, no, order.ErrRole)
		}
		d.does(c.who, c.may)
		covered[c.who.Role] = true
	}
	for role := range order.DefaultRoles() {
		require.True(t, covered[role], "%s has no row", role)
	}
	// The books' own word about their documents needs no right to what these stand for.
	d := requested(t)
	d.reports(books, order.DocumentReport{Document: document.Document})
	require.Equal(t, status.TransferSent, d.o.View().Transfers[0].State)
	require.False(t, d.o.Held())
	require.True(t, slices.ContainsFunc(d.o.Allowed(d.by(shop2)), func(p order.Permit) bool {
		return p.Kind == order.KindReceiveTransfer && p.Why == nil && len(p.Picks) == 1
	}), "the shop that waits for it has a button")
}
