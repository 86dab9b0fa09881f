package order_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// An id that is stored as another's, or that cannot be told from two ids beside each other, is refused where it comes
// in, with its place. A marking code holds separators by its standard, and people write what they like: those are
// taken.
//
// fault: R14
func TestAnIDThatMayBeAnothersIsRefused(t *testing.T) {
	bad := map[string]string{
		"another encoding": "a\xff", "a lost character": "a\uFFFD", "a separator": "a\x00b", "two lines": "a\nb", "DEL": "a\x7f", "C1": "a\u0085",
		"long": strings.Repeat("z", 1<<20) + "\n",
	}
	op := order.By{Actor: order.Actor{Role: order.RoleOperator}, At: opened}
	channel := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "s"}, At: opened}
	draft := func() order.Draft {
		return order.Draft{ID: "o", Scheme: order.ByCarrier, Authority: order.Marketplace, Lines: []order.Line{{ID: "L1", Quantity: amount.Pcs(1), Total: amount.RUB(100)}}}
	}
	drafted := func(change func(d *order.Draft, id string)) func(string) error {
		return func(id string) error {
			d := draft()
			change(&d, id)
			_, _, err := order.New(d, channel)
			return err
		}
	}
	found := func(change func(s *order.Snapshot, id string)) func(string) error {
		return func(id string) error {
			s := order.Snapshot{Draft: draft()}
			change(&s, id)
			_, _, err := order.Import(s, channel)
			return err
		}
	}
	made := func() *order.Order {
		o, _, err := order.New(draft(), channel)
		require.NoError(t, err)
		return o
	}
	done := func(cmd func(id string) order.Command) func(string) error {
		return func(id string) error { _, err := made().Do(cmd(id), op); return err }
	}
	said := func(obs func(id string) order.Observation) func(string) error {
		return func(id string) error { _, err := made().Observe(obs(id), channel); return err }
	}
	for place, give := range map[string]func(id string) error{
		"order":           drafted(func(d *order.Draft, id string) { d.ID = id }),
		"order's ref":     drafted(func(d *order.Draft, id string) { d.Ref.ID = id }),
		"order's system":  drafted(func(d *order.Draft, id string) { d.Ref.System = id }),
		"order's account": drafted(func(d *order.Draft, id string) { d.Ref.Account = id }),
		"line":            drafted(func(d *order.Draft, id string) { d.Lines[0].ID = id }),
		"line's ref":      drafted(func(d *order.Draft, id string) { d.Lines[0].Ref.ID = id }),
		"buyer's ref":     drafted(func(d *order.Draft, id string) { d.Buyer.Ref.ID = id }),
		"found order":     found(func(s *order.Snapshot, id string) { s.ID = id }),
		"found line":      found(func(s *order.Snapshot, id string) { s.Lines[0].ID = id }),
		"found payment":   found(func(s *order.Snapshot, id string) { s.Payments = []order.Payment{{ID: id, Amount: amount.RUB(1)}} }),
		"found document": found(func(s *order.Snapshot, id string) {
			s.Documents = []order.Document{{Kind: "k", Number: "1", Ref: order.Ref{ID: id}}}
		}),
		"found carrier": found(func(s *order.Snapshot, id string) {
			s.Shipments = []order.Shipment{{N: 1, Carrier: order.Ref{System: id}}}
		}),
		"found parcel": found(func(s *order.Snapshot, id string) { s.Shipments = []order.Shipment{{N: 1, Parcel: order.Ref{ID: id}}} }),
		"payment": done(func(id string) order.Command {
			return order.Pay{Payment: order.Payment{ID: id, Amount: amount.RUB(100)}}
		}),
		"payment's ref": done(func(id string) order.Command {
			return order.Pay{Payment: order.Payment{ID: "p", Ref: order.Ref{ID: id}}}
		}),
		"document's ref": done(func(id string) order.Command { return order.Attach{Document: order.Document{Ref: order.Ref{ID: id}}} }),
		"void document's account": done(func(id string) order.Command {
			return order.VoidDocument{DocumentKind: "k", Number: "1", Account: id, Why: "deleted"}
		}),
		"carrier": done(func(id string) order.Command { return order.CreateShipment{Carrier: order.Ref{Account: id}} }),
		"parcel": done(func(id string) order.Command {
			return order.SettleParcel{Outcome: order.Outcome{Ref: order.Ref{ID: id}}}
		}),
		"added line":       done(func(id string) order.Command { return order.Edit{Add: []order.Line{{ID: id}}} }),
		"reported line":    said(func(id string) order.Observation { return order.LinesReport{Lines: []order.Line{{ID: id}}} }),
		"reported payment": said(func(id string) order.Observation { return order.PaymentReport{Payment: order.Payment{ID: id}} }),
		"wished document": said(func(id string) order.Observation {
			return order.Intent{Commands: []order.Command{order.Attach{Document: order.Document{Ref: order.Ref{ID: id}}}}}
		}),
		"person": func(id string) error {
			_, err := made().Do(order.Take{}, order.By{Actor: order.Actor{ID: id, Role: order.RoleOperator}, At: opened})
			return err
		},
		"account that reports": func(id string) error {
			_, err := made().Observe(order.StatusReport{Code: "C"}, order.By{Actor: order.Actor{System: id, Role: order.RoleChannel}, At: opened})
			return err
		},
	} {
		for what, id := range bad {
			err := give(id)
			var r *order.Refused
			require.ErrorAs(t, err, &r, "%s: %s", place, what)
			require.ErrorIs(t, err, order.ErrInvalid, "%s: %s", place, what)
			require.NotEmpty(t, r.What.String(), "%s: %s", place, what)
			require.Less(t, len(err.Error()), 400, "%s: %s", place, what)
		}
	}

	s := tell(t, byMerchant())
	s.do(order.WriteComment{Text: "two\nlines, and one \uFFFD"}, order.ContactBuyer{Channel: "phone", Text: "a\tb"})
}

