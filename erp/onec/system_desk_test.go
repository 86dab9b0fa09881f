package onec_test

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

var (
	shop     = order.Actor{Role: order.RoleChannel, System: "shop-1"}
	operator = order.Actor{ID: "anna", Role: order.RoleOperator}
	books    = order.Actor{Role: order.RoleBooks, System: "onec-1"}
)

// draft is an order of the merchant's own shop: shoes, two mugs and a delivery that costs.
func draft() order.Draft {
	return order.Draft{
		ID: "shop-1/50417", Ref: order.Ref{System: "shop", Account: "shop-1", Kind: "order", ID: "50417"}, Number: "50417",
		Scheme: order.ByCarrier, Authority: order.OwnShop | order.BooksOwnDocuments, Placed: time.Now().UTC().Truncate(time.Second),
		Buyer:    order.Buyer{Name: "Петрова Анна", Phone: "+7 900 000-00-01", Email: "anna@example.com"},
		Delivery: order.Delivery{Service: "СДЭК", City: "Екатеринбург", Address: "Екатеринбург, ул. Примерная, 1", Comment: "домофон не работает"},
		Lines: []order.Line{
			{ID: "1", SKU: "SHOES-42", GTIN: onectest.MarkedGTIN, Name: "Кроссовки", Quantity: amount.Pcs(1), Total: amount.RUB(599000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "2", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(3), Total: amount.RUB(100000), VAT: amount.VAT22},
		},
	}
}

// desk is an order on both sides: here, and in the base.
type desk struct {
	*testing.T
	base   *onectest.Server
	s      *onec.System
	o      *order.Order
	at     time.Time
	ref    order.Ref
	cursor string
}

// open places an order, and pays it.
func open(t *testing.T, d order.Draft, set onec.Settings, with onectest.Settings) *desk {
	t.Helper()
	x := &desk{T: t, at: d.Placed}
	x.base, x.s = install(t, set, with)
	o, _, err := order.New(d, x.by(shop))
	require.NoError(t, err)
	x.o = o
	x.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: o.View().Total}})
	return x
}

// sell opens a desk with goods on stock, and lets the order come into the base.
func sell(t *testing.T, d order.Draft, set onec.Settings, with onectest.Settings) *desk {
	t.Helper()
	x := open(t, d, set, with)
	for _, at := range []string{"ЦС", "МАГ-1"} {
		for _, article := range []string{"SHOES-42", "MUG"} {
			x.stock(article, at, 3)
		}
	}
	x.ref = x.applies(order.EffectUpsert, order.Effect{}).Ref
	return x
}

func (d *desk) by(who order.Actor) order.By {
	d.at = d.at.Add(time.Second)
	return order.By{Actor: who, At: d.at}
}

func (d *desk) do(c order.Command) {
	d.Helper()
	_, err := d.o.Do(c, d.by(operator))
	require.NoError(d, err, "%T", c)
}

func (d *desk) stock(article, at string, n float64) {
	d.Helper()
	require.NoError(d, d.base.SetStock(article, at, n))
}

// task is an effect that follows from the last event.
func (d *desk) task(kind order.EffectKind, e order.Effect) order.Task {
	e.Kind, e.Order, e.N, e.Key = kind, d.o.ID(), d.o.Version(), string(kind)
	e.Target = cmp.Or(d.ref, order.Ref{System: onec.Name})
	t, _ := d.o.Task(e)
	return t
}

func (d *desk) apply(kind order.EffectKind, e order.Effect) order.Outcome {
	d.Helper()
	out, err := d.s.Apply(d.Context(), d.task(kind, e))
	require.NoError(d, err, kind)
	return out
}

// applies applies an effect that must be done, once, and once more without a write.
func (d *desk) applies(kind order.EffectKind, e order.Effect) order.Outcome {
	d.Helper()
	out := d.apply(kind, e)
	require.Equal(d, order.Applied, out.Kind, "%s: %s", kind, out.Text)
	before := d.base.Commits("*")
	again := d.apply(kind, e)
	require.Equal(d, order.AlreadySo, again.Kind, "%s: %s", kind, again.Text)
	require.Equal(d, before, d.base.Commits("*"), "%s again writes nothing", kind)
	return out
}

// refused applies an effect that must be refused, and changes nothing.
func (d *desk) refused(kind order.EffectKind, e order.Effect, words ...string) order.Outcome {
	d.Helper()
	out := d.apply(kind, e)
	require.Equal(d, order.Rejected, out.Kind, "%s: %s", kind, out.Text)
	for _, w := range words {
		require.Contains(d, out.Text, w)
	}
	return out
}

func (d *desk) there() onectest.Document { return orderThere(d.T, d.base, d.ref) }

// rows are the rows of the order in the base, each in words.
func (d *desk) rows() (out []string) {
	for _, r := range rowsThere(d.there()) {
		at, _ := d.base.Object("Catalog_Склады", r["Склад_Key"].(string))["Description"].(string)
		mode := r["ВариантОбеспечения"].(string)
		if r["Отменено"] == true {
			mode = "Отменено"
		}
		out = append(out, strings.Join([]string{r["ИдентификаторСтроки"].(string), pieces(r["Количество"]).String(), at, mode}, " "))
	}
	return out
}

// pulls returns what people changed since the last time.
func (d *desk) pulls() (cs []erp.Change) {
	d.Helper()
	for c, err := range d.s.Changes(d.Context(), d.cursor) {
		require.NoError(d, err)
		d.cursor = cmp.Or(c.Cursor, d.cursor)
		if !c.Ref.IsZero() {
			cs = append(cs, c)
		}
	}
	return cs
}

// reads reads what people changed, and passes it to the order.
func (d *desk) reads() erp.Reading {
	d.Helper()
	cs := d.pulls()
	require.NotEmpty(d, cs, "a change of people is not told")
	r, err := d.s.Read(d.Context(), cs, d.o.View())
	require.NoError(d, err)
	for _, x := range r.Reports {
		_, err := d.o.Observe(x, d.by(books))
		require.NoError(d, err)
	}
	return r
}

// packs reserves the goods at a warehouse, in one shipment.
func (d *desk) packs(at string) {
	d.Helper()
	d.do(order.Assemble{Warehouse: at})
	d.applies(order.EffectReserve, order.Effect{})
	d.do(order.CreateShipment{})
}

// marks gives the shoes their marking code.
func (d *desk) marks() {
	d.Helper()
	d.do(order.SetMark{Line: "1", Code: code})
}

const code = "0104601234567893215abcDEF12345\x1d91EE06\x1d92c2lnbmF0dXJlIG9mIHRoZSB0ZXN0cyBvbmx5ISEhISEhISE="

// sale asks for the sale of the shipment.
func (d *desk) sale(state string) order.Effect {
	d.Helper()
	d.do(order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: state})
	return order.Effect{Shipment: 1}
}
