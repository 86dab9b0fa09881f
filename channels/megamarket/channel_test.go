package megamarket_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// desk is a merchant who works on one order of a Megamarket of his own.
type desk struct {
	*testing.T
	mm *megamarkettest.Server
	ch *megamarket.Channel
	id string
	o  *order.Order
	at time.Time
}

// open places an order and takes it up.
func open(t *testing.T, st megamarkettest.Settings, placed megamarkettest.Order, opts ...megamarket.ChannelOption) *desk {
	t.Helper()
	if st.PendingReads == 0 {
		st.PendingReads = -1
	}
	mm := megamarkettest.New(st)
	t.Cleanup(mm.Close)
	opts = append([]megamarket.ChannelOption{megamarket.WithMerchant(4107), megamarket.WithCallbackAuth("mm", "s3cret")}, opts...)
	d := &desk{T: t, mm: mm, ch: client(mm.Transport()).Channel(opts...), id: mm.Place(placed), at: time.Now()}
	d.takeUp()
	return d
}

// takeUp imports the order as Megamarket has it now.
func (d *desk) takeUp() {
	d.Helper()
	s := d.read().Snapshot
	s.ID, s.Authority = "mm-"+d.id, order.Marketplace
	var err error
	d.o, _, err = order.Import(s, d.by(order.RoleChannel))
	require.NoError(d, err)
}

func (d *desk) by(role order.Role) order.By {
	d.at = d.at.Add(time.Minute)
	return order.By{Actor: order.Actor{Role: role, System: "mm-1"}, At: d.at}
}

func (d *desk) read() channels.Reading {
	d.Helper()
	var out []channels.Reading
	for r, err := range d.ch.Orders(d.Context(), d.id) {
		require.NoError(d, err)
		require.NoError(d, r.Problem)
		out = append(out, r)
	}
	require.Len(d, out, 1)
	return out[0]
}

// owes gives a command and returns the task that follows from its last event that fits.
func (d *desk) owes(kind order.EffectKind, cmd order.Command) order.Task {
	d.Helper()
	evs := must(d.o.Do(cmd, d.by(order.RoleOperator)))(d)
	last := evs[len(evs)-1]
	for _, e := range evs {
		if e.Body.Kind() == (order.CancelRequestAnswered{}).Kind() {
			last = e
		}
	}
	t, ok := d.o.Task(order.Effect{Kind: kind, Target: d.o.View().Ref, Order: d.o.ID(), N: last.N, Key: fmt.Sprint(last.N)})
	require.True(d, ok)
	return t
}

// does gives a command and carries it out.
func (d *desk) does(kind order.EffectKind, cmd order.Command) order.Task {
	d.Helper()
	t := d.owes(kind, cmd)
	d.ends(t, order.Applied)
	return t
}

// ends applies a task, with an outcome.
func (d *desk) ends(t order.Task, want order.OutcomeKind) order.Outcome {
	d.Helper()
	out := must(d.ch.Apply(d.Context(), t))(d)
	require.Equal(d, want.String(), out.Kind.String(), out.Text)
	return out
}

// there is the order at Megamarket.
func (d *desk) there() megamarkettest.Shipment {
	sh, _ := d.mm.Shipment(d.id)
	return sh
}

var (
	teaStandard = megamarkettest.Order{Goods: []megamarkettest.Goods{
		{OfferID: "MUG", Name: "Кружка", Price: 990, Discount: 100, Count: 2}, {OfferID: "POT", Name: "Чайник", Price: 2500, TaxRate: "10"},
	}}
	teaDelivered = megamarkettest.Order{Scheme: megamarkettest.MerchantDelivery, Goods: teaStandard.Goods, DeliveryFee: 800}
)

