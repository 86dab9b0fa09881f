package yookassa_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func TestWhatWentAlongWithThePaymentIsItsAdvance(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{Fiscalization: "avanpost", SlowReceipts: true}, newPayment(580000))
	g := registering(c)
	told := func() receipts.Document {
		d := must(g.Register(t.Context(), advanceFor(p)))(t)
		require.Len(t, kassa.Receipts(), 1, "nobody registers it again")
		return d
	}
	along := kassa.Receipts()[0]
	require.Equal(t, receipts.Document{
		Key: "A-1042/payment/p1", Ref: order.Ref{System: "yookassa", Account: "yk-1", Kind: "receipt", ID: along.ID},
		State: receipts.DocumentWaiting, Total: amount.RUB(580000),
	}, told())

	kassa.Faults().Next("GET /receipts", fake.Refuse(200, "application/json", `{"type":"list","items":[]}`))
	d := told()
	require.Equal(t, receipts.DocumentWaiting, d.State, "it is not listed yet")
	require.Equal(t, order.Ref{System: "yookassa", Account: "yk-1", Kind: "payment", ID: p.ID}, d.Ref)
	read := must(g.Read(t.Context(), d.Ref))(t)
	require.Equal(t, receipts.DocumentWaiting, read.State)

	require.NoError(t, kassa.RegisterReceipt(along.ID))
	require.Equal(t, receipts.DocumentDone, told().State)
	read = must(g.Read(t.Context(), d.Ref))(t)
	require.Equal(t, d.Ref, read.Ref, "what was asked for")
	require.Equal(t, told().Number, read.Number)

	part := advanceFor(p)
	part.Key, part.Positions, part.Total, part.Payments[0].Sum = "A-1042/payment/p1/2", []receipts.Position{inAdvance(1000)}, amount.RUB(1000), amount.RUB(1000)
	fails(g.Register(t.Context(), part))(t, ordo.ErrInDoubt) // all of the money has its receipt
	paid := receiptOn(refOf(p), "A-1042/goods", receipts.Sell, receipts.Electronic, goods("Кроссовки", 580000, 1))
	fails(g.Register(t.Context(), paid))(t, ordo.ErrInDoubt, "but differs from this one") // the same money cannot come twice
	paid.Payments = []receipts.Payment{{Form: receipts.Electronic, Sum: amount.RUB(80000)}, {Form: receipts.Offset, Sum: amount.RUB(500000)}}
	fails(g.Register(t.Context(), paid))(t, ordo.ErrInDoubt, "this one has another sum") // some of the money comes twice
	require.Len(t, kassa.Receipts(), 1)
}

// A shop may send the receipt of the goods with the payment, and a settlement may be of as much as the payment that
// came last, with an advance of as much besides.
func TestMoneyIsShownAsPaidBeforeTheGoodsOrForThem(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	at := newPayment(70000)
	at.Receipt.Items = []yookassa.Item{line("Носки хлопок", 35000, 2)}
	d := registered(t, registering(c), advanceFor(pay(t, kassa, c, "pay", at)))
	require.Equal(t, kassa.Receipts()[0].ID, d.Ref.ID, "what went along is the advance")

	p := pay(t, kassa, c, "pay2", bare(70000))
	registered(t, registering(c), receiptOn(refOf(p), "A-1042/goods", receipts.Sell, receipts.Electronic, goods("Носки хлопок", 35000, 2)))
	rest := advanceFor(p)
	rest.Key = "A-1042/rest/electronic"
	fails(registering(c).Register(t.Context(), rest))(t, ordo.ErrInDoubt) // neither doubled nor swallowed
	require.Len(t, kassa.Receipts(), 2)
}

func TestAnAdvanceThatWentAlongAndFailedIsRegistered(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{SlowReceipts: true}, newPayment(580000))
	along := kassa.Receipts()[0]
	require.NoError(t, kassa.RefuseReceipt(along.ID))
	d := must(registering(c).Register(t.Context(), advanceFor(p)))(t)
	require.NotEqual(t, along.ID, d.Ref.ID)
	require.Equal(t, receipts.DocumentWaiting, d.State)
	told := must(registering(c).Read(t.Context(), refOfKind("payment", p.ID)))(t)
	require.Equal(t, receipts.DocumentFailed, told.State)
	require.NotEmpty(t, told.Text)
	require.False(t, told.CanRetry, "YooKassa does not say why")
}

