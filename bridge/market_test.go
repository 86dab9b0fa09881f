package bridge_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// market is a cabinet that also says what is on sale there and how buyers pay.
type market struct {
	*cabinet
	methods []channels.PaymentMethod
	listed  []channels.Listed
	breaks  error
}

func newMarket() *market {
	return &market{cabinet: &cabinet{scheme: order.SchemeRozetka}, methods: []channels.PaymentMethod{{Code: "cash", Name: "Наличный"}, {Code: "cashless", Name: "Безналичный"}}}
}

func (m *market) PaymentMethods(context.Context) ([]channels.PaymentMethod, error) {
	return m.methods, m.breaks
}

func (m *market) Listed(context.Context) iter.Seq2[channels.Listed, error] {
	return func(yield func(channels.Listed, error) bool) {
		for _, l := range m.listed {
			if !yield(l, nil) {
				return
			}
		}
		if m.breaks != nil {
			yield(channels.Listed{}, m.breaks)
		}
	}
}

// rozetkaRoute is the route of orders that are worked on from a program of documents.
var rozetkaRoute = bridge.Route{
	Channel: "rz-1", Scheme: order.SchemeRozetka, Authority: order.Rozetka,
	Tills: map[string]string{"cash": "каса 1", "cashless": "UA21 ПриватБанк"}, Centres: bridge.Centres{Reserve: "main", WriteOff: "shop", Known: []string{"main", "shop"}},
}

var landings = []bridge.Landing{
	{Status: "processing", Name: "remote order"},
	{Status: "confirmed", Name: "invoice", Documents: []order.Document{{Kind: "invoice", State: "issued"}}},
	{Status: "sent", Name: "invoice and waybill", Documents: []order.Document{{Kind: "invoice", State: "issued"}, {Kind: "waybill", State: "sent"}}},
	{Status: "received", Name: "prepaid invoice and waybill", Prepaid: true, Documents: []order.Document{
		{Kind: "invoice", State: "issued"}, {Kind: "waybill", State: "received"},
	}},
}

// ledger returns what an order does to the stock.
func (w *passWorld) ledger(r *row) (lines []string) {
	w.Helper()
	var log []order.Event
	for e := range w.order(r).Events(order.Filter{}) {
		log = append(log, e)
	}
	es, err := stock.Ledger(log)
	require.NoError(w, err)
	for _, e := range es {
		lines = append(lines, fmt.Sprintf("%s %s: %s, %s", e.Centre, e.Article, e.Reserved, e.WrittenOff))
	}
	return lines
}

func (w *passWorld) does(r *row, cs ...order.Command) {
	w.Helper()
	for _, c := range cs {
		_, err := w.b.Do(w.Context(), "rz-1/"+r.id, c, anna)
		require.NoError(w, err)
	}
}

func issues(kind, state string) order.IssueDocument {
	return order.IssueDocument{Document: order.Document{Kind: kind, Number: "1", State: state}}
}

