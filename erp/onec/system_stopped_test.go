package onec_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

var stride = flag.Int("onec.stride", 61, "the books stop at every nth exchange; 1 for all")

// life is what happens to an order of three lines: each step is commands, and the effect that they have in the books.
var life = []struct {
	do     []order.Command
	kind   order.EffectKind
	effect order.Effect
}{
	{kind: order.EffectUpsert},
	{do: []order.Command{order.Confirm{}, order.Assemble{Picks: order.PickAll("1", "2"), Warehouse: "ЦС"}}, kind: order.EffectReserve},
	{do: []order.Command{order.RequestTransfer{Picks: order.PickAll("3"), From: "МАГ-1", To: "ЦС", Central: true}}, kind: order.EffectTransfer, effect: order.Effect{Transfer: 1}},
	{do: []order.Command{order.SendTransfer{Transfer: 1}}, kind: order.EffectTransfer, effect: order.Effect{Transfer: 1}},
	{do: []order.Command{order.PostTransfer{Transfer: 1}}, kind: order.EffectTransfer, effect: order.Effect{Transfer: 1}},
	{do: []order.Command{order.ReceiveTransfer{Transfer: 1}}, kind: order.EffectTransfer, effect: order.Effect{Transfer: 1}},
	{kind: order.EffectReserve},
	{
		do: []order.Command{
			order.Pack{Boxes: []order.Box{{Ref: "1", Picks: order.PickAll("1", "2", "3")}}}, order.CreateShipment{Picks: order.PickAll("1", "2", "3")},
		},
		kind: order.EffectDocument, effect: order.Effect{Shipment: 1},
	},
}

// lived leads an order through its life in a fresh base, and returns the books after each step. What fails is tried
// again by a port that knows nothing of before, as after a restart.
func lived(t *testing.T, release string, spoil func(base *onectest.Server)) (after []string, calls int) {
	base, _ := install(t, settings(), onectest.Settings{Release: release})
	defer base.Close()
	for _, article := range erptest.Articles() {
		require.NoError(t, base.SetStock(article, "ЦС", 5))
		require.NoError(t, base.SetStock(article, "МАГ-1", 5))
	}
	base.Forget()
	spoil(base)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	by := func(role order.Role) order.By {
		at = at.Add(time.Minute)
		return order.By{Actor: order.Actor{ID: "anna", Role: role}, At: at}
	}
	d := order.Draft{
		ID: "mm/50417", Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "50417"}, Number: "50417",
		Scheme: order.Standard, Authority: order.Marketplace, Placed: at, Buyer: order.Buyer{Name: "Орлова Вера", Phone: "79000000001"},
		Delivery: order.Delivery{Address: "Тверь, улица Примерная, 1"},
	}
	for i, article := range erptest.Articles() {
		d.Lines = append(d.Lines, order.Line{
			ID: fmt.Sprint(i + 1), SKU: article, Name: article, Quantity: amount.Pcs(2), Total: amount.RUB(int64(178000 + i)), VAT: amount.VAT20,
		})
	}
	o, _, err := order.New(d, by(order.RoleChannel))
	require.NoError(t, err)
	target := order.Ref{System: onec.Name, Account: "1c-1"}
	for n, step := range life {
		for _, c := range step.do {
			_, err := o.Do(c, by(order.RoleOperator))
			require.NoError(t, err, "step %d: %s", n, c.Kind())
		}
		e := step.effect
		e.Kind, e.Order, e.N, e.Target, e.Key = step.kind, o.ID(), o.Version(), target, fmt.Sprintf("%s/%d", step.kind, n)
		task, ok := o.Task(e)
		require.True(t, ok, "step %d", n)
		var out order.Outcome
		for try := 0; ; try++ {
			if out, err = connect(base, onectest.Password).System(settings()).Apply(context.Background(), task); err == nil {
				break
			}
			require.Less(t, try, 4, "step %d, %s: %v", n, step.kind, err)
		}
		require.True(t, out.Done(), "step %d, %s: %s %s", n, step.kind, out.Kind, out.Text)
		if n == 0 {
			target = out.Ref
		}
		after = append(after, everythingIn(base))
	}
	return after, base.Calls("*")
}

// everythingIn is the documents and the stock of a base.
func everythingIn(base *onectest.Server) string {
	var all []string
	for _, d := range base.Documents("") {
		line := fmt.Sprintf("%s, posted %t, deleted %t, %s:", d.Kind, d.Posted, d.Deleted, d.Status)
		for _, r := range rowsThere(d) {
			line += fmt.Sprintf(" %v %v %v;", r["Количество"], r["Сумма"], r["ВариантОбеспечения"])
		}
		all = append(all, line)
	}
	for _, article := range erptest.Articles() {
		for _, w := range []string{"ЦС", "МАГ-1"} {
			all = append(all, fmt.Sprintf("%s at %s: %v", article, w, base.Stock(article, w)))
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), "\n")
}

// The connection may break before or after any exchange, and the process may end there: tried again by a port that
// knows nothing of before, the books are after each step those of a life without faults, and nothing is there twice. A
// longer run has -onec.stride=1.
func TestTheBooksAreTheSameWhereverTheyStop(t *testing.T) {
	for _, release := range []string{"11.4", "11.5"} {
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				want, calls := lived(t, release, func(*onectest.Server) {})
				stops := func(where string, n int, f fake.Fault) {
					got, _ := lived(t, release, func(base *onectest.Server) { base.Faults().Nth(where, n, f) })
					for i := range want {
						require.Equal(t, want[i], got[i], "%s at %s %d: step %d, %s", f, where, n, i, life[i].kind)
					}
				}
				for i, f := range []fake.Fault{fake.ResetBefore(), fake.ResetAfter(), onectest.LockConflict(), fake.BadGateway()} {
					for k := 1 + i*7; k <= calls; k += *stride {
						stops("*", k, f)
					}
				}
				// A document that was posted stays so when it is written, with what it moved before.
				for _, posting := range []struct {
					kind  string
					times int
				}{{"ЗаказКлиента", 4}, {"ЗаказНаПеремещение", 1}, {"ПеремещениеТоваров", 2}, {"РеализацияТоваровУслуг", 1}} {
					for n := 1; n <= posting.times; n++ {
						stops("POST Document_"+posting.kind+"/Post", n, fake.ResetBefore())
					}
				}
			})
		})
	}
}