func refOfKind(kind, id string) order.Ref { return order.Ref{System: "yookassa", Kind: kind, ID: id} }

func TestReceiptsAreWrittenInYooKassasWords(t *testing.T) {
	kassa, _ := start(t, yookassatest.Settings{Fiscalization: "atol", ReceiptsLater: true})
	rec := &recorder{RoundTripper: kassa.Transport()}
	c := client(rec)
	p := pay(t, kassa, c, "pay", bare(1000000))
	g := registering(c)
	made := func(r receipts.Receipt) *yookassa.Receipt {
		d := must(g.Register(t.Context(), r))(t)
		require.Equal(t, receipts.DocumentDone, d.State)
		require.Equal(t, r.Total, d.Total)
		is := must(c.GetReceipt(t.Context(), d.Ref.ID))(t)
		require.Equal(t, d.At.UTC(), is.RegisteredAt.UTC())
		require.Equal(t, []string{is.FiscalDocumentNumber, is.FiscalStorageNumber, is.FiscalAttribute}, []string{d.Number, d.Drive, d.Sign})
		return is
	}
	advance := made(advanceFor(p))
	require.Equal(t, yookassa.ReceiptPayment, advance.Type)
	require.Equal(t, p.ID, advance.PaymentID)
	require.Equal(t, []yookassa.Settlement{{Type: "cashless", Amount: amount.RUB(1000000)}}, advance.Settlements)
	require.Equal(t, yookassa.Advance, advance.Items[0].PaymentMode)
	require.True(t, *advance.Internet)

	r := receiptOn(refOf(p), "A-1042/goods", receipts.Sell, receipts.Offset, goods("Кроссовки", 400000, 1), goods("Носки", 10000, 10))
	r.Internet, r.UserProp = false, &receipts.UserProp{Name: "Заказ", Value: "A-1042"}
	r.Positions[0].Object, r.Positions[0].Marked, r.Positions[0].Mark = receipts.GoodsMarked, true, scanned
	r.Positions[1].UserData, r.TimeZone, r.TaxSystem = "зелёные", 2, receipts.TaxPatent
	r.Industry = []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: "UUID=1"}}
	r.Positions[1].Agent = &receipts.Agent{Role: receipts.CommissionAgent, Phones: []string{"+79001112233"}, SupplierName: "ООО Лён", SupplierINN: "7700000000"}
	r.Payments = []receipts.Payment{
		{Form: receipts.Offset, Sum: amount.RUB(200000)},
		{Form: receipts.Electronic, Sum: amount.RUB(100000)},
		{Form: receipts.OnCredit, Sum: amount.RUB(150000)},
		{Form: receipts.Consideration, Sum: amount.RUB(50000)},
	}
	q := pay(t, kassa, c, "pay2", bare(100000))
	r.About = refOf(q)
	settled := made(r)
	require.Equal(t, []yookassa.Settlement{
		{Type: "prepayment", Amount: amount.RUB(200000)},
		{Type: "cashless", Amount: amount.RUB(100000)},
		{Type: "postpayment", Amount: amount.RUB(150000)},
		{Type: "consideration", Amount: amount.RUB(50000)},
	}, settled.Settlements)
	require.False(t, *settled.Internet)
	require.Equal(t, yookassa.FullPayment, settled.Items[0].PaymentMode)
	require.Equal(t, &yookassa.MarkCode{GS1M: scanned}, settled.Items[0].MarkCode)
	require.Equal(t, 1, settled.Items[0].PlannedStatus, "a piece that is sold")
	require.Equal(t, "commissioner", settled.Items[1].AgentType)
	require.Equal(t, "79001112233", settled.Items[1].Supplier.Phone)
	require.Equal(t, amount.Pcs(10), settled.Items[1].Quantity)
	var sent yookassa.NewReceipt // YooKassa does not tell all of it again
	require.NoError(t, json.Unmarshal(rec.ordered, &struct {
		Tax      *int                       `json:"tax_system_code"`
		Zone     *int                       `json:"timezone"`
		Industry *[]yookassa.IndustryDetail `json:"receipt_industry_details"`
		User     **yookassa.UserProps       `json:"additional_user_props"`
	}{&sent.TaxSystemCode, &sent.Timezone, &sent.Industry, &sent.AdditionalUserProps}))
	require.Equal(t, yookassa.NewReceipt{
		TaxSystemCode: yookassa.TaxPatent, Timezone: 2, AdditionalUserProps: &yookassa.UserProps{Name: "Заказ", Value: "A-1042"},
		Industry: []yookassa.IndustryDetail{{FederalID: "030", DocumentDate: "2023-11-21", DocumentNumber: "1944", Value: "UUID=1"}},
	}, sent)
	require.Contains(t, string(rec.ordered), `"additional_payment_subject_props":"зелёные"`)
	require.Contains(t, string(rec.ordered), `"measure":"piece"`)
	require.Zero(t, kassa.Calls("GET /me"), "whose registers it is does not matter")

	old := socksFor(q, "A-1042/goods/S2")
	old.Format = receipts.FFD105
	made(old)
	require.NotContains(t, string(rec.ordered), "measure", "FFD 1.05 has none")
}

