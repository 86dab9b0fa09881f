package exchange1c_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/wire"
)

// orderDocument is an order as a plain 1C reads it.
func orderDocument(number string) commerceml.Document {
	return commerceml.Document{
		ID: number, Number: number, Date: "2026-11-30", Operation: commerceml.Order, Role: commerceml.Seller, Currency: "RUB",
		Total: wire.Sum{Decimal: "1290.50"},
		Lines: []commerceml.Line{{ID: "7b1d2c34", Name: "Кружка", Quantity: "2", Total: wire.Sum{Decimal: "1290.50"}}},
	}
}

func numbers(all []exchange1ctest.Order) (out []string) {
	for _, o := range all {
		out = append(out, o.Number)
	}
	return out
}

// pain: CML-P6
func TestSuccessSaysReadAndNotKept(t *testing.T) {
	var told []string
	out := &exchange1c.Outgoing{
		Documents: func(_ context.Context, number string) ([]commerceml.Document, error) {
			return []commerceml.Document{orderDocument(number)}, nil
		},
		Silent: func(_ context.Context, u exchange1c.Unanswered) { told = append(told, u.Number) },
	}
	_, onec := setup(t, exchange1c.Settings{Query: out.Query, Read: out.Read, Import: func(_ context.Context, f *exchange1c.Upload) error {
		for rec, err := range f.Records() {
			if err != nil {
				return err
			}
			if d, ok := rec.(*commerceml.Document); ok {
				out.Answered(d)
			}
		}
		return nil
	}})
	exchange := func() []string {
		got, err := onec.TakeOrders(t.Context())
		require.NoError(t, err)
		return numbers(got)
	}
	out.Put("50417", "1")
	out.Put("50418", "1")
	assert.Equal(t, []string{"50417", "50418"}, exchange())

	// 1C sends one of them back, as it does once somebody works on it. The other one does not exist there.
	require.NoError(t, onec.Send(t.Context(), "sale", exchange1ctest.Files{"orders-5e1f_1.xml": []byte(`<?xml version="1.0" encoding="UTF-8"?>
		<КоммерческаяИнформация ВерсияСхемы="2.07"><Документ><Ид>aa10bb20</Ид><Номер>50417</Номер><Дата>2026-11-30</Дата>
		<ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль></Документ></КоммерческаяИнформация>`)}))
	for range 2 {
		assert.Empty(t, exchange())
		assert.Empty(t, told)
	}
	assert.Empty(t, exchange())
	assert.Equal(t, []string{"50418"}, told, "after three exchanges")
	assert.Empty(t, exchange())
	assert.Len(t, told, 1, "once")
	assert.Equal(t, []exchange1c.Unanswered{{Sent: exchange1c.Sent{Number: "50418", Version: "1"}, Exchanges: 4}}, out.Unanswered(1))

	// On demand it is offered again.
	assert.Equal(t, []string{"50417"}, out.Again("50418", "50417"), "one is settled")
	assert.Equal(t, []string{"50418"}, exchange())
	for range 3 {
		assert.Empty(t, exchange())
	}
	assert.Equal(t, []string{"50418", "50418"}, told, "and counts anew")
	out.Settle("50418")
	assert.Empty(t, out.Unanswered(0))
}

func TestAnOrderThatChangesIsOfferedUntilItsLastVersionIsRead(t *testing.T) {
	out := &exchange1c.Outgoing{Most: 2}
	out.Documents = func(_ context.Context, number string) ([]commerceml.Document, error) {
		if number == "2" {
			return nil, errors.New("the order has a line without goods")
		}
		if number == "3" {
			out.Put("3", "2") // it changes while it is written
		}
		return []commerceml.Document{orderDocument(number)}, nil
	}
	var failed []string
	out.Failed = func(_ context.Context, number string, _ error) { failed = append(failed, number) }
	_, onec := setup(t, exchange1c.Settings{Query: out.Query, Read: out.Read})
	take := func() []string {
		got, err := onec.TakeOrders(t.Context())
		require.NoError(t, err)
		return numbers(got)
	}
	for _, n := range []string{"1", "2", "3", "4"} {
		out.Put(n, "1")
	}
	out.Put("1", "1") // nothing new

	// What is kept survives the process.
	kept, err := json.Marshal(out)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(kept, out))

	assert.Equal(t, []string{"1", "3"}, take(), "no more than Most; the odd one does not stop the others")
	assert.Equal(t, []string{"3", "4"}, take())
	assert.Empty(t, take())
	assert.Equal(t, []string{"2", "2", "2"}, failed)
}

func TestAPlain1CGetsNothingButOrders(t *testing.T) {
	ctx := t.Context()
	payment := commerceml.Document{ID: "p1", Number: "p1", Date: "2026-11-30", Operation: commerceml.CashlessPayment, Basis: "1", Currency: "RUB"}
	var why error
	out := &exchange1c.Outgoing{
		Documents: func(_ context.Context, number string) ([]commerceml.Document, error) {
			if number == "1" {
				return []commerceml.Document{orderDocument("1"), payment}, nil
			}
			return []commerceml.Document{orderDocument(number)}, nil
		},
		Failed: func(_ context.Context, _ string, err error) { why = err },
	}
	out.Put("1", "1")
	out.Put("2", "1")
	_, onec := setup(t, exchange1c.Settings{Query: out.Query, Read: out.Read})
	got, err := onec.TakeOrders(ctx)
	require.NoError(t, err)
	assert.Equal(t, []string{"2"}, numbers(got))
	assert.ErrorContains(t, why, `order 1: a document "Выплата безналичных денег" besides the order`)

	out.Containers, onec.Version = true, "3.1"
	got, err = onec.TakeOrders(ctx)
	require.NoError(t, err)
	assert.Equal(t, []string{"1", "p1"}, numbers(got), "the module of 1C-Bitrix takes both, in one container")

	t.Run("a context that ended is no fault of the order", func(t *testing.T) {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		out.Documents = func(ctx context.Context, _ string) ([]commerceml.Document, error) { return nil, ctx.Err() }
		out.Put("3", "1")
		_, err := out.Query(ended, io.Discard)
		assert.ErrorIs(t, err, context.Canceled)
	})
	for what, docs := range map[string][]commerceml.Document{
		"none": nil, "another order": {orderDocument("7")}, "no basis": {orderDocument("3"), {Operation: commerceml.Shipment}},
	} {
		out.Documents = func(context.Context, string) ([]commerceml.Document, error) { return docs, nil }
		why = nil
		_, err := out.Query(ctx, io.Discard)
		require.NoError(t, err)
		assert.ErrorContains(t, why, "order 3: ", what)
	}
}