// Goods that are on sale there and are not ours are reported at the set-up, with the first few; in a pass they are a
// warning, and the order is loaded with the foreign name and sum.
//
// part of: RZ-14
func TestGoodsThatAreNotOursAreReportedAtTheSetUp(t *testing.T) {
	m := newMarket()
	for _, a := range []string{"MUG", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6", ""} {
		m.listed = append(m.listed, channels.Listed{ID: "rz" + a, Article: a, Name: "Товар " + a})
	}
	ours := bridge.WithGoods(func(account string, l order.LineView) bool {
		require.Equal(t, "rz-1", account)
		require.Equal(t, order.LineGoods, l.Kind)
		return l.SKU == "BOWL" || l.SKU == "PLATE"
	})
	w := passTownAt(t, m.cabinet, m, rozetkaRoute, ours)
	err := w.b.Check(t.Context())
	var bad *bridge.GoodsError
	require.ErrorAs(t, err, &bad)
	require.Equal(t, 8, bad.Unknown)
	require.EqualError(t, err, "account rz-1: shop not compatible: 8 of 8 goods unknown: MUG Товар MUG, A-1 Товар A-1, A-2 Товар A-2, A-3 Товар A-3, A-4 Товар A-4")
	require.Contains(t, texts.Ukrainian.Error(err), "магазин не сумісний: невідомо 8 із 8 товарів")
	require.NotEqual(t, ordo.Invalid, ordo.ClassOf(err), "a service may start all the same")

	r := w.cabinet.place("new", monday)
	pass := w.pass()
	require.Equal(t, bridge.ResultWarnings, pass.Result)
	require.Equal(t, []string{"MUG Кухоль"}, pass.Unknown)
	l, _ := w.order(r).Line("1")
	require.Equal(t, "Кухоль", l.Name)
	require.Equal(t, amount.UAH(200_00), l.Total)

	for article, unknown := range map[string][]string{"PLATE": nil, "VASE": {"VASE Ще щось"}} {
		r = w.cabinet.place("processing", monday)
		w.pass()
		w.cabinet.edit(r, func(r *row) { r.added = article })
		w.clock.pass(time.Minute)
		pass = w.pass()
		require.Equal(t, unknown, pass.Unknown, "what is added in the cabinet is looked at, too")
		require.Len(t, w.order(r).View().Lines, 2, "and taken in any case")
		warned := 0
		for _, e := range w.journalOf(r) {
			if e.What == "unknown-goods" {
				warned++
			}
		}
		require.Equal(t, 1+len(unknown), warned)
	}
}

func TestTheGoodsOnSaleMayBeUnreadableOrUnreachable(t *testing.T) {
	m := newMarket()
	m.listed = []channels.Listed{{ID: "1", Article: "MUG", Name: "Кухоль"}, {ID: "2", Problem: fmt.Errorf("no name")}}
	known := bridge.WithGoods(func(string, order.LineView) bool { return true })
	w := passTownAt(t, m.cabinet, m, rozetkaRoute, known)
	require.EqualError(t, w.b.Check(t.Context()), "account rz-1: 1 record of the goods on sale cannot be read")
	m.listed = m.listed[:1]
	require.NoError(t, w.b.Check(t.Context()))

	w = passTownAt(t, m.cabinet, m, rozetkaRoute)
	m.listed[0].Article = "?"
	require.NoError(t, w.b.Check(t.Context()), "nobody said which goods there are")

	w = passTownAt(t, m.cabinet, m, rozetkaRoute, known)
	m.breaks = &ordo.Error{System: "cabinet", Class: ordo.Retry, Text: "no connection"}
	require.ErrorContains(t, w.b.Check(t.Context()), "no connection")
}

// Every method of payment needs a till before the first order is loaded; loading the methods again keeps them.
//
// part of: RZ-17
func TestAMethodOfPaymentWithoutATillIsRefusedByName(t *testing.T) {
	m := newMarket()
	route := rozetkaRoute
	route.Tills = map[string]string{"cash": "каса 1", "crypto": "wallet"}
	w := passTownAt(t, m.cabinet, m, route)
	r := w.cabinet.place("new", monday)
	err := w.b.Check(t.Context())
	require.ErrorContains(t, err, "methods of payment without a till: Безналичный (cashless); add them to Route.Tills")
	require.ErrorContains(t, err, "Route.Tills has methods of payment that the channel does not have: crypto")
	require.Equal(t, ordo.Invalid, ordo.ClassOf(err), "only the merchant can correct it")
	require.Equal(t, bridge.ResultFailed, w.pass().Result)
	w.unknown(r)

	ms, err := w.b.PaymentMethods(t.Context(), "rz-1")
	require.NoError(t, err)
	require.Len(t, ms, 2)
	require.Equal(t, "Безналичный", ms[1].Name)
	require.Empty(t, ms[1].Till)

	w = passTownAt(t, m.cabinet, m, rozetkaRoute)
	for range 2 {
		ms, err = w.b.PaymentMethods(t.Context(), "rz-1")
		require.NoError(t, err)
		require.Equal(t, []bridge.MethodTill{
			{PaymentMethod: m.methods[0], Scheme: order.SchemeRozetka, Till: "каса 1"},
			{PaymentMethod: m.methods[1], Scheme: order.SchemeRozetka, Till: "UA21 ПриватБанк"},
		}, ms)
	}
	require.NoError(t, w.b.Check(t.Context()))
	require.Equal(t, bridge.ResultOK, w.pass().Result)

	_, err = w.b.PaymentMethods(t.Context(), "nobody")
	require.ErrorIs(t, err, bridge.ErrUnknown)
	m.breaks = &ordo.Error{System: "cabinet", Class: ordo.Retry, Text: "no connection"}
	_, err = w.b.PaymentMethods(t.Context(), "rz-1")
	require.ErrorContains(t, err, "no connection")
}

