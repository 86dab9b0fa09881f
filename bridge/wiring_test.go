package bridge_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
)

// New refuses settings with which work would fail later, each time, and says what would be right.
//
// fault: U1
func TestWiringThatCannotWorkIsRefused(t *testing.T) {
	shop := func() bridge.Option { return bridge.Account("shop-1", newStall(order.ByCarrier)) }
	till := bridge.Account("till-1", &vault{})
	ledgerAccount := bridge.Account("1c", newLedger())
	for name, c := range map[string]struct {
		opts []bridge.Option
		want string
	}{
		"receipts without a tax system": {
			[]bridge.Option{shop(), till, bridge.Route{Channel: "shop-1", Receipts: "till-1"}}, "TaxSystem",
		},
		"fiscal settings without receipts": {
			[]bridge.Option{shop(), bridge.Route{Channel: "shop-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral}}}, "Fiscal has no effect without Receipts",
		},
		"a scheme with a slip of the pen": {
			[]bridge.Option{shop(), bridge.Route{Channel: "shop-1", Scheme: "carier"}}, "the schemes are standard, merchant-delivery, own-pickup, carrier, e-procurement",
		},
		"two names of one account": {
			[]bridge.Option{
				bridge.Account("mm-2", megamarket.New("token", ordo.WithAccount("mm-1")).Channel()), bridge.Route{Channel: "mm-2"},
			}, `"mm-1"`,
		},
		"books that are not connected": {
			[]bridge.Option{shop(), bridge.Route{Channel: "shop-1", Books: "1c"}}, `add bridge.Account("1c"`,
		},
		"books that are no ERP": {
			[]bridge.Option{shop(), till, bridge.Route{Channel: "shop-1", Books: "till-1"}}, `Books "till-1" is a vault account, not an ERP`,
		},
		"books that are the ERP too": {
			[]bridge.Option{shop(), ledgerAccount, bridge.Route{Channel: "shop-1", ERP: "1c", Books: "1c"}}, "leave Books empty",
		},
		"an export to nowhere": {
			[]bridge.Option{shop(), bridge.Route{Channel: "shop-1", Export: bridge.Export{When: bridge.ExportWhenPaid}}}, "Export has no effect without Books or ERP",
		},
		"an export before the order": {
			[]bridge.Option{shop(), ledgerAccount, bridge.Route{Channel: "shop-1", ERP: "1c", Export: bridge.Export{After: -time.Minute}}}, "needs 0 or more",
		},
		"an export at an unknown moment": {
			[]bridge.Option{shop(), ledgerAccount, bridge.Route{Channel: "shop-1", ERP: "1c", Export: bridge.Export{When: 9}}}, "use ExportAtOnce",
		},
		"receipts at a gateway that is not set to register them": {
			[]bridge.Option{
				shop(), bridge.Account("pay-1", yookassa.New("1", "key").Gateway()),
				bridge.Route{Channel: "shop-1", Gateway: "pay-1", Receipts: "pay-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2}},
			}, `Receipts "pay-1" registers none as it is set`,
		},
		"a route to nowhere": {
			[]bridge.Option{shop(), bridge.Route{Channel: "shop-1", ERP: "crm-1"}}, `add bridge.Account("crm-1"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bridge.New(memory.New(), c.opts...)
			var wrong *bridge.ConfigError
			require.ErrorAs(t, err, &wrong)
			require.ErrorContains(t, err, c.want)
		})
	}
	t.Run("a scheme of the host's own is known", func(t *testing.T) {
		rules, _ := order.ByCarrier.Rules()
		rules.Code = "lockers"
		_, err := bridge.New(memory.New(), shop(), bridge.WithOrders(order.WithScheme(rules)), bridge.Route{Channel: "shop-1"}, bridge.Route{Channel: "shop-1", Scheme: "lockers"})
		require.NoError(t, err)
	})
}

// A client gets the name of its account from the bridge, and says it in its errors.
func TestAClientGetsItsAccountsName(t *testing.T) {
	mm := megamarket.New("token", ordo.WithHTTPClient(&http.Client{Transport: refusing{}}), ordo.WithMaxAttempts(1))
	_, err := bridge.New(memory.New(), bridge.Account("mm-1", mm.Channel()), bridge.Route{Channel: "mm-1"})
	require.NoError(t, err)
	_, err = mm.GetShipment(t.Context(), "1")
	var e *ordo.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "mm-1", e.Account)
}

type refusing struct{}

func (refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.WriteHeader(http.StatusUnauthorized)
	return w.Result(), nil
}

// fault: U2
// fault: U19
func TestNothingNilPanics(t *testing.T) {
	b, err := bridge.New(memory.New(), nil, bridge.Account("stall-1", newStall(order.Standard), nil), bridge.Route{Channel: "stall-1"}, bridge.WithLogger(nil), bridge.WithClock(nil))
	require.NoError(t, err)

	var c *megamarket.Channel
	var store *memory.Store
	_, err = bridge.New(store, bridge.Account("mm-1", c), bridge.Account("mm-2", nil), bridge.Route{Channel: "mm-1"})
	require.ErrorContains(t, err, `account "mm-1": the port is nil`)
	require.ErrorContains(t, err, `account "mm-2": the port is nil`)
	require.ErrorContains(t, err, "no store is given")

	var none context.Context
	by := order.By{Actor: order.Actor{Role: order.RoleOperator}}
	_, err = b.Sync(none)
	require.ErrorContains(t, err, "the context is nil")
	require.ErrorContains(t, b.Run(none), "the context is nil")
	require.ErrorContains(t, b.Check(none), "the context is nil")
	_, err = b.Order(none, "stall-1/1")
	require.ErrorContains(t, err, "the context is nil")
	_, err = b.Do(none, "stall-1/1", order.Take{}, by)
	require.ErrorContains(t, err, "the context is nil")
	require.ErrorContains(t, b.Retry(none, "k", by.Actor), "the context is nil")
	require.ErrorContains(t, b.Dismiss(none, "stall-1/1", 1, by.Actor), "the context is nil")
	_, err = b.Find(none, order.Ref{ID: "1"})
	require.ErrorContains(t, err, "the context is nil")

	_, err = b.Find(t.Context(), order.Ref{})
	require.ErrorContains(t, err, "the reference is empty")
}

// Sync ends whatever the settings are.
//
// fault: U6
func TestNoSettingMakesAPassEndless(t *testing.T) {
	for _, o := range []bridge.Option{bridge.WithRefreshEvery(time.Microsecond), bridge.WithRefreshEvery(0), bridge.WithTrackEvery(time.Microsecond)} {
		_, err := bridge.New(memory.New(), bridge.Account("stall-1", newStall(order.Standard)), bridge.Route{Channel: "stall-1"}, o)
		require.ErrorContains(t, err, "needs at least a second")
	}
	w := newTown(t, order.Standard, bridge.WithRefreshEvery(time.Second), bridge.WithPollEvery(1), bridge.WithMaxWait(1), bridge.WithOverlap(0), bridge.WithDeadlineWarning(0))
	w.buy()
	w.sync()
	w.clock.pass(time.Second)
	w.sync()
}

// The first announcement of an order counts. Another one with the same number and other lines is shown to people; the
// same one again is an echo.
//
// fault: U9
func TestAnOrderThatIsAnnouncedTwice(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	announce := func() {
		require.Less(t, w.call(news(t, channels.News{ID: id, Placed: &order.Draft{}}), "good").Code, 300)
		w.sync()
	}
	told := func() []bridge.Entry { return w.journal(bridge.JournalFilter{What: "announced-again"}) }
	announce()
	announce()
	require.Empty(t, told())
	w.stall.currency = "KZT" // the same number, other prices
	announce()
	announce()
	require.Len(t, told(), 1)
	require.Equal(t, bridge.LevelError, told()[0].Level)
	require.Contains(t, told()[0].Text, "order "+id+" was announced again with other lines")
	require.Len(t, w.order(id).View().Lines, 3)
	require.Contains(t, strings.Join(w.books.noted("L"+id), "\n"), "announced again")
}

// A second click on a button is no surprise.
func TestASettledEffectSaysSo(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	done := w.owed(bridge.EffectFilter{Order: "stall-1/" + id, Phases: []bridge.Phase{bridge.PhaseDone}})
	require.NotEmpty(t, done)
	by := order.Actor{Role: order.RoleOperator}
	require.ErrorIs(t, w.b.Retry(t.Context(), done[0].Key, by), bridge.ErrSettled)
	require.ErrorIs(t, w.b.Resolve(t.Context(), done[0].Key, order.Outcome{Kind: order.Applied}, by), bridge.ErrSettled)
	require.ErrorIs(t, w.b.Retry(t.Context(), "none", by), bridge.ErrUnknown)
}
