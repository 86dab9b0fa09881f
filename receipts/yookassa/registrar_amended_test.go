package yookassa_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// What YooKassa refuses before it takes it leaves the key unused: the receipt may be given again under it, put right.
func TestAReceiptThatWasRefusedMayBeGivenAgainAmended(t *testing.T) {
	type desk struct {
		*testing.T
		kassa *yookassatest.Server
		c     *yookassa.Client
		g     *yookassa.Gateway
		p     *yookassa.Payment
	}
	blue := func(d desk) receipts.Receipt {
		return receiptOn(refOf(d.p), "A-1042/goods/S2", receipts.Sell, receipts.Offset, goods("Носки синие", 35000, 2))
	}
	refused := func(d desk) {
		r := socksFor(d.p, "A-1042/goods")
		r.Buyer = receipts.Buyer{Phone: "+79000000000"}
		fails(d.g.Register(d.Context(), r))(d, ordo.ErrInvalid)
	}
	for name, tt := range map[string]struct {
		before, after func(d desk) // it was refused
		doubt         bool
	}{
		"at once":     {},
		"a day later": {after: func(desk) { time.Sleep(longAfter) }},
		"beside its advance": {before: func(d desk) {
			registered(d.T, d.g, advanceFor(d.p))
		}},
		"beside a refund": {after: func(d desk) {
			ordered(d.T, d.g, d.p, "A-1042/refund/R1")
		}},
		"beside one that failed": {after: func(d desk) {
			require.NoError(d, d.kassa.RefuseReceipt(registered(d.T, d.g, blue(d)).Ref.ID))
		}},
		"beside one that has a name": {after: func(d desk) {
			registered(d.T, registering(d.c, yookassa.WithKeysOnReceipts()), blue(d))
		}},
		"beside an old one": {before: func(d desk) {
			registered(d.T, d.g, blue(d))
			time.Sleep(longAfter + time.Hour)
		}},
		"beside another that may be it": {after: func(d desk) {
			registered(d.T, d.g, blue(d))
			time.Sleep(23 * time.Hour)
		}, doubt: true},
	} {
		for _, along := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/along %t", name, along), bubble(yookassatest.Settings{Fiscalization: "avanpost", ReceiptsLater: true, SlowReceipts: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
				in := bare(140000)
				if along {
					in = newPayment(140000)
				}
				d := desk{t, kassa, c, registering(c), pay(t, kassa, c, "pay", in)}
				kassa.Faults().Always("GET /me", fake.Status(404)) // or YooKassa would not be asked
				if tt.before != nil {
					tt.before(d)
				}
				refused(d)
				if tt.after != nil {
					tt.after(d)
				}
				count := len(kassa.Receipts())
				made, err := d.g.Register(t.Context(), socksFor(d.p, "A-1042/goods"))
				if tt.doubt {
					require.ErrorIs(t, err, ordo.ErrInDoubt)
					require.Len(t, kassa.Receipts(), count)
					return
				}
				require.NoError(t, err)
				require.Len(t, kassa.Receipts(), count+1)
				require.Equal(t, kassa.Receipts()[count].ID, made.Ref.ID)
			}))
		}
	}
}

func TestAnAmendedReceiptIsRegisteredOnce(t *testing.T) {
	for name, script := range scripts {
		t.Run(name, bubble(yookassatest.Settings{Fiscalization: "avanpost", ReceiptsLater: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			p := pay(t, kassa, c, "pay", bare(70000))
			kassa.Faults().Always("GET /me", fake.Status(404))
			g, r := registering(c, yookassa.WithKeysOnReceipts()), socksFor(p, "A-1042/goods")
			r.Buyer = receipts.Buyer{Phone: "+79000000000"}
			fails(g.Register(t.Context(), r))(t, ordo.ErrInvalid)
			kassa.Faults().Next("POST /receipts", script...)
			kassa.Faults().Nth("POST /receipts", len(script)+2, fake.ResetAfter())
			d := registered(t, g, socksFor(p, "A-1042/goods"))
			require.Equal(t, d, registered(t, g, socksFor(p, "A-1042/goods")))
			require.Len(t, kassa.Receipts(), 1, "%v", kassa.Exchanges())
		}))
	}
}