// Money goes into the till of its method, recorded by hand or posted for an order that landed as received.
//
// part of: RZ-17, RZ-3, RZ-8
func TestMoneyGoesIntoTheTillOfItsMethod(t *testing.T) {
	m := newMarket()
	route := rozetkaRoute
	route.Landing = landings
	w := passTownAt(t, m.cabinet, m, route)
	byHand, landed, odd := w.cabinet.place("processing", monday), w.cabinet.place("received", monday), w.cabinet.place("processing", monday)
	byHand.method, landed.method, odd.method = "cash", "cashless", "barter"
	w.pass()

	v := w.order(landed).View()
	require.Equal(t, "UA21 ПриватБанк", v.Payments[0].Till)
	require.Equal(t, "cashless", v.Payments[0].Method)
	require.Equal(t, amount.UAH(200_00), v.Paid)
	require.Empty(t, w.order(byHand).View().Payments, "nothing else marks itself paid")

	pay := order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.UAH(150_00)}}
	by := anna
	by.Key = "click-1"
	for range 2 {
		_, err := w.b.Do(t.Context(), "rz-1/"+byHand.id, pay, by)
		require.NoError(t, err, "the same click twice")
	}
	w.does(byHand, &order.Pay{Payment: order.Payment{ID: "p2", Amount: amount.UAH(30_00), Method: "cashless"}},
		order.Pay{Payment: order.Payment{ID: "p3", Amount: amount.UAH(20_00), Till: "каса 2"}})
	var tills []string
	for _, p := range w.order(byHand).View().Payments {
		tills = append(tills, p.Till)
	}
	require.Equal(t, []string{"каса 1", "UA21 ПриватБанк", "каса 2"}, tills)

	w.does(odd, pay)
	require.Empty(t, w.order(odd).View().Payments[0].Till)
	require.True(t, says(w.journalOf(odd), "no-till"), "somebody is told")
	require.False(t, says(w.journalOf(byHand), "no-till"))
}

// The invoice reserves in the one centre of the account, the waybill writes off from the other and frees the reserve;
// cancelling frees it, too. An order that is found under way lands there.
//
// part of: RZ-16, RZ-3, RZ-5
func TestDocumentsGetTheCentresOfTheRoute(t *testing.T) {
	m := newMarket()
	route := rozetkaRoute
	route.Landing = landings
	w := passTownAt(t, m.cabinet, m, route)
	kept, gone := []string{"main MUG: 2, 0"}, []string{"shop MUG: 0, 2"}
	r := map[string]*row{}
	for _, s := range []string{"processing", "confirmed", "sent", "received"} {
		r[s] = w.cabinet.place(s, monday)
	}
	dropped, taken, other := w.cabinet.place("processing", monday), w.cabinet.place("processing", monday), w.cabinet.place("processing", monday)
	w.pass()
	require.Empty(t, w.ledger(r["processing"]))
	require.Equal(t, kept, w.ledger(r["confirmed"]), "it landed as an invoice")
	require.Equal(t, gone, w.ledger(r["sent"]), "it landed with a waybill")
	require.Equal(t, gone, w.ledger(r["received"]))
	require.Equal(t, "main", w.order(r["confirmed"]).View().Documents[0].From)
	for _, x := range r {
		require.False(t, w.order(x).Held())
	}
	w.clock.pass(time.Minute)
	w.pass()
	require.Equal(t, kept, w.ledger(r["confirmed"]), "what the channel shows takes nothing back")

	by := anna
	by.Key = "invoice-1"
	for range 2 {
		_, err := w.b.Do(t.Context(), "rz-1/"+r["processing"].id, issues("invoice", "issued"), by)
		require.NoError(t, err, "the same click twice")
	}
	require.Equal(t, kept, w.ledger(r["processing"]))
	w.does(r["processing"], issues("waybill", "draft"))
	require.Equal(t, kept, w.ledger(r["processing"]), "a draft is nothing yet")
	w.does(r["processing"], issues("waybill", "sent"))
	require.Equal(t, gone, w.ledger(r["processing"]))
	w.does(r["confirmed"], &order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "1", State: "received"}})
	require.Equal(t, gone, w.ledger(r["confirmed"]), "states may be left out")

	w.does(dropped, issues("invoice", "issued"), order.Cancel{Reason: status.ReasonBuyerRefused, Told: "by phone"})
	require.Empty(t, w.ledger(dropped))
	w.does(taken, issues("invoice", "issued"))
	w.cabinet.edit(taken, func(r *row) { r.status = "refused" })
	w.clock.pass(time.Minute)
	w.pass()
	require.Empty(t, w.ledger(taken), "cancelled by the marketplace")

	named := issues("invoice", "issued")
	named.Place = "shop"
	w.does(other, named)
	require.Equal(t, []string{"shop MUG: 2, 0"}, w.ledger(other), "a document may name a centre itself")
	named.Document.Number, named.Place = "2", "garage"
	_, err := w.b.Do(t.Context(), "rz-1/"+other.id, named, anna)
	require.ErrorIs(t, err, order.ErrInvalid)
	require.ErrorContains(t, err, "centre garage does not exist; the centres are main, shop")
}