func TestAChannelCanWhatItsSchemeHas(t *testing.T) {
	mm := megamarket.New(token)
	own, told := mm.Channel(), mm.Channel(megamarket.WithShippingInMerchantDelivery())
	for kind, want := range map[order.EffectKind][3]bool{ // standard, merchant delivery, and told of the hand-over
		order.EffectConfirm: {true, true, true}, order.EffectRefuse: {true, true, true}, order.EffectCancel: {true, true, true},
		order.EffectPack: {true, true, true}, order.EffectShip: {true, false, true}, order.EffectClose: {false, true, true},
		order.EffectMoveDate: {false, true, true}, order.EffectAnswer: {false, true, true},
		order.EffectArrive: {}, order.EffectNote: {}, order.EffectUpsert: {}, order.EffectRefund: {}, "": {},
	} {
		got := [3]bool{own.Can(kind, order.Standard), own.Can(kind, order.MerchantDelivery), told.Can(kind, order.MerchantDelivery)}
		require.Equal(t, want, got, "%s", kind)
		require.False(t, told.Can(kind, order.ByCarrier))
	}
}

func TestReasonsAreThoseOfTheMomentAndScheme(t *testing.T) {
	ch := megamarket.New(token).Channel()
	for _, x := range []struct {
		kind   order.EffectKind
		scheme order.SchemeCode
		reason status.Reason
		want   string // or what the error names
	}{
		{order.EffectRefuse, order.Standard, status.ReasonOutOfStock, "OUT_OF_STOCK"},
		{order.EffectCancel, order.Standard, status.ReasonFraud, "FRAUD_ORDER"},
		{order.EffectRefuse, order.MerchantDelivery, status.ReasonFraud, "NOT_ACCEPTABLE"},
		{order.EffectClose, order.MerchantDelivery, status.ReasonBuyerRefused, "CANCEL_BY_CUSTOMER"},
		{order.EffectClose, order.MerchantDelivery, status.ReasonNoContact, "HANDOVER_IMPOSSIBLE"},
	} {
		code := must(ch.Reason(x.kind, x.scheme, x.reason))(t)
		require.Equal(t, x.want, code)
	}
	_, err := ch.Reason(order.EffectRefuse, order.Standard, status.ReasonUnwanted)
	require.ErrorContains(t, err, `"OUT_OF_STOCK"`)
	require.Equal(t, ordo.Invalid, failure(t, err).Class)
	_, err = ch.Reason(order.EffectPack, order.Standard, status.ReasonFraud)
	require.ErrorContains(t, err, "pack takes no reason")

	table := must(status.MegaMarket().Override([]byte(`{"rows":[{"axis":"refuse-reason","code":"TWICE_ORDER","alsoReasons":["unwanted"]}]}`)))(t)
	code := must(megamarket.New(token).Channel(megamarket.WithTable(table)).Reason(order.EffectRefuse, order.Standard, status.ReasonUnwanted))(t)
	require.Equal(t, "TWICE_ORDER", code, "the merchant's own table decides")
}

func TestACheckTellsAllThatIsWrong(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{})
	t.Cleanup(mm.Close)
	good := client(mm.Transport()).Channel(megamarket.WithMerchant(4107), megamarket.WithCallbackAuth("mm", "s3cret"), nil)
	require.NoError(t, good.Check(t.Context()))
	require.Equal(t, 1, mm.Calls("*"), "one cheap call")
	bad := client(mm.Transport()).Channel(megamarket.WithMerchant(-1), megamarket.WithCallbackAuth("mm", ""), megamarket.WithCount(-1))
	mm.Faults().Next("order/search", megamarkettest.Refuse("Неверный токен"))
	err := bad.Check(t.Context())
	for _, what := range []string{"WithMerchant(-1)", "WithCallbackAuth", "WithCount(-1)", "Неверный токен"} {
		require.ErrorContains(t, err, what)
	}
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", good, good, *good), "s3cret")
}

// emptyAnswer is a Megamarket that has no shipments.
func emptyAnswer(t *testing.T) http.RoundTripper {
	t.Helper()
	m := httpmock.NewMockTransport()
	m.RegisterResponder(http.MethodPost, `=~order/get`, httpmock.NewStringResponder(200, `{"success":1,"data":{"shipments":[]}}`))
	return m
}
