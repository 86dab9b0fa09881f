package yookassa_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

const longAfter = yookassa.KeyLife + time.Minute

func TestWhateverHappensToTheAnswerAReceiptIsRegisteredOnce(t *testing.T) {
	for name, script := range scripts {
		for _, forgotten := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/forgotten %t", name, forgotten), func(t *testing.T) {
				inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
					p := pay(t, kassa, c, "pay", bare(70000))
					back := payBack(t, c, pay(t, kassa, c, "pay2", bare(70000)), 70000)
					all := []receipts.Receipt{advanceFor(p), socksFor(p, "A-1042/goods"), socksBack(refOfRefund(back), "A-1042/refund/R1")}
					for _, r := range all {
						kassa.FailNext("POST /receipts", script...)
						first := registered(t, registering(c, yookassa.WithKeysOnReceipts()), r)
						if forgotten {
							time.Sleep(longAfter)
						}
						kassa.FailNext("GET /receipts", script...)
						kassa.FailNext("POST /receipts", script...)
						after := registering(client(kassa.Transport()), yookassa.WithKeysOnReceipts()) // another process, after a crash
						require.Equal(t, first, registered(t, after, r))
					}
					require.Len(t, kassa.Receipts(), len(all), "%v", kassa.Log())
				})
			})
		}
	}
}

// Without keys on receipts the money of a payment or refund still has one receipt for ever, and what may be another one
// with the same content is neither doubled nor taken for this one.
func TestWhatWasRegisteredAndNotHeardOfADayLater(t *testing.T) {
	for name, tt := range map[string]struct {
		receipt func(p *yookassa.Payment, back *yookassa.Refund) receipts.Receipt
		doubt   bool
	}{
		"the advance": {func(p *yookassa.Payment, _ *yookassa.Refund) receipts.Receipt { return advanceFor(p) }, false},
		"a refund": {func(_ *yookassa.Payment, back *yookassa.Refund) receipts.Receipt {
			return socksBack(refOfRefund(back), "A-1042/refund/R1")
		}, false},
		"goods paid for when they came": {func(p *yookassa.Payment, _ *yookassa.Refund) receipts.Receipt {
			return receiptOn(refOf(p), "A-1042/goods", receipts.Sell, receipts.Electronic, goods("Носки хлопок", 35000, 2))
		}, false},
		"a settlement": {func(p *yookassa.Payment, _ *yookassa.Refund) receipts.Receipt { return socksFor(p, "A-1042/goods") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, yookassatest.Settings{Loose: true}, func(t *testing.T, kassa *yookassatest.Server, _ *yookassa.Client) {
				c := client(kassa.Transport(), ordo.WithTries(1))
				p := pay(t, kassa, c, "pay", bare(70000))
				back := payBack(t, c, pay(t, kassa, c, "pay2", bare(70000)), 70000)
				r := tt.receipt(p, back)
				kassa.FailNext("POST /receipts", yookassatest.ResetAfter())
				_, err := registering(c).Register(t.Context(), r)
				require.ErrorIs(t, err, ordo.ErrInDoubt)
				require.Len(t, kassa.Receipts(), 1)
				time.Sleep(longAfter)
				d, err := registering(c).Register(t.Context(), r)
				require.Equal(t, 1, kassa.Calls("POST /receipts"), "it is never registered again")
				if tt.doubt {
					require.ErrorIs(t, err, ordo.ErrInDoubt)
					require.ErrorContains(t, err, kassa.Receipts()[0].ID)
					return
				}
				require.NoError(t, err)
				require.Equal(t, kassa.Receipts()[0].ID, d.Ref.ID)
			})
		})
	}
}

func TestAListThatLagsBehindRegistersNothingTwice(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	p := pay(t, kassa, c, "pay", bare(70000))
	first := registered(t, registering(c), socksFor(p, "A-1042/goods"))
	kassa.FailNext("GET /receipts", yookassatest.Answer(200, "application/json", `{"items":[]}`))
	require.Equal(t, first, registered(t, registering(c), socksFor(p, "A-1042/goods")), "the key tells")
}

