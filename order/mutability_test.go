package order_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// scribble changes everything that can be reached through pointers, slices and maps of v, which is addressable. It
// returns how many values it changed.
func scribble(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			n += scribble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			n += scribble(v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			v.SetMapIndex(k, reflect.Zero(v.Type().Elem()))
			n++
		}
	case reflect.Struct:
		plain := true // nothing but unexported fields, such as Money or time.Time
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				plain = false
				n += scribble(v.Field(i))
			}
		}
		if plain {
			v.SetZero()
			n++
		}
	case reflect.String:
		v.SetString("scribbled over " + v.String())
		n++
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 77)
		n++
	case reflect.Uint8:
		v.SetUint(0)
		n++
	case reflect.Bool:
		v.SetBool(!v.Bool())
		n++
	}
	return n
}

// full is an order in whose view nothing is empty.
func full(t *testing.T) *story {
	d := byMerchant()
	d.Lines[0].MarkRequired = true
	d.Lines = append(d.Lines, service("D1"))
	d.Adjustments = discount(amount.RUB(33_33))
	d.Confirmations = []status.Confirmation{status.ConfirmBuyer}
	d.Deadlines = []order.Deadline{{Kind: order.KindComplete, At: opened.Add(time.Hour)}}
	d.Comment = "ring twice"
	d.Links = []order.Link{{Kind: order.LinkPrevious, Order: "o-0"}}
	roles := order.DefaultRoles()
	scheme, _ := order.MerchantDelivery.Rules()
	scheme.ChannelRefunds = false
	s := tell(t, d, order.WithScheme(scheme), order.WithRoles(roles))
	s.do(
		order.GiveConfirmation{Of: status.ConfirmBuyer}, order.ContactBuyer{Channel: "phone"}, order.Confirm{}, receipt("p1", 700),
		order.RequestTransfer{Picks: order.PickAll("L1"), From: "msk-2", To: "msk-1"}, order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1},
		order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}},
		order.Attach{Document: order.Document{
			Kind: "invoice", Number: "7", Units: []order.Units{{Line: "L1", To: amount.Pcs(1)}},
			Lines: []order.DocumentLine{{SKU: "SKU-L1", Quantity: amount.Pcs(1), Sum: amount.RUB(100_00)}},
		}}, order.Label{Key: "deal", Text: "hot"},
		order.RecordExpense{Expense: order.Expense{ID: "e1", Kind: "delivery", Amount: amount.RUB(120_00), Basis: "invoice", Number: "7"}},
		order.SetMark{Line: "L1", Unit: 0, Code: "a"}, order.SetMark{Line: "L1", Unit: 1, Code: "b"}, order.SetMark{Line: "L1", Unit: 2, Code: "c"},
		order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1")}, {Picks: order.PickAll("L2")}}},
		order.Notify{To: order.Addressee{Place: "msk-1"}, Text: "issue it", About: order.About{Units: []order.Units{{Line: "L1"}}}, Files: label()},
		order.MarkTold{Notice: 1}, order.AnswerNotice{Notice: 1, Text: "here is mine", Files: label()},
		order.Notify{To: order.Addressee{Place: "msk-1"}, Text: "and the scarf"},
		order.ReportMessage{Message: order.Message{Key: "m1", Kind: "email", State: order.MessageSent}},
		order.ReportMarks{Report: order.MarkWithdrawn, Number: "7", Units: []order.MarkedUnit{{Line: "L1", Unit: 0, Code: "a"}}},
	)
	s.says(order.RoleChannel, order.CancelReport{Picks: order.Pick("L1", amount.Pcs(1))}, order.StatusReport{Code: "ODD"})
	s.says(order.RoleERP, order.Intent{Commands: []order.Command{order.Complete{}}})
	s.do(order.AnswerCancelRequest{Request: 1, Verdict: order.VerdictDecline}, order.HandOver{Courier: true}, order.Deliver{})
	s.says(order.RoleChannel, order.CancelReport{Picks: order.PickAll("L2"), Done: true})
	s.do(order.Return{Picks: order.Pick("L2", amount.Pcs(1)), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1},
		order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}}, order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "FD-2"}})
	return s
}

