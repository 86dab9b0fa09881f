package retailcrm_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var (
	monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	mm     = order.Actor{Role: order.RoleChannel, System: "mm-1"}
	crm1   = order.Actor{Role: order.RoleERP, System: "crm-1"}
	anna   = order.Actor{ID: "anna", Role: order.RoleOperator}
)

// standardDraft is a marketplace order that the marketplace delivers: a lot for each unit.
func standardDraft() order.Draft {
	return order.Draft{
		ID: "mm-955100777", Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "955100777"},
		Scheme: order.Standard, Authority: order.Marketplace, Placed: monday,
		Lines: []order.Line{
			{ID: "1", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(1), Total: amount.RUB(89000), VAT: amount.VAT20},
			{ID: "2", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(1), Total: amount.RUB(99000), VAT: amount.VAT20},
			{ID: "3", SKU: "TEAPOT", Name: "Чайник", Quantity: amount.Pcs(1), Total: amount.RUB(250000), VAT: amount.VAT20},
		},
		Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: monday.Add(8 * time.Hour)}},
	}
}

// deliveryDraft is one that the merchant delivers; the fee is a lot of its own.
func deliveryDraft() order.Draft {
	d := standardDraft()
	d.Scheme = order.MerchantDelivery
	d.Buyer = order.Buyer{Name: "Тестов Тест Тестович", Phone: "79000000000", Email: "test@example.com"}
	d.Delivery = order.Delivery{
		City: "Тверь", Address: "Тверь, улица Примерная, 1",
		Window: order.Window{From: monday.AddDate(0, 0, 4).Add(-2 * time.Hour), To: monday.AddDate(0, 0, 4).Add(8 * time.Hour)}, // 10:00 to 20:00 in Moscow
	}
	d.Lines = append(d.Lines, order.Line{ID: "4", SKU: "delivery", Name: "Доставка", Kind: order.LineDelivery, Quantity: amount.Pcs(1), Total: amount.RUB(80000)})
	return d
}

// desk is an order on both sides: here, and in the CRM where the merchant works.
type desk struct {
	*testing.T
	crm    *retailcrmtest.Server
	s      *retailcrm.System
	o      *order.Order
	at     time.Time
	n      int
	cursor string
	id     int64
}

// open places an order and puts the module into an account.
func open(t *testing.T, d order.Draft, m retailcrm.Mapping, opts ...ordo.Option) *desk {
	t.Helper()
	x := &desk{T: t, at: monday}
	x.crm, x.s = install(t, m, opts...)
	o, _, err := order.New(d, x.by(mm))
	require.NoError(t, err)
	x.o = o
	return x
}

// sell opens a desk and lets the order come into the CRM.
func sell(t *testing.T, d order.Draft, m retailcrm.Mapping, opts ...ordo.Option) *desk {
	t.Helper()
	x := open(t, d, m, opts...)
	out := x.applies(order.EffectUpsert, order.Applied)
	require.Equal(t, retailcrm.RefOrderID, out.Ref.Kind)
	x.id = x.there().ID
	x.pulls()
	return x
}

func (d *desk) by(who order.Actor) order.By {
	d.at = d.at.Add(time.Minute)
	return order.By{Actor: who, At: d.at}
}

func (d *desk) there() retailcrmtest.Order {
	d.Helper()
	o, ok := d.crm.Order(d.s.Ref(d.o.View()).ID)
	require.True(d, ok)
	return o
}

// task is an effect that follows from the order's last event.
func (d *desk) task(kind order.EffectKind, units ...order.Units) order.Task {
	d.n++
	e := order.Effect{Kind: kind, Order: d.o.ID(), N: d.o.Version(), Key: string(kind) + string(rune('a'+d.n)), Units: units, Target: d.s.Ref(d.o.View())}
	t, ok := d.o.Task(e)
	require.True(d, ok)
	return t
}