// The answer to a known key tells how the receipt was at first: what is listed tells more.
func TestAReceiptGivenAgainIsToldAsItStands(t *testing.T) {
	inBubble(t, yookassatest.Settings{SlowReceipts: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		p := pay(t, kassa, c, "pay", bare(70000))
		g, r := registering(c), socksFor(p, "A-1042/goods")
		d := registered(t, g, r)
		require.Equal(t, receipts.DocumentWaiting, d.State)
		require.NoError(t, kassa.RefuseReceipt(d.Ref.ID))
		failed := registered(t, g, r)
		require.Equal(t, receipts.DocumentFailed, failed.State)
		require.False(t, failed.Again)
		require.NotEmpty(t, failed.Text)
		next := registered(t, g, r.Attempt(2))
		require.NotEqual(t, d.Ref, next.Ref)
		require.NoError(t, kassa.RegisterReceipt(next.Ref.ID))
		require.Equal(t, receipts.DocumentDone, registered(t, g, r.Attempt(2)).State)
		require.Len(t, kassa.Receipts(), 2)
		time.Sleep(longAfter)
		_, err := g.Register(t.Context(), r)
		require.ErrorIs(t, err, ordo.ErrInDoubt, "the second attempt says the same")
		require.Len(t, kassa.Receipts(), 2)
	})
}

func TestAReceiptThatFailedCountsForNothing(t *testing.T) {
	inBubble(t, yookassatest.Settings{SlowReceipts: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		g, p := registering(c), pay(t, kassa, c, "pay", bare(70000))
		for _, r := range []receipts.Receipt{advanceFor(p), socksFor(p, "A-1042/goods")} {
			failed := registered(t, g, r)
			require.NoError(t, kassa.RefuseReceipt(failed.Ref.ID))
			time.Sleep(longAfter)
			next := registered(t, g, r.Attempt(2))
			require.NotEqual(t, failed.Ref, next.Ref)
			require.Equal(t, receipts.DocumentWaiting, next.State)
		}
		require.Len(t, kassa.Receipts(), 4)
		named := registering(c, yookassa.WithKeysOnReceipts())
		r := receiptOn(refOf(p), "A-1042/goods/S9", receipts.Sell, receipts.Offset, goods("Носки синие", 35000, 2))
		failed := registered(t, named, r)
		require.NoError(t, kassa.RefuseReceipt(failed.Ref.ID))
		time.Sleep(longAfter)
		require.Equal(t, receipts.DocumentFailed, registered(t, named, r).State, "its key is spent, and stands on it")
	})
}

func TestAKeyThatStandsForOtherWords(t *testing.T) {
	for _, answers := range []bool{false, true} {
		kassa, c := start(t, yookassatest.Settings{ReusedKeysAnswer: answers})
		p := pay(t, kassa, c, "pay", bare(70000))
		r := socksFor(p, "A-1042/goods")
		first := registered(t, registering(c), r)
		r.Buyer.Email = "petrova@example.ru"
		d, err := registering(c).Register(t.Context(), r)
		if answers {
			require.NoError(t, err)
			require.Equal(t, first, d, "what is found is told as it stands")
			other := pay(t, kassa, c, "pay2", bare(70000))
			_, err = registering(c).Register(t.Context(), socksFor(other, "A-1042/goods"))
			var reused *yookassa.KeyReusedError
			require.ErrorAs(t, err, &reused)
			require.ErrorIs(t, err, ordo.ErrInDoubt, "the key is of another payment's")
		} else {
			require.ErrorIs(t, err, ordo.ErrInDoubt, "it may be the one that is there")
		}
		require.Len(t, kassa.Receipts(), 1)
	}
}

// shipments are two settlements of one payment that say the same.
func shipments(p *yookassa.Payment) (one, two receipts.Receipt) {
	return socksFor(p, "A-1042/goods/S1"), socksFor(p, "A-1042/goods/S2")
}

