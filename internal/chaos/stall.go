package chaos

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Stall is the merchant's shop on ROZETKA. He works in an ERP whose documents drive the orders, as Torgsoft's do; the
// host gives them here.
type Stall struct {
	*Market
	RZ         *rozetkatest.Server
	RZSettings rozetkatest.Settings
	Profile    rozetka.Profile
	Way        bridge.Route
	Accounts   func() []bridge.Option // further accounts and what a route needs besides; nil: none
	Manager    order.Actor

	number int // of documents and commands
}

// TradeOnROZETKA runs a test on a market where the merchant has a stall on ROZETKA besides. The test begins at ten on a
// Monday in Kyiv.
func TradeOnROZETKA(t *testing.T, stores Stores, f func(s *Stall), set ...func(s *Stall)) {
	t.Helper()
	Trade(t, stores, func(m *Market) { f(m.Stall) }, onROZETKA(set...))
}

func onROZETKA(set ...func(s *Stall)) func(m *Market) {
	return func(m *Market) {
		time.Sleep(time.Until(time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)))
		s := &Stall{
			Market: m, Profile: rozetka.Then, RZSettings: rozetkatest.Settings{Now: time.Now, Profile: rozetkatest.Then},
			Manager: order.Actor{Role: order.RoleOperator, ID: "olena"},
			Way: bridge.Route{
				Channel: "rz-1", Scheme: order.SchemeRozetka, Authority: order.Rozetka, Take: true, Carriers: []string{}, Landing: Landings(),
				Tills:   map[string]string{rozetka.MethodCodeCash: "каса 1", rozetka.MethodCodeCashless: "UA21 ПриватБанк"},
				Centres: bridge.Centres{Reserve: "main", WriteOff: "shop", Known: []string{"main", "shop"}},
			},
		}
		for _, f := range set {
			f(s)
		}
		s.RZ = rozetkatest.New(s.RZSettings)
		m.Cleanup(s.RZ.Close)
		m.Stall = s
	}
}

// Landings is where orders land that are loaded in a status of their own.
func Landings() []bridge.Landing {
	invoice := order.Document{Kind: "invoice", State: "issued"}
	waybill := func(state string) order.Document { return order.Document{Kind: "waybill", State: state} }
	return []bridge.Landing{
		{Status: "1", Name: "remote order"},
		{Status: "26", Name: "remote order"},
		{Status: "47", Name: "remote order"},
		{Status: "2", Name: "invoice", Documents: []order.Document{invoice}},
		{Status: "3", Name: "invoice and waybill", Documents: []order.Document{invoice, waybill("sent")}},
		{Status: "4", Name: "invoice and waybill", Documents: []order.Document{invoice, waybill("sent")}},
		{Status: "5", Name: "invoice and waybill", Documents: []order.Document{invoice, waybill("delivered")}},
		{Status: "6", Name: "prepaid invoice and waybill", Documents: []order.Document{invoice, waybill("received")}, Prepaid: true},
		{Status: "68", Name: "invoice and waybill", Documents: []order.Document{invoice, waybill("delivered")}}, // received in part
		{Category: "new", Name: "remote order"},
		{Category: "processing", Name: "remote order"},
		{Category: "delivering", Name: "invoice and waybill", Documents: []order.Document{invoice, waybill("sent")}},
		{Category: "successful", Name: "prepaid invoice and waybill", Documents: []order.Document{invoice, waybill("received")}, Prepaid: true},
	}
}

// Client is the merchant's client of ROZETKA.
func (s *Stall) Client() *rozetka.Client {
	opts := append([]ordo.Option{ordo.WithHTTPClient(s.transport(s.RZ.Transport()))}, s.calls...)
	return rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), opts...)
}

// accounts connects the stall with a bridge.
func (s *Stall) accounts() []bridge.Option {
	opts := []bridge.Option{bridge.Account("rz-1", s.Client().Channel(rozetka.WithProfile(s.Profile))), s.Way}
	if s.Accounts != nil {
		opts = append(opts, s.Accounts()...)
	}
	return opts
}

// Deal is one order on ROZETKA.
type Deal struct {
	*Stall
	ID      int64
	invoice string
	waybill string
}