// Every type that comes in and has an id is known to the check.
//
// fault: R14
func TestEveryFieldThatHoldsAnIDIsChecked(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var have []string
	var walk func(reflect.Type)
	walk = func(x reflect.Type) {
		switch x.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(x.Elem())
		case reflect.Struct:
			if seen[x] {
				return
			}
			seen[x] = true
			for _, f := range reflect.VisibleFields(x) {
				if f.Type.Kind() == reflect.String && (f.Name == "ID" || f.Name == "System" || f.Name == "Account") && len(f.Index) == 1 {
					have = append(have, x.Name()+"."+f.Name)
				}
				walk(f.Type)
			}
		}
	}
	for _, v := range []any{
		order.Snapshot{},
		order.StatusReport{},
		order.CancelReport{},
		order.LinesReport{},
		order.PaymentReport{},
		order.DateReport{},
		order.ShipmentReport{},
		order.Take{},
		order.ContactBuyer{},
		order.GiveConfirmation{},
		order.AskConfirmation{},
		order.SetShippingCost{},
		order.ChangeDetails{},
		order.Edit{},
		order.ChangeLine{},
		order.Reprice{},
		order.Cancel{},
		order.Confirm{},
		order.Pay{},
		order.Capture{},
		order.ReleaseHold{},
		order.SettleHold{},
		order.MoveDate{},
		order.Assemble{},
		order.Release{},
		order.RequestTransfer{},
		order.SendTransfer{},
		order.PostTransfer{},
		order.ReceiveTransfer{},
		order.DropTransfer{},
		order.SetMark{},
		order.RejectMark{},
		order.ReportBadMark{},
		order.Pack{},
		order.CreateShipment{},
		order.RequestParcel{},
		order.SettleParcel{},
		order.DropParcel{},
		order.RequestDocument{},
		order.HandOver{},
		order.Arrive{},
		order.DropDoorResult{},
		order.Deliver{},
		order.Complete{},
		order.Return{},
		order.AttachStatement{},
		order.Receive{},
		order.Refund{},
		order.SettleRefund{},
		order.AttachReceipt{},
		order.RecordExpense{},
		order.DropExpense{},
		order.Attach{},
		order.IssueDocument{},
		order.VoidDocument{},
		order.DocumentReport{},
		order.AnswerCancelRequest{},
		order.ClearHold{},
		order.WriteComment{},
		order.Label{},
		order.Forget{},
		order.Notify{},
		order.MarkTold{},
		order.AnswerNotice{},
		order.ReportMessage{},
		order.ReportMarks{},
	} {
		walk(reflect.TypeOf(v))
	}
	require.ElementsMatch(t, []string{"Draft.ID", "Line.ID", "Payment.ID", "Ref.System", "Ref.Account", "Ref.ID", "VoidDocument.Account", "Expense.ID", "DropExpense.ID"}, have)
}

// What is in a map counts as what is in a field: it must be storable, and a key that is used again must bring the same.
//
// fault: R14
func TestAFormIsPartOfItsCommand(t *testing.T) {
	s := tell(t, order.Draft{ID: "o", Scheme: order.ByCarrier, Lines: []order.Line{{ID: "L1", Quantity: amount.Pcs(1), Total: amount.RUB(100)}}})
	s.do(order.Pay{Payment: order.Payment{ID: "p", Amount: amount.RUB(100)}}, order.CreateShipment{Carrier: order.Ref{System: "c"}})
	by := s.by(order.RoleOperator)
	by.Key = "k"
	form := func(values map[string]string) error {
		_, err := s.o.Do(order.RequestParcel{Shipment: 1, Key: "o-S1", Values: values}, by)
		return err
	}
	require.ErrorContains(t, form(map[string]string{"name": "a\xff"}), "not UTF-8")
	require.ErrorContains(t, form(map[string]string{"a\xff": "name"}), "not UTF-8")
	require.NoError(t, form(map[string]string{"tariff": "136", "to": "x"}))
	require.NoError(t, form(map[string]string{"to": "x", "tariff": "136"}), "the same again")
	require.ErrorIs(t, form(map[string]string{"tariff": "137", "to": "x"}), order.ErrKeyReused)
	require.ErrorIs(t, form(nil), order.ErrKeyReused)
}
