package onec_test

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Less stock than asked: the goods, the warehouse and how many are named, and nothing is reserved.
func TestLessStockThanAskedIsRefused(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.stock("MUG", "МАГ-1", 1)
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	before, version := d.rows(), d.there().Fields["DataVersion"]
	out := d.refused(order.EffectReserve, order.Effect{}, "2 of MUG are missing at МАГ-1")
	require.Equal(t, onec.CodeLessStock, out.Code)
	require.Equal(t, []order.Reserved{{Line: "2", Warehouse: "МАГ-1", Quantity: amount.Pcs(2)}}, out.Lacks)
	require.Equal(t, before, d.rows())
	require.Equal(t, version, d.there().Fields["DataVersion"], "nothing was written")
}

// between lets something happen just before a call.
type between struct {
	next   http.RoundTripper
	suffix string
	do     func()
	done   atomic.Bool
}

// RoundTrip implements http.RoundTripper.
func (b *between) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, b.suffix) && b.do != nil && b.done.CompareAndSwap(false, true) {
		b.do()
	}
	return b.next.RoundTrip(r)
}

// Somebody sells the goods between the look at the stock and the posting: 1C refuses, and the order has the rows that
// it had.
func TestStockThatIsTakenMeanwhileIsGivenUp(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Picks: order.PickAll("1"), Warehouse: "ЦС"})
	d.applies(order.EffectReserve, order.Effect{})
	before := d.rows()
	d.s = connect(d.base, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: &between{
		next: d.base.Transport(), suffix: "/Post", do: func() { require.NoError(t, d.base.SellAtTill("MUG", "МАГ-1", 2)) },
	}})).System(settings())
	d.do(order.Assemble{Picks: order.PickAll("2"), Warehouse: "МАГ-1"})
	out := d.refused(order.EffectReserve, order.Effect{}, "2 of MUG are missing at МАГ-1", "недостаточно")
	require.Equal(t, []order.Reserved{{Line: "2", Warehouse: "МАГ-1", Quantity: amount.Pcs(2)}}, out.Lacks)
	require.Equal(t, before, d.rows())
	require.InDelta(t, 1.0, d.base.Stock("SHOES-42", "ЦС").Reserved, 0, "what was reserved before still is")
	require.True(t, d.there().Posted)
}

// The process ends between writing the rows and posting them: the next try posts.
func TestAnUnpostedReserveIsPosted(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	d.base.Faults().Next("POST Document_ЗаказКлиента/Post", fake.ResetBefore())
	_, err := d.s.Apply(t.Context(), d.task(order.EffectReserve, order.Effect{}))
	require.Error(t, err)
	require.Contains(t, d.rows(), "2 3 МАГ-1 СоСклада", "the rows are written")
	require.InDelta(t, 0.0, d.base.Stock("MUG", "МАГ-1").Reserved, 0, "and nothing is reserved")
	d.applies(order.EffectReserve, order.Effect{})
	require.InDelta(t, 3.0, d.base.Stock("MUG", "МАГ-1").Reserved, 0)
}

// A warehouse that nobody knows is refused by name, before anything is written.
func TestAWarehouseNobodyKnowsIsRefused(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Warehouse: "МАГ-9"})
	before := d.base.Commits("*")
	d.refused(order.EffectReserve, order.Effect{}, `no warehouse "МАГ-9"`, "ЦС, МАГ-1, МАГ-2, УД-1")
	require.Equal(t, before, d.base.Commits("*"))

	set := settings()
	set.Warehouses[1].Name = "Магазин на Малышева"
	d.s = connect(d.base, onectest.Password).System(set)
	_, err := d.s.Apply(t.Context(), d.task(order.EffectReserve, order.Effect{}))
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "Магазин на Малышева")
}

// A document out of order: a sale before the reserve, and one of an order that people unposted or closed.
func TestADocumentOutOfOrderIsRefused(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	d.do(order.CreateShipment{})
	d.marks()
	e := d.sale(order.DocumentPosted)
	d.refused(order.EffectDocument, e, "are not reserved at МАГ-1", "a sale comes after the reserve")
	require.Empty(t, d.base.Documents("РеализацияТоваровУслуг"))

	require.NoError(t, d.base.Unpost("ЗаказКлиента", d.there().Number))
	d.refused(order.EffectDocument, e, "is not posted in 1C")
	require.NoError(t, d.base.Post("ЗаказКлиента", d.there().Number))
	require.NoError(t, d.base.CloseOrder(d.there().Number))
	for _, kind := range []order.EffectKind{order.EffectReserve, order.EffectDetails, order.EffectMoveDate} {
		d.refused(kind, order.Effect{}, "closed in 1C")
	}
	d.refused(order.EffectDocument, e, "closed in 1C")
}

