package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The files of a notice, its answer, a statement and a receipt are those of their events.
func TestAnEventHasTheFilesThatCameWithIt(t *testing.T) {
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	clerk := order.By{Actor: order.Actor{ID: "ivanova", Role: order.RoleOperator}, At: at}
	o, _, err := order.New(order.Draft{
		ID: "shop-1/A-1", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "shoes", Quantity: amount.Pcs(2), Price: amount.RUB(480000)}},
	}, clerk)
	require.NoError(t, err)
	label := order.File{Name: "label.pdf", URL: "https://files.example/label.pdf"}
	photo := order.File{Name: "code.jpg", URL: "https://files.example/code.jpg"}
	const page, statement = "https://ofd.example/1", "https://shop.example/statement/1"
	for _, c := range []order.Command{
		order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(960000)}},
		order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "fn/1", URL: page}},
		order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "send it", Files: []order.File{label}},
		order.MarkTold{Notice: 1},
		order.AnswerNotice{Notice: 1, Text: "sent", Files: []order.File{photo}},
		order.Confirm{},
		order.Deliver{},
		order.Return{Picks: order.Pick("shoes", amount.Pcs(1)), Reason: status.ReasonDefect, Statement: statement},
		order.AttachStatement{Block: 1, Statement: "statement-2"},
	} {
		_, err := o.Do(c, clerk)
		require.NoError(t, err, "%T", c)
	}
	got := map[string][]order.File{}
	for e := range o.Events(order.Filter{}) {
		if fs := e.Files(); len(fs) > 0 {
			got[e.Body.Kind()] = fs
		}
	}
	require.Equal(t, map[string][]order.File{
		"receipt-attached":   {{Name: "fn/1", URL: page}},
		"notified":           {label},
		"notice-answered":    {photo},
		"returned":           {{Name: statement, URL: statement}},
		"statement-attached": {{Name: "statement-2"}},
	}, got)
}

// A call is recorded once, whatever the order has come to; an attempt without one is not recorded of an order that has
// ended.
func TestACallIsRecordedOnceInEveryState(t *testing.T) {
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	clerk := order.By{Actor: order.Actor{ID: "ivanova", Role: order.RoleOperator}, At: at}
	for _, end := range []struct {
		name  string
		to    []order.Command
		ended bool
	}{
		{"new", nil, false},
		{"confirmed", []order.Command{order.Confirm{}}, false},
		{"cancelled", []order.Command{order.Cancel{Reason: status.ReasonUnwanted}}, true},
		{"handed out", []order.Command{order.Confirm{}, order.Deliver{}, order.Complete{}}, true},
	} {
		t.Run(end.name, func(t *testing.T) {
			o, _, err := order.New(order.Draft{
				ID: "shop-1/A-1", Scheme: order.OwnPickup, Authority: order.OwnShop,
				Lines: []order.Line{{ID: "shoes", Quantity: amount.Pcs(1), Price: amount.RUB(480000)}},
			}, clerk)
			require.NoError(t, err)
			for _, c := range end.to {
				_, err := o.Do(c, clerk)
				require.NoError(t, err, "%T", c)
			}
			was := o.State()
			call := order.ContactBuyer{Channel: "phone", Reached: true, Ref: order.Ref{System: "crm", Account: "crm-1", Kind: "call", ID: "77"}}
			_, err = o.Do(call, clerk)
			require.NoError(t, err)
			_, err = o.Do(call, clerk)
			require.ErrorIs(t, err, order.ErrAlready)
			require.Len(t, o.View().Contacts, 1)
			require.Equal(t, call.Ref, o.View().Contacts[0].Ref)
			if _, err = o.Do(order.ContactBuyer{Channel: "phone"}, clerk); end.ended {
				require.ErrorIs(t, err, order.ErrNotNow)
				require.Equal(t, was, o.State())
			} else {
				require.NoError(t, err)
			}
		})
	}
}

// What is urgent is another notice than the same that is not.
func TestAnUrgentNoticeIsKeptAsOne(t *testing.T) {
	clerk := order.By{Actor: order.Actor{ID: "ivanova", Role: order.RoleOperator}, At: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)}
	o, _, err := order.New(order.Draft{
		ID: "shop-1/A-1", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "shoes", Quantity: amount.Pcs(1), Price: amount.RUB(480000)}},
	}, clerk)
	require.NoError(t, err)
	n := order.Notify{To: order.Addressee{Person: "petrov"}, Text: "the buyer waits"}
	_, err = o.Do(n, clerk)
	require.NoError(t, err)
	n.Urgent = true
	_, err = o.Do(n, clerk)
	require.NoError(t, err)
	_, err = o.Do(n, clerk)
	require.ErrorIs(t, err, order.ErrAlready)
	require.False(t, o.View().Notices[0].Urgent)
	require.True(t, o.View().Notices[1].Urgent)
}

// Who does not own payments and shows one as it is here was told of it, and wants nothing.
func TestAPaymentThatIsShownAsItIsHereIsNoWish(t *testing.T) {
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	o, _, err := order.New(order.Draft{
		ID: "shop-1/A-1", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "shoes", Quantity: amount.Pcs(1), Price: amount.RUB(480000)}},
	}, order.By{Actor: order.Actor{ID: "ivanova", Role: order.RoleOperator}, At: at})
	require.NoError(t, err)
	p := order.Payment{ID: "p1", Amount: amount.RUB(480000)}
	_, err = o.Do(order.Pay{Payment: p}, order.By{Actor: order.Actor{ID: "ivanova", Role: order.RoleOperator}, At: at})
	require.NoError(t, err)
	shop := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "shop-1"}, At: at}
	evs, err := o.Observe(order.PaymentReport{Payment: p}, shop)
	require.NoError(t, err)
	require.Empty(t, evs)
	p.Amount = amount.RUB(1)
	evs, err = o.Observe(order.PaymentReport{Payment: p}, shop)
	require.NoError(t, err)
	require.Len(t, evs, 1)
	require.IsType(t, order.IntentDeclined{}, evs[0].Body)
}