func TestWhatYooKassaCannotRegisterIsNotSent(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, bare(70000))
	calls := kassa.Calls("*")
	for field, spoil := range map[string]func(*receipts.Receipt){
		"Kind":             func(r *receipts.Receipt) { *r = r.Correct("k", receipts.Correction{Date: "2026-01-13"}) },
		"About":            func(r *receipts.Receipt) { r.About = order.Ref{} },
		"About (system)":   func(r *receipts.Receipt) { r.About.System = "paymaster" },
		"About (refund)":   func(r *receipts.Receipt) { r.About.Kind = "refund" },
		"Payments[0].Form": func(r *receipts.Receipt) { r.Payments[0].Form = receipts.Cash },
		"Payments[0].Sum": func(r *receipts.Receipt) {
			r.Positions[0].Price, r.Positions[0].Sum, r.Positions[0].VATSum = amount.RUB(0), amount.RUB(0), amount.RUB(0)
			r.Total, r.Payments[0] = amount.RUB(0), receipts.Payment{Form: receipts.Electronic, Sum: amount.RUB(0)}
		},
		"Cashier":   func(r *receipts.Receipt) { r.Cashier = "Иванова" },
		"CheckProp": func(r *receipts.Receipt) { r.CheckProp = "x" },
		"UserProp.Value": func(r *receipts.Receipt) {
			r.UserProp = &receipts.UserProp{Name: "x", Value: string(slices.Repeat([]rune{'я'}, 235))}
		},
		"Positions[0].Object":  func(r *receipts.Receipt) { r.Positions[0].Object = 27 },
		"Positions[0].Measure": func(r *receipts.Receipt) { r.Positions[0].Measure = 82 },
		"Positions[0].Country": func(r *receipts.Receipt) { r.Positions[0].Country = "156" },
		"Positions[0].Mark": func(r *receipts.Receipt) {
			r.Format = receipts.FFD105
			*r = receiptOn(r.About, r.Key, r.Kind, receipts.Offset, goods("Кроссовки", 70000, 1))
			r.Format, r.Positions[0].Mark = receipts.FFD105, scanned
		},
		"Positions[0].Agent.Phones": func(r *receipts.Receipt) {
			r.Positions[0].Agent = &receipts.Agent{Role: receipts.Attorney, SupplierINN: "7700000000", Phones: []string{"+79001112233", "+79001112234"}}
		},
	} {
		r := socksFor(p, "A-1042/goods").Clone()
		spoil(&r)
		require.NoError(t, r.Check(), field)
		_, err := registering(c).Register(t.Context(), r)
		require.ErrorIs(t, err, ordo.ErrInvalid, field)
		rule := as[*receipts.RuleError](t, err, field)
		require.Len(t, rule.Problems, 1, "%v", err)
		require.Contains(t, field, rule.Problems[0].Field)
		require.NotEmpty(t, rule.Problems[0].Rule)
	}
	broken := socksFor(p, "A-1042/goods")
	broken.Buyer = receipts.Buyer{}
	var rule *receipts.RuleError
	_, err := c.Gateway().Register(t.Context(), broken)
	require.ErrorAs(t, err, &rule)
	fails(c.Gateway().Register(t.Context(), socksFor(p, "A-1042/goods")))(t, ordo.ErrAuth, "WithReceipts") // a person must set the gateway up
	require.Equal(t, calls, kassa.Calls("*"))
}