func TestTwoEqualShipmentsAreTwoReceipts(t *testing.T) {
	for name, tt := range map[string]struct {
		options []yookassa.GatewayOption
		apart   time.Duration
		doubt   bool
	}{
		"within a day":                        {nil, time.Hour, false},
		"when the first may be forgotten":     {nil, yookassa.KeyLife - time.Minute, true},
		"days later":                          {nil, longAfter, true},
		"with keys on receipts":               {[]yookassa.GatewayOption{yookassa.WithKeysOnReceipts()}, time.Hour, false},
		"with keys on receipts, a year later": {[]yookassa.GatewayOption{yookassa.WithKeysOnReceipts()}, 365 * longAfter, false},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, yookassatest.Settings{Loose: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
				p := pay(t, kassa, c, "pay", bare(140000))
				one, two := shipments(p)
				first := registered(t, registering(c, tt.options...), one)
				time.Sleep(tt.apart)
				second, err := registering(c, tt.options...).Register(t.Context(), two)
				if tt.doubt {
					require.ErrorIs(t, err, ordo.ErrInDoubt)
					require.ErrorContains(t, err, first.Ref.ID)
					require.Len(t, kassa.Receipts(), 1, "neither doubled nor swallowed")
					return
				}
				require.NoError(t, err)
				require.NotEqual(t, first.Ref, second.Ref)
				time.Sleep(10 * time.Hour)
				g := registering(client(kassa.Transport()), tt.options...)
				require.Equal(t, first, registered(t, g, one))
				require.Equal(t, second, registered(t, g, two))
				require.Len(t, kassa.Receipts(), 2)
			})
		})
	}
}

func TestShipmentsThatDifferAreToldApart(t *testing.T) {
	inBubble(t, yookassatest.Settings{Loose: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		shoes := func(p *yookassa.Payment, key, mark string) receipts.Receipt {
			r := receiptOn(refOf(p), key, receipts.Sell, receipts.Offset, goods("Кроссовки", 480000, 1))
			r.Positions[0].Object, r.Positions[0].Marked, r.Positions[0].Mark = receipts.GoodsMarked, true, mark
			return r
		}
		for n, form := range []yookassa.MarkForm{yookassa.MarkAsScanned, yookassa.MarkBase64} {
			p := pay(t, kassa, c, fmt.Sprint("pay", n), bare(2000000))
			g := c.Gateway(yookassa.WithReceipts(form))
			blue := receiptOn(refOf(p), fmt.Sprint("A-1042/goods/S3", n), receipts.Sell, receipts.Offset, goods("Носки синие", 35000, 2))
			credit := socksFor(p, fmt.Sprint("A-1042/goods/S4", n))
			credit.Payments[0].Form = receipts.OnCredit
			three := receiptOn(refOf(p), fmt.Sprint("A-1042/goods/S6", n), receipts.Sell, receipts.Offset, goods("Носки хлопок", 35000, 3))
			partly := socksFor(p, fmt.Sprint("A-1042/goods/S7", n))
			partly.Positions[0].Method = receipts.PartialPayment
			seen := map[string]bool{}
			for _, r := range []receipts.Receipt{
				shoes(p, fmt.Sprint("A-1042/goods/S1", n), scanned), shoes(p, fmt.Sprint("A-1042/goods/S2", n), "0104601234567893215Qx7&aB2kLm8Y\x1d91EE07\x1d92Zm9v"),
				blue, credit, socksFor(p, fmt.Sprint("A-1042/goods/S5", n)), three, partly,
			} {
				d, err := g.Register(t.Context(), r)
				require.NoError(t, err, r.Key)
				seen[d.Ref.ID] = true
				time.Sleep(longAfter)
			}
			require.Len(t, seen, 7)
			_, err := g.Register(t.Context(), shoes(p, "A-1042/goods/S8", scanned))
			require.ErrorIs(t, err, ordo.ErrInDoubt, "the same unit")
			quoted := receiptOn(refOf(p), "A-1042/goods/S9", receipts.Sell, receipts.Offset, goods("  «НОСКИ»   синие ", 35000, 2))
			_, err = g.Register(t.Context(), quoted)
			require.ErrorIs(t, err, ordo.ErrInDoubt, "the register may write a name otherwise")
		}
	})
}