func TestAViewSharesNothingWithItsOrder(t *testing.T) {
	s := full(t)
	v := s.o.View()
	for i, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
		if k := f.Type.Kind(); k == reflect.Slice || k == reflect.Map {
			require.True(t, f.Name == "Open" || reflect.ValueOf(v).Field(i).Len() > 0, "%s is empty, so the test would not see that it is shared", f.Name)
		}
	}
	before := stands(t, s.o)
	require.Greater(t, scribble(reflect.ValueOf(&v)), 200)
	require.Equal(t, before, stands(t, s.o))
}

func TestALineAndABlockShareNothingWithTheirOrder(t *testing.T) {
	s := full(t)
	before := stands(t, s.o)
	l, ok := s.o.Line("L1")
	require.True(t, ok)
	b, ok := s.o.Block(1)
	require.True(t, ok)
	require.Greater(t, scribble(reflect.ValueOf(&l)), 20)
	require.Greater(t, scribble(reflect.ValueOf(&b)), 10)
	require.Equal(t, before, stands(t, s.o))

	_, ok = s.o.Line("L9")
	require.False(t, ok)
	for _, n := range []int{-1, 0, 2} {
		_, ok = s.o.Block(n)
		require.False(t, ok)
	}
}

func TestACloneLivesItsOwnLife(t *testing.T) {
	onward := []order.Command{
		order.WriteComment{Text: "gone its own way"},
		order.Label{Key: "deal", Text: "cold"},
		order.Label{Key: "new", Text: "x"},
		order.DropExpense{ID: "e1"},
		order.ClearHold{Hold: 1},
		order.Attach{Document: order.Document{Kind: "invoice", Number: "7", Posted: true}},
		order.Return{Picks: order.Pick("L1", amount.Pcs(2)), Reason: status.ReasonUnwanted},
		order.Receive{Block: 2, Custody: status.CustodyDamaged},
		order.Refund{Block: 2},
		order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.Rejected}},
		order.ContactBuyer{Channel: "chat", Reached: true},
		order.MarkTold{Notice: 2},
		order.AnswerNotice{Notice: 2, Text: "issued"},
		order.ReportMarks{Report: order.MarkReinstated, Number: "8", Units: []order.MarkedUnit{{Line: "L1", Unit: 0, Code: "a"}}},
		order.ReportMessage{Message: order.Message{Key: "m1", Kind: "email", State: order.MessageFailed, Why: "it came back"}},
		order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "7", State: "noted"}},
		order.VoidDocument{DocumentKind: "invoice", Number: "7", Why: "deleted"},
	}
	original := full(t)
	clone := &story{t: t, o: original.o.Clone(), at: original.at}
	before := stands(t, original.o)
	require.Equal(t, before, stands(t, clone.o))

	clone.do(onward...)
	require.Equal(t, before, stands(t, original.o), "the clone went on, the original did not")

	apart := stands(t, clone.o)
	original.at = original.at.Add(time.Hour)
	original.do(onward[6:]...)
	original.do(order.WriteComment{Text: "another way"})
	require.Equal(t, apart, stands(t, clone.o), "the original went on, the clone did not")
}

func TestTwoClonesOfAShortLogDoNotWriteOverEachOther(t *testing.T) {
	s := newInShop(t)
	one, other := s.o.Clone(), s.o.Clone()
	for o, text := range map[*order.Order]string{one: "one", other: "other", s.o: "original"} {
		_, err := o.Do(order.WriteComment{Text: text}, s.by(order.RoleOperator))
		require.NoError(t, err)
	}
	for o, text := range map[*order.Order]string{one: "one", other: "other", s.o: "original"} {
		log := eventsOf(o)
		require.Len(t, log, 2)
		require.Equal(t, order.Commented{Text: text}, log[1].Body)
	}
}

func TestAnImportedOrderAndItsCloneLiveTheirOwnLives(t *testing.T) {
	s := take(t, order.Snapshot{
		Draft: ownShop(), State: status.ItemPacked,
		Payments:  []order.Payment{{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentAuthorized}},
		Documents: []order.Document{{Kind: "invoice", Number: "7"}},
		Packages:  []order.Package{{N: 1, Units: []order.Units{{Line: "L1", To: amount.Pcs(3)}}}},
	})
	clone := s.o.Clone()
	before := stands(t, clone)
	s.do(receipt("p1", 500), order.Attach{Document: order.Document{Kind: "invoice", Number: "7", Posted: true}}, order.Release{})
	require.Equal(t, before, stands(t, clone))
}