// A parcel that was on its way when its order was found is followed, too; its waybill document knows its number, and is
// received with it.
//
// part of: RZ-3, RZ-13
func TestAParcelOfAnOrderThatLandsIsFollowed(t *testing.T) {
	m := newMarket()
	route := rozetkaRoute
	route.Landing, route.Carriers, route.AutoReceive = landings, []string{"lorry-1"}, true
	at := status.ShipmentSent
	l := &lorry{parcel: func(p *carriers.Parcel) { p.Number, p.Shipment = "20450000000001", at }}
	w := passTownAt(t, m.cabinet, m, route, bridge.Account("lorry-1", l), bridge.WithTrackEvery(time.Hour))
	r := w.cabinet.place("sent", monday)
	r.ttn = "20450000000001"
	w.pass()
	v := w.order(r).View()
	require.Equal(t, "20450000000001", v.Documents[1].Waybill)
	require.Equal(t, 1, v.Documents[1].Shipment)
	require.Equal(t, []string{"shop MUG: 0, 2"}, w.ledger(r))
	follow := func(s status.ShipmentState) order.View {
		at = s
		w.clock.pass(2 * time.Hour)
		w.pass()
		return w.order(r).View()
	}
	require.Equal(t, status.OrderArrived, follow(status.ShipmentArrived).State)
	v = follow(status.ShipmentHandedOut)
	require.Equal(t, "received", v.Documents[1].State)
	require.Equal(t, status.OrderCompleted, v.State)
}