// What is told of a receipt may be less than was sent: what is not told does not make it another one.
func TestWhatIsNotToldMakesNoOtherReceipt(t *testing.T) {
	at := &clock{time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)}
	line := `{"description":"Носки хлопок","quantity":"2.000","amount":{"value":"350.00","currency":"RUB"},"vat_code":11%s}`
	for name, tt := range map[string]struct {
		more string
		like bool
	}{
		"nothing but lines":     {`"items":[` + fmt.Sprintf(line, "") + `]`, true},
		"no lines":              {`"items":null`, true},
		"modes":                 {`"items":[` + fmt.Sprintf(line, `,"payment_mode":"full_payment"`) + `]`, true},
		"another mode":          {`"items":[` + fmt.Sprintf(line, `,"payment_mode":"credit"`) + `]`, false},
		"settlements":           {`"items":[` + fmt.Sprintf(line, "") + `],"settlements":[{"type":"prepayment","amount":{"value":"700.00","currency":"RUB"}}]`, true},
		"another settlement":    {`"items":[` + fmt.Sprintf(line, "") + `],"settlements":[{"type":"cashless","amount":{"value":"700.00","currency":"RUB"}}]`, false},
		"two lines":             {`"items":[` + fmt.Sprintf(line, "") + `,` + fmt.Sprintf(line, "") + `]`, false},
		"the name of another":   {`"items":[` + fmt.Sprintf(line, "") + `],"receipt_operational_details":{"operation_id":0,"value":"A-1042/goods/S1","created_at":"2026-01-14T10:00:00.000Z"}`, false},
		"printed long ago":      {`"registered_at":"2026-01-13T05:00:00.000Z","items":[` + fmt.Sprintf(line, "") + `]`, true},
		"a mark that is hidden": {`"items":[` + fmt.Sprintf(line, `,"mark_code_info":{"gs_1m":"0104601234567893215Qx7********"}`) + `]`, true},
	} {
		kassa, _ := start(t, yookassatest.Settings{Now: at.Now})
		c := client(kassa.Transport(), ordo.WithClock(at))
		p := pay(t, kassa, c, "pay", bare(140000))
		there := yookassatest.Answer(200, "application/json", `{"items":[{"id":"rt-1","type":"payment","status":"succeeded","payment_id":"`+p.ID+`",`+tt.more+`}]}`)
		young := yookassatest.Answer(200, "application/json", `{"items":[]}`)
		if name == "printed long ago" {
			young = there // the filter by time was not heeded
		}
		kassa.FailNext("GET /receipts", there, young)
		_, err := registering(c).Register(t.Context(), socksFor(p, "A-1042/goods/S2"))
		if tt.like {
			require.ErrorIs(t, err, ordo.ErrInDoubt, name)
			require.Empty(t, kassa.Receipts(), name)
			continue
		}
		require.NoError(t, err, name)
		require.Len(t, kassa.Receipts(), 1, name)
	}
}