// Kettles is an order of two kettles and a cup, to a branch of Nova Poshta.
func Kettles() rozetkatest.Order {
	return rozetkatest.Order{
		Buyer:     rozetkatest.Person{LastName: "Гнатюк", FirstName: "Олена", Phone: "380671112233"},
		Recipient: rozetkatest.Person{LastName: "Коваль", FirstName: "Ірина", Phone: "380501112233"},
		Lines: []rozetkatest.Line{
			{OfferID: "41207", Name: "Чайник", Price: 750_00, Discount: 50_00, Quantity: 2},
			{OfferID: "41208", Name: "Чашка", Price: 120_00},
		},
		Delivery: rozetkatest.Delivery{City: "Київ", Branch: "76"},
	}
}

// Found is an order of which nobody here knows yet.
func (s *Stall) Found(o rozetkatest.Order) *Deal { return &Deal{Stall: s, ID: s.RZ.Place(o)} }

// Loads is an order that a pass has loaded.
func (s *Stall) Loads(o rozetkatest.Order) *Deal {
	s.Helper()
	d := s.Found(o)
	s.Settle()
	return d
}

// Key is the order's id here.
func (d *Deal) Key() string { return "rz-1/" + strconv.FormatInt(d.ID, 10) }

// Here is the order as it is here.
func (d *Deal) Here() *order.Order {
	d.Helper()
	o, err := d.Bridge.Order(d.Context(), d.Key())
	require.NoError(d, err, "journal: %v", d.Tail())
	return o
}

// There is the order as ROZETKA has it.
func (d *Deal) There() rozetkatest.Order {
	d.Helper()
	o, ok := d.RZ.Order(d.ID)
	require.True(d, ok)
	return o
}

// Stands checks the order on both sides.
func (d *Deal) Stands(there int, here status.OrderState) {
	d.Helper()
	require.Equal(d, there, d.There().Status, "ROZETKA; journal: %v", d.Tail())
	require.Equal(d, here.String(), d.Here().State().String(), "journal: %v", d.Tail())
}

// Does gives a command as the manager, and returns why it is refused. Given again, as the process has ended, it is the
// same command.
func (d *Deal) Does(c order.Command, opts ...bridge.DoOption) error {
	by := order.By{Actor: d.Manager, Key: d.next("command")}
	for {
		_, err := d.Bridge.Do(d.Context(), d.Key(), c, by, opts...)
		if !d.reborn() {
			return err
		}
	}
}

// Must gives a command that is not refused, and lets everything follow from it.
func (d *Deal) Must(c order.Command, opts ...bridge.DoOption) {
	d.Helper()
	require.NoError(d, d.Does(c, opts...), "journal: %v", d.Tail())
	d.Settle()
}

// next returns the number of the next document or command.
func (s *Stall) next(kind string) string {
	s.number++
	return kind + "-" + strconv.Itoa(s.number)
}

// Invoice is the manager who issues the invoice: the buyer has confirmed.
func (d *Deal) Invoice() error {
	d.Helper()
	if d.invoice == "" {
		d.invoice = d.next("РН")
	}
	return d.Does(order.IssueDocument{Document: order.Document{Kind: "invoice", Number: d.invoice, Date: "2026-03-02", State: "issued"}}, bridge.Fresh)
}

// Invoices issues the invoice, and lets everything follow.
func (d *Deal) Invoices() {
	d.Helper()
	require.NoError(d, d.Invoice(), "journal: %v", d.Tail())
	d.Settle()
}

// Waybill is the manager who gives the waybill document a delivery state, with the carrier's number if there is one.
func (d *Deal) Waybill(state, ttn string) error {
	d.Helper()
	if d.waybill == "" {
		d.waybill = d.next("ВН")
	}
	return d.Does(order.IssueDocument{Document: order.Document{Kind: "waybill", Number: d.waybill, State: state, Waybill: ttn}}, bridge.Fresh)
}

// Sends gives the waybill document a delivery state, and lets everything follow.
func (d *Deal) Sends(state, ttn string) {
	d.Helper()
	require.NoError(d, d.Waybill(state, ttn), "journal: %v", d.Tail())
	d.Settle()
}

// Says are the texts of the journal about the order.
func (d *Deal) Says(what string) []string {
	d.Helper()
	var out []string
	for _, e := range d.Journal(bridge.JournalFilter{Order: d.Key()}) {
		if what == "" || e.What == what {
			out = append(out, e.Text)
		}
	}
	return out
}

// Tracks is ROZETKA's tracking, a minute later.
func (d *Deal) Tracks(statuses ...int) {
	d.Helper()
	time.Sleep(time.Minute)
	require.NoError(d, d.RZ.Track(d.ID, statuses...))
}