// The marking code of another article is refused.
func TestAMarkOfOtherGoodsIsRefused(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.packs("МАГ-1")
	d.marks()
	_, err := connect(d.base, onectest.Password).Marks().Create(t.Context(), onec.Mark{
		Value: "0104601234567893215abcDEF12345", Kind: "GS1_DataMatrix", Packaging: "МаркированныйТовар", Good: onec.Guid(d.base.Key("Catalog_Номенклатура", "MUG")),
	}, onec.Filter{})
	require.NoError(t, err)
	d.refused(order.EffectDocument, d.sale(order.DocumentPosted), "is that of other goods in 1C")
	require.Empty(t, d.base.Documents("РеализацияТоваровУслуг"))
}

// 1C answers half of what is needed: the order is written, its posting is not answered. Later tries bring it to its
// end, and there is one order.
func TestHalfAnAnswerIsBroughtToItsEnd(t *testing.T) {
	for name, fault := range map[string]fake.Fault{"lost": fake.ResetAfter(), "never made": fake.ResetBefore(), "cut": fake.Cut(10), "refused by the web server": fake.Status(503)} {
		for _, op := range []string{"POST Document_ЗаказКлиента", "POST Document_ЗаказКлиента/Post", "POST Catalog_Партнеры", "POST Catalog_Контрагенты"} {
			t.Run(name+" "+op, func(t *testing.T) {
				d := open(t, draft(), settings(), onectest.Settings{})
				d.base.Faults().Next(op, fault)
				out, err := d.s.Apply(t.Context(), d.task(order.EffectUpsert, order.Effect{}))
				for range 3 {
					if err == nil {
						break
					}
					out, err = d.s.Apply(t.Context(), d.task(order.EffectUpsert, order.Effect{}))
				}
				require.NoError(t, err)
				require.True(t, out.Done(), out.Text)
				require.Len(t, d.base.Orders(), 1)
				require.True(t, d.base.Orders()[0].Posted)
				n, err := connect(d.base, onectest.Password).Partners().Count(t.Context(), onec.Eq("Клиент", true))
				require.NoError(t, err)
				require.Equal(t, 1, n)
			})
		}
	}
}

// An order that somebody has open on the screen is tried again later; it is no refusal.
func TestALockedOrderIsTriedLater(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	d.base.Lock("ЗаказКлиента", d.there().Number)
	_, err := d.s.Apply(t.Context(), d.task(order.EffectReserve, order.Effect{}))
	require.ErrorIs(t, err, ordo.ErrRetry)
	d.base.Unlock("ЗаказКлиента", d.there().Number)
	d.applies(order.EffectReserve, order.Effect{})
}

// Goods that the base does not have are all named, and no order is made.
func TestGoodsThatAreNotThereAreAllNamed(t *testing.T) {
	p := draft()
	p.Lines[0].SKU, p.Lines[1].SKU = "SHOES-43", "SHOES-42#красный"
	d := open(t, p, settings(), onectest.Settings{})
	d.refused(order.EffectUpsert, order.Effect{}, `line 1: no goods have the article "SHOES-43"`, `line 2: the goods with the article "SHOES-42" have no characteristic "красный"`)
	require.Empty(t, d.base.Orders())
}

// What people changed in an order is not written over by a reservation.
func TestAReserveDoesNotWriteOverPeople(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	rows := rowsThere(d.there())
	rows[1]["Количество"], rows[1]["КоличествоУпаковок"], rows[1]["Сумма"], rows[1]["СуммаСНДС"] = 2.0, 2.0, 666.66, 666.66
	require.NoError(t, d.base.Edit("ЗаказКлиента", d.there().Number, map[string]any{"Товары": rows}))
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	d.refused(order.EffectReserve, order.Effect{}, "line 2 (Кружка) has 2 in order", "3 here: people changed it")
	require.Contains(t, d.rows(), "2 2 ЦС КОбеспечению")
}

// A property that the base does not keep is told by name: 1C ignores it without an error.
func TestWhatTheBaseDoesNotKeepIsTold(t *testing.T) {
	set := settings()
	set.Deliver["СДЭК"] = onec.Deliver{Method: "СиламиПеревозчикаПоАдресу", Carrier: onectest.Carrier, Comment: strings.Repeat("курьер ", 3)}
	d := open(t, draft(), set, onectest.Settings{})
	require.Equal(t, order.Applied, d.apply(order.EffectUpsert, order.Effect{}).Kind)
	set.Organisation = "ООО Лютик"
	_, err := connect(d.base, onectest.Password).System(set).Apply(t.Context(), d.task(order.EffectUpsert, order.Effect{}))
	require.NoError(t, err, "the order is there; its company is that which it has")
	var wrong *onec.SettingsError
	err = connect(d.base, onectest.Password).System(set).Check(t.Context())
	require.True(t, errors.As(err, &wrong))
}