// Centres, tills and clients that cannot work are refused at the start.
//
// part of: RZ-16
func TestCentresThatDoNotExistAreRefused(t *testing.T) {
	with := func(change func(r *bridge.Route)) bridge.Route {
		r := rozetkaRoute
		change(&r)
		return r
	}
	for want, route := range map[string]bridge.Route{
		"Centres.WriteOff is missing; the centres are main, shop":           with(func(r *bridge.Route) { r.Centres.WriteOff = "" }),
		`Centres.Reserve "maim" does not exist; the centres are main, shop`: with(func(r *bridge.Route) { r.Centres.Reserve = "maim" }),
		"Centres.Known is empty":                                         with(func(r *bridge.Route) { r.Centres.Known = nil }),
		"Centres have no effect in scheme own-pickup":                    with(func(r *bridge.Route) { r.Scheme = order.OwnPickup }),
		`Tills binds the method "cash" to the till ""`:                   with(func(r *bridge.Route) { r.Tills = map[string]string{"cash": ""} }),
		"Parties have no effect without a Directory":                     with(func(r *bridge.Route) { r.Parties.Create = true }),
		`Parties.Directory "erp-1" is not among the accounts`:            with(func(r *bridge.Route) { r.Parties.Directory = "erp-1" }),
		`Parties.Directory "rz-1" is a cabinet account, not a directory`: with(func(r *bridge.Route) { r.Parties.Directory = "rz-1" }),
		"Parties.Keys are empty":                                         with(func(r *bridge.Route) { r.Parties.Directory = "clients-1" }),
		`Parties.Keys has "phone" twice`:                                 with(func(r *bridge.Route) { r.Parties.Keys = []erp.PartyKey{erp.PartyPhone, erp.PartyPhone} }),
		`Parties.Keys has "taxid"; the keys are phone, name and email`:   with(func(r *bridge.Route) { r.Parties.Keys = []erp.PartyKey{"taxid"} }),
		"Parties.Fields have no effect without Create":                   with(func(r *bridge.Route) { r.Parties.Fields = map[string]string{"group": "retail"} }),
	} {
		_, err := bridge.New(memory.New(), bridge.Account("rz-1", newMarket()), bridge.Account("clients-1", &clients{}), route)
		require.ErrorContains(t, err, want)
	}
}

// An order without news that the channel will close by itself is warned of in time, in the merchant's language, and
// once more when its status changes and time passes again.
//
// part of: RZ-10, RZ-11
func TestASilentCloseIsWarnedOfInTime(t *testing.T) {
	m := newMarket()
	w := passTownAt(t, m.cabinet, m, rozetkaRoute, bridge.WithLanguage(texts.Ukrainian))
	r := w.cabinet.place("sent", monday)
	w.pass()
	warned := func() (out []string) {
		for _, e := range w.journalOf(r) {
			if e.What == "deadline" {
				out = append(out, e.Text)
			}
		}
		return out
	}
	day := 24 * time.Hour
	w.clock.pass(26 * day)
	w.pass()
	require.Empty(t, warned())
	w.clock.pass(36 * time.Hour)
	require.NoError(t, w.b.Work(t.Context()))
	require.Len(t, warned(), 1)
	require.Contains(t, warned()[0], "rz-1 закриє замовлення як отримане")
	w.cabinet.edit(r, func(r *row) { r.status = "waiting" })
	w.pass()
	w.clock.pass(28 * day)
	w.pass()
	require.Len(t, warned(), 2)
}

// The merchant reads of a cancellation, with the number and date of the invoice, and of what a pass did, in the own
// language.
//
// part of: RZ-5, RZ-11
func TestAPassSpeaksTheMerchantsLanguage(t *testing.T) {
	m := newMarket()
	w := passTownAt(t, m.cabinet, m, rozetkaRoute, bridge.WithLanguage(texts.Ukrainian), bridge.Schedule{Account: "rz-1", Every: []time.Duration{time.Hour}},
		bridge.WithGoods(func(string, order.LineView) bool { return false }))
	r := w.cabinet.place("processing", monday)
	pass, err := w.b.Poll(t.Context(), "rz-1")
	require.NoError(t, err)
	require.Equal(t, []bridge.Landed{{Order: "rz-1/1", Number: "№1", Where: "в роботі"}}, pass.Loaded)
	require.Equal(t, []string{"rz-1: 1 замовлення"}, w.notices())
	invoice := issues("invoice", "issued")
	invoice.Document.Number, invoice.Document.Date = "РН-15", "2026-03-02"
	w.does(r, invoice)
	w.cabinet.edit(r, func(r *row) { r.status = "refused" })
	w.clock.pass(time.Hour)
	pass, err = w.b.Poll(t.Context(), "rz-1")
	require.NoError(t, err)
	var told []string
	for _, e := range pass.Changes {
		if e.What == "cancelled" {
			told = append(told, e.Text)
		}
	}
	require.Len(t, told, 1)
	require.Contains(t, told[0], "анулюйте документ invoice РН-15 від 2026-03-02")
	require.Equal(t, order.DocumentVoidUpstream, w.order(r).View().Documents[0].State, "the invoice is kept, and marked")
}