func TestTheShopsOwnRegistersTakeLess(t *testing.T) {
	many := make([]receipts.Position, 81)
	for i := range many {
		many[i] = goods(fmt.Sprint("Товар ", i), 100, 1)
	}
	for provider, own := range map[string]bool{"avanpost": true, "atol": false} {
		kassa, c, p := paid(t, yookassatest.Settings{Fiscalization: provider, ReceiptsLater: true}, bare(8100))
		long := receiptOn(refOf(p), "A-1042/goods", receipts.Sell, receipts.Offset, many...)
		_, err := registering(c).Register(t.Context(), long)
		mute := receiptOn(refOf(p), "A-1042/goods/S2", receipts.Sell, receipts.Offset, goods("Носки", 100, 1))
		mute.Buyer = receipts.Buyer{Phone: "+79000000000"}
		_, err2 := registering(c).Register(t.Context(), mute)
		if !own {
			require.NoError(t, err)
			require.NoError(t, err2)
			continue
		}
		rule := as[*receipts.RuleError](t, err)
		require.Equal(t, "Positions", rule.Problems[0].Field)
		require.ErrorContains(t, err, "81 positions, YooKassa's own registers allow at most 80: set receipts.Settings.MaxPositions")
		require.ErrorAs(t, err2, &rule)
		require.Equal(t, "Buyer.Email", rule.Problems[0].Field)
		require.Zero(t, kassa.Calls("POST /receipts"))

		kassa.Faults().Always("GET /me", yookassatest.Refuse(403, "forbidden", "no"))
		_, err = registering(c).Register(t.Context(), mute)
		require.ErrorIs(t, err, ordo.ErrInvalid, "YooKassa refuses it itself")
		field := as[*yookassa.ParameterError](t, err)
		require.Equal(t, "customer.email", field.Parameter)
		long.Positions, long.Total, long.Payments[0].Sum = many[:80], amount.RUB(8000), amount.RUB(8000)
		must(registering(c).Register(t.Context(), long))(t)
	}
}

func TestAPaymentHasThirtyReceipts(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, bare(73100))
	ordered(t, registering(c), p, "A-1042/refund/R1") // has receipts of its own
	for n := range 30 {
		registered(t, registering(c), receiptOn(refOf(p), fmt.Sprint("A-1042/goods/S", n), receipts.Sell, receipts.Offset, goods(fmt.Sprint("Товар ", n), 100, 1)))
	}
	more := receiptOn(refOf(p), "A-1042/goods/S30", receipts.Sell, receipts.Offset, goods("Товар 30", 100, 1))
	_, err := registering(c).Register(t.Context(), more)
	rule := as[*receipts.RuleError](t, err)
	require.Equal(t, "About", rule.Problems[0].Field)
	require.ErrorContains(t, err, "has 30 receipts, YooKassa allows no more")
	require.Equal(t, 30, kassa.Calls("POST /receipts"))
	last := receiptOn(refOf(p), "A-1042/goods/S29", receipts.Sell, receipts.Offset, goods("Товар 29", 100, 1))
	require.Equal(t, kassa.Receipts()[30].ID, registered(t, registering(c), last).Ref.ID, "what is there is found")
}