// A receipt of all of a payment's money may be told in part, too.
func TestTheReceiptOfAllTheMoneyIsKnownByWhatItTells(t *testing.T) {
	const it, doubt, another = "it", "doubt", "another"
	paid := func(form string) string {
		return `],"settlements":[{"type":"` + form + `","amount":{"value":"700.00","currency":"RUB"}}]`
	}
	mine := receiptOn(order.Ref{}, "A-1042/goods", receipts.Sell, receipts.Electronic, goods("Аванс по заказу A-1042", 70000, 1))
	for name, tt := range map[string]struct{ kind, told, want string }{
		"its settlements":                       {"payment", `}` + paid("cashless"), it},
		"its mode":                              {"payment", `,"payment_mode":"advance"}]`, it},
		"both":                                  {"payment", `,"payment_mode":"full_prepayment"}` + paid("cashless"), it},
		"nothing":                               {"payment", `}]`, doubt},
		"that it is of goods":                   {"payment", `,"payment_mode":"full_payment"}` + paid("cashless"), doubt},
		"that it is no money":                   {"payment", `,"payment_mode":"advance"}` + paid("prepayment"), another},
		"that it goes elsewhere":                {"refund", `,"payment_mode":"advance"}]`, another},
		"goods":                                 {"payment", `,"payment_mode":"full_payment"}]`, another},
		"money, and mine is of goods":           {"payment", `}` + paid("cashless"), doubt},
		"money and goods, and mine is of goods": {"payment", `,"payment_mode":"full_payment"}` + paid("cashless"), it},
	} {
		kassa, c := start(t, yookassatest.Settings{})
		p := pay(t, kassa, c, "pay", bare(70000))
		there := `{"id":"rt-1","type":"` + tt.kind + `","status":"succeeded","payment_id":"` + p.ID +
			`","items":[{"description":"Аванс по заказу A-1042","quantity":1,"amount":{"value":"700.00","currency":"RUB"},"vat_code":12` + tt.told + `}`
		kassa.FailNext("GET /receipts", yookassatest.Answer(200, "application/json", `{"items":[`+there+`]}`), yookassatest.Answer(200, "application/json", `{"items":[]}`))
		r := advanceFor(p)
		if strings.Contains(name, "mine") {
			r = mine
			r.About = refOf(p)
		}
		d, err := registering(c).Register(t.Context(), r)
		if tt.want == doubt {
			require.ErrorIs(t, err, ordo.ErrInDoubt, name)
			continue
		}
		require.NoError(t, err, name)
		require.Equal(t, tt.want == it, d.Ref.ID == "rt-1", name)
	}
}

func TestAKeyIsWrittenOnTheReceipt(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	p := pay(t, kassa, c, "pay", bare(1000000))
	g := registering(c, yookassa.WithKeysOnReceipts())
	on := func(r receipts.Receipt) *yookassa.Operational {
		made, err := c.Receipt(t.Context(), registered(t, g, r).Ref.ID)
		require.NoError(t, err)
		return made.Operational
	}
	require.Equal(t, &yookassa.Operational{Value: "A-1042/goods/S1", CreatedAt: p.CreatedAt}, on(socksFor(p, "A-1042/goods/S1")))
	long := "A-1042/" + fmt.Sprintf("%057d", 1)
	require.Len(t, long, 64)
	require.Equal(t, long, on(socksFor(p, long)).Value)
	digest := on(socksFor(p, long+"0")).Value
	require.Len(t, digest, 64)
	require.NotEqual(t, digest, on(socksFor(p, long+"1")).Value)
	old := socksFor(p, "A-1042/goods/S9")
	old.Format = receipts.FFD105
	old.Positions[0] = goods("Носки синие", 35000, 2)
	require.Nil(t, on(old), "FFD 1.05 has no such requisite")
	require.Len(t, kassa.Receipts(), 5)
}

func TestManyReceiptsUnderARainOfFaults(t *testing.T) {
	inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		const shipped = 28
		p := pay(t, kassa, c, "pay", bare(shipped*70000))
		seed := kassa.FailRandomly("*", 0.5, 0, yookassatest.ResetAfter(), yookassatest.ResetBefore(), yookassatest.StatusAfter(500),
			yookassatest.InternalError(), yookassatest.Processing(0), yookassatest.TooMany(time.Second), yookassatest.Cut(9), yookassatest.Unreachable())
		g := registering(c, yookassa.WithKeysOnReceipts())
		for range 2 {
			registered(t, g, advanceFor(p))
			for n := range shipped {
				registered(t, g, socksFor(p, fmt.Sprint("A-1042/goods/S", n)))
			}
			time.Sleep(longAfter)
		}
		kassa.EndFaults()
		require.Len(t, kassa.Receipts(), shipped+1, "seed %d", seed)
		ids := map[string]bool{}
		for n := range shipped {
			ids[registered(t, g, socksFor(p, fmt.Sprint("A-1042/goods/S", n))).Ref.ID] = true
		}
		require.Len(t, ids, shipped)
	})
}