// applies carries out an effect that must end so; and when it was done, the second time must find it done.
func (d *desk) applies(kind order.EffectKind, want order.OutcomeKind, units ...order.Units) order.Outcome {
	d.Helper()
	t := d.task(kind, units...)
	out, err := d.s.Apply(d.Context(), t)
	require.NoError(d, err)
	require.Equal(d, want, out.Kind, out.Text)
	if want == order.Applied {
		before := d.crm.Commits("*")
		again, err := d.s.Apply(d.Context(), t)
		require.NoError(d, err)
		require.Equal(d, order.AlreadySo, again.Kind)
		require.Equal(d, before, d.crm.Commits("*"), "the second time writes nothing")
	}
	return out
}

// pulls looks for changes and takes up what they mean; the commands that were wished for come back.
func (d *desk) pulls() []order.Command {
	d.Helper()
	var changes []erp.Change
	for c, err := range d.s.Changes(d.Context(), d.cursor) {
		require.NoError(d, err)
		d.cursor = c.Cursor
		if c.Ref == d.s.Ref(d.o.View()) {
			changes = append(changes, c)
		}
	}
	return d.reads(changes)
}

// reads takes up changes.
func (d *desk) reads(changes []erp.Change) []order.Command {
	d.Helper()
	r, err := d.s.Read(d.Context(), changes, d.o.View())
	require.NoError(d, err)
	require.Equal(d, d.there().Status, r.Status)
	if len(r.Reports) == 0 {
		return nil
	}
	require.Len(d, r.Reports, 1)
	w := r.Reports[0].(order.Intent)
	require.Len(d, w.Codes, len(w.Commands))
	_, err = d.o.Observe(w, d.by(crm1))
	require.NoError(d, err)
	return w.Commands
}

// does lets somebody here give commands.
func (d *desk) does(cmds ...order.Command) {
	d.Helper()
	for _, c := range cmds {
		_, err := d.o.Do(c, d.by(anna))
		require.NoError(d, err)
	}
}

// lot is the CRM's id of a line.
func (d *desk) lot(line string) int64 {
	d.Helper()
	for _, l := range crmLines(d.T, d.crm, d.there().ExternalID) {
		if l.ExternalIDs[0].Value == line {
			return l.ID
		}
	}
	require.Fail(d, "no such lot", line)
	return 0
}

// lots are the product statuses in the CRM, line by line.
func (d *desk) lots() []string {
	var all []string
	for _, l := range crmLines(d.T, d.crm, d.there().ExternalID) {
		all = append(all, l.Status)
	}
	return all
}

func (d *desk) is(s status.OrderState) {
	d.Helper()
	require.Equal(d, s.String(), d.o.State().String(), "notes: %v", d.o.View().Notes)
}

// note is the last note that the CRM is owed.
func (d *desk) note() order.Note {
	d.Helper()
	notes := d.o.View().Notes
	require.NotEmpty(d, notes)
	return notes[len(notes)-1]
}

// packs makes packages in the CRM, each of some lots.
func (d *desk) packs(packages ...[]string) {
	var all []retailcrmtest.Package
	for i, lots := range packages {
		p := retailcrmtest.Package{ID: string(rune('1' + i)), Weight: 400, Length: 100, Width: 110, Height: 120, Items: map[int64]int{}}
		for _, lot := range lots {
			p.Items[d.lot(lot)] = 1
		}
		all = append(all, p)
	}
	d.crm.SetPackages(d.id, all...)
}

// parcel is the change that a call of the CRM to the module brings.
func (d *desk) parcel() []erp.Change {
	return []erp.Change{{Ref: order.Ref{System: "retailcrm", Kind: retailcrm.RefOrderID, ID: "0"}, Field: "delivery.data"}}
}

func pcs(line string) order.Units { return order.Units{Line: line, To: amount.Pcs(1)} }

// kinds are the kinds of commands, sorted.
func kinds(cmds []order.Command) []order.Kind {
	var all []order.Kind
	for _, c := range cmds {
		all = append(all, c.Kind())
	}
	slices.Sort(all)
	return all
}