func TestErrorsOfAReceiptHaveTheClassesOfThePort(t *testing.T) {
	const post, list, paid = "POST /receipts", "GET /receipts", "GET /payments/{id}"
	for name, tt := range map[string]struct {
		where string
		fault fake.Fault
		class ordo.Class
	}{
		"refused for good":            {post, yookassatest.Refuse(400, "invalid_request", "no"), ordo.Invalid},
		"not let in":                  {post, yookassatest.Refuse(401, "invalid_credentials", "no"), ordo.Auth},
		"refused by a proxy":          {post, fake.Status(413), ordo.InDoubt},
		"too many":                    {post, yookassatest.TooMany(0), ordo.RateLimited},
		"nobody there":                {post, fake.Unreachable(), ordo.Retry},
		"a lost answer":               {post, fake.ResetAfter(), ordo.InDoubt},
		"500":                         {post, yookassatest.InternalError(), ordo.InDoubt},
		"being processed":             {post, yookassatest.Processing(0), ordo.InDoubt},
		"the key of something else":   {post, fake.Refuse(400, "application/json", `{"type":"error","code":"invalid_request","parameter":"Idempotence-Key"}`), ordo.InDoubt},
		"an answer that is none":      {post, fake.Refuse(200, "application/json", `{"id":"rt-1","items":"none"}`), ordo.InDoubt},
		"an empty answer":             {post, fake.Refuse(200, "application/json", `{}`), ordo.InDoubt},
		"a receipt of another":        {post, fake.Refuse(200, "application/json", `{"id":"rt-1","type":"payment","status":"pending","payment_id":"q"}`), ordo.InDoubt},
		"a list that cannot be had":   {list, fake.Status(503), ordo.Retry},
		"a list that cannot be read":  {list, fake.Refuse(200, "application/json", `{"items":[{"id":"rt-1","items":[{"quantity":"1.0005"}]}]}`), ordo.InDoubt},
		"no right to see the payment": {paid, yookassatest.Refuse(403, "forbidden", "no"), ordo.Auth},
	} {
		t.Run(name, bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			p := pay(t, kassa, c, "pay", bare(70000))
			kassa.Faults().Always(tt.where, tt.fault)
			_, err := registering(c).Register(t.Context(), socksFor(p, "A-1042/goods"))
			require.Equal(t, tt.class, ordo.ClassOf(err), "%v", err)
			kassa.Faults().Clear()
			registered(t, registering(c), socksFor(p, "A-1042/goods"))
			require.Len(t, kassa.Receipts(), 1)
		}))
	}
	fails(registering(yookassa.New("1", "secret", ordo.WithBaseURL("http://example.ru"))).Register(t.Context(), socksFor(&yookassa.Payment{ID: "p"}, "k")))(t, ordo.ErrAuth)  // a wrong setting is no fault of the receipt
	fails(yookassa.New("1", "secret", ordo.WithBaseURL("http://example.ru")).Gateway().Refund(t.Context(), orderBack(&yookassa.Payment{ID: "p"}, "k", 100)))(t, ordo.ErrAuth) // what was ordered before may be paid
}

func TestMoneyThatHasNotMovedHasNoReceipt(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{SlowRefunds: true})
	g := registering(c)
	open := must(c.CreatePayment(t.Context(), "open", bare(70000)))(t)
	fails(g.Register(t.Context(), advanceFor(open)))(t, ordo.ErrRetry, "is not paid yet")
	require.NoError(t, kassa.Decline(open.ID, "insufficient_funds"))
	fails(g.Register(t.Context(), advanceFor(open)))(t, ordo.ErrInvalid, "no money was received")

	p := pay(t, kassa, c, "pay", bare(70000))
	back := payBack(t, c, p, 70000)
	r := receiptOn(refOfRefund(back), "A-1042/refund/R1", receipts.SellRefund, receipts.Electronic, goods("Носки хлопок", 35000, 2))
	fails(g.Register(t.Context(), r))(t, ordo.ErrRetry)
	require.NoError(t, kassa.RefuseRefund(back.ID, "rejected_by_payee"))
	fails(g.Register(t.Context(), r))(t, ordo.ErrInvalid, "no money was returned")

	for _, about := range []order.Ref{refOfKind("payment", "nobody's"), refOfKind("refund", "nobody's")} {
		r.About = about
		_, err := g.Register(t.Context(), r)
		rule := as[*receipts.RuleError](t, err)
		require.Contains(t, rule.Problems[0].Rule, "the shop has no "+about.Kind+" nobody's")
	}
	require.Zero(t, kassa.Calls("POST /receipts"))
}