// What YooKassa refuses before it takes it leaves the key unused: the receipt may be given again under it, put right.
func TestAReceiptThatWasRefusedMayBeGivenAgainAmended(t *testing.T) {
	for name, tt := range map[string]struct {
		along   bool // the advance went along with the payment
		between func(t *testing.T, g *yookassa.Gateway, p *yookassa.Payment)
		doubt   bool
	}{
		"at once":                {false, func(*testing.T, *yookassa.Gateway, *yookassa.Payment) {}, false},
		"beside what went along": {true, func(*testing.T, *yookassa.Gateway, *yookassa.Payment) {}, false},
		"a day later":            {false, func(*testing.T, *yookassa.Gateway, *yookassa.Payment) { time.Sleep(longAfter) }, false},
		"beside another that may be it": {false, func(t *testing.T, g *yookassa.Gateway, p *yookassa.Payment) {
			registered(t, g, receiptOn(refOf(p), "A-1042/goods/S2", receipts.Sell, receipts.Offset, goods("Носки синие", 35000, 2)))
		}, true},
		"beside an old one": {false, func(t *testing.T, g *yookassa.Gateway, p *yookassa.Payment) {
			registered(t, g, receiptOn(refOf(p), "A-1042/goods/S2", receipts.Sell, receipts.Offset, goods("Носки синие", 35000, 2)))
			time.Sleep(longAfter + time.Hour)
			first := socksFor(p, "A-1042/goods")
			first.Buyer = receipts.Buyer{Phone: "+79000000000"}
			_, err := g.Register(t.Context(), first)
			require.ErrorIs(t, err, ordo.ErrInvalid)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, yookassatest.Settings{Fiscalization: "avanpost", ReceiptsLater: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
				in := bare(140000)
				if tt.along {
					in = newPayment(140000)
				}
				p := pay(t, kassa, c, "pay", in)
				kassa.FailAlways("GET /me", yookassatest.Status(404)) // or YooKassa would not be asked
				g, r := registering(c), socksFor(p, "A-1042/goods")
				r.Buyer = receipts.Buyer{Phone: "+79000000000"}
				_, err := g.Register(t.Context(), r)
				require.ErrorIs(t, err, ordo.ErrInvalid)
				tt.between(t, g, p)
				before := len(kassa.Receipts())
				d, err := g.Register(t.Context(), socksFor(p, "A-1042/goods"))
				if tt.doubt {
					require.ErrorIs(t, err, ordo.ErrInDoubt)
					require.Len(t, kassa.Receipts(), before)
					return
				}
				require.NoError(t, err)
				require.Len(t, kassa.Receipts(), before+1)
				require.Equal(t, kassa.Receipts()[before].ID, d.Ref.ID)
			})
		})
	}
}

func TestAnAmendedReceiptIsRegisteredOnce(t *testing.T) {
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			inBubble(t, yookassatest.Settings{Fiscalization: "avanpost", ReceiptsLater: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
				p := pay(t, kassa, c, "pay", bare(70000))
				kassa.FailAlways("GET /me", yookassatest.Status(404))
				g, r := registering(c, yookassa.WithKeysOnReceipts()), socksFor(p, "A-1042/goods")
				r.Buyer = receipts.Buyer{Phone: "+79000000000"}
				_, err := g.Register(t.Context(), r)
				require.ErrorIs(t, err, ordo.ErrInvalid)
				kassa.FailNext("POST /receipts", script...)
				kassa.FailNth("POST /receipts", len(script)+2, yookassatest.ResetAfter())
				d := registered(t, g, socksFor(p, "A-1042/goods"))
				require.Equal(t, d, registered(t, g, socksFor(p, "A-1042/goods")))
				require.Len(t, kassa.Receipts(), 1, "%v", kassa.Log())
			})
		})
	}
}
