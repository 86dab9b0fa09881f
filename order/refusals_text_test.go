package order_test

import (
	"errors"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sloppy finds what no text for people may have: empty quotes or lists, a blank where a name is missing, a formatting
// mistake, a plural of one.
var sloppy = regexp.MustCompile(`""|\[\]| :|  |%!|<nil>|\b1 (lines|requests|holds|shipments|return blocks|codes|commands)\b|: *$|\(\)`)

func neat(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	require.NotRegexp(t, sloppy, err.Error())
	var r *order.Refused
	if errors.As(err, &r) {
		require.NotRegexp(t, sloppy, r.Text().String())
	}
}

// Values that were left out are the usual mistake of a program: each refusal must name the field, without blanks.
//
// fault: U19
func TestRefusalsOfEmptyInputReadWell(t *testing.T) {
	orders := map[string]*story{
		"new at a marketplace": tell(t, marketplace()),
		"new in a shop":        tell(t, ownShop()),
	}
	delivered := tell(t, ownShop())
	delivered.do(order.Confirm{}, order.Pay{Payment: order.Payment{ID: "p-1", Amount: delivered.o.Total()}}, order.Assemble{},
		order.Pack{}, order.HandOver{}, order.Deliver{}, order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonDefect})
	orders["with a return"] = delivered
	shipped := tell(t, ownShop())
	shipped.do(order.Confirm{}, order.CreateShipment{})
	orders["with a shipment"] = shipped
	commands := []order.Command{
		nil, (*order.Confirm)(nil),
		order.Take{},
		order.ContactBuyer{},
		order.GiveConfirmation{},
		order.GiveConfirmation{Of: status.ConfirmBuyer, For: 99},
		order.AskConfirmation{},
		order.ChangeDetails{},
		order.SetShippingCost{},
		order.Edit{},
		order.ChangeLine{},
		order.ChangeLine{Line: "L1"},
		order.Reprice{},
		order.Edit{Add: []order.Line{{}}},
		order.Edit{Add: []order.Line{{ID: "L7"}}},
		order.Edit{Extend: []order.Extension{{}}},
		order.Edit{Extend: []order.Extension{{Line: "L1"}}},
		order.Edit{Remove: order.Picks{{}}},
		order.Reprice{Prices: []order.NewPrice{{}}},
		order.Reprice{Prices: []order.NewPrice{{Line: "L1"}}},
		order.Reprice{Adjustments: []order.Adjustment{{}}},
		order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustPromo}}},
		order.Reprice{Adjustments: []order.Adjustment{{Amount: amount.RUB(1)}}},
		order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Amount: amount.RUB(1_000_000_00)}}},
		order.Cancel{},
		order.Cancel{Picks: order.Picks{{}}},
		order.Cancel{Picks: order.Picks{{}}, Reason: status.ReasonOther},
		order.Cancel{Reason: status.ReasonOther, Party: 99},
		order.Confirm{Picks: order.Picks{{}}},
		order.Pay{},
		order.Pay{Payment: order.Payment{ID: "p-9"}},
		order.Pay{Payment: order.Payment{ID: "p-9", Amount: amount.RUB(0)}},
		order.Pay{Payment: order.Payment{ID: "p-9", State: 99, Amount: amount.RUB(1)}},
		order.Pay{Payment: order.Payment{ID: "p-9", State: status.PaymentPartlyRefunded, Amount: amount.RUB(1)}},
		order.Capture{},
		order.Capture{Payment: "p-1"},
		order.Capture{Payment: "p-9"},
		order.ReleaseHold{},
		order.ReleaseHold{Payment: "p-1"},
		order.SettleHold{},
		order.SettleHold{Payment: "p-1"},
		order.SettleHold{Payment: "p-1", Outcome: order.Outcome{Kind: order.Applied}},
		order.MoveDate{},
		order.Assemble{Picks: order.Picks{{}}},
		order.Release{},
		order.SetMark{},
		order.SetMark{Line: "L1"},
		order.RejectMark{},
		order.RejectMark{Line: "L1"},
		order.Pack{Boxes: []order.Box{{}}},
		order.Pack{Boxes: []order.Box{{Picks: order.Picks{{}}}}},
		order.CreateShipment{Picks: order.Picks{{}}},
		order.CreateShipment{Courier: true, Carrier: order.Ref{System: "cdek"}},
		order.RequestParcel{},
		order.RequestParcel{Shipment: 1},
		order.SettleParcel{},
		order.SettleParcel{Shipment: 1},
		order.DropParcel{},
		order.DropParcel{Shipment: 1},
		order.HandOver{Shipment: 9},
		order.HandOver{Shipment: 1, Picks: order.Picks{{}}},
		order.Arrive{Shipment: 9},
		order.Arrive{},
		order.Deliver{Shipment: 9},
		order.Deliver{Refused: []order.Refusal{{}}},
		order.DropDoorResult{},
		order.Complete{},
		order.Return{},
		order.Return{Picks: order.Picks{{}}, Reason: status.ReasonOther},
		order.Receive{},
		order.Receive{Block: 1},
		order.Receive{Block: 1, Custody: 99},
		order.Receive{Block: 1, Custody: status.CustodyRequested},
		order.Refund{},
		order.Refund{Block: 1},
		order.SettleRefund{},
		order.SettleRefund{Block: 1},
		order.AttachReceipt{},
		order.AttachReceipt{Payment: "p-9"},
		order.AttachReceipt{Payment: "p-9", Receipt: order.Document{Number: "1"}},
		order.AttachReceipt{Receipt: order.Document{Number: "1"}},
		order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "1"}},
		order.RequestTransfer{},
		order.RequestTransfer{From: "a"},
		order.RequestTransfer{From: "a", To: "a"},
		order.RequestTransfer{From: "a", To: "b"},
		order.SendTransfer{},
		order.PostTransfer{Transfer: 7},
		order.ReceiveTransfer{Transfer: -1},
		order.DropTransfer{},
		order.ReportBadMark{},
		order.ReportBadMark{Line: "L1", Why: "?"},
		order.RequestDocument{},
		order.RequestDocument{DocumentKind: "invoice"},
		order.RequestDocument{DocumentKind: "sale"},
		order.RequestDocument{DocumentKind: "sale", State: order.DocumentPosted},
		order.AttachStatement{},
		order.AttachStatement{Block: 1},
		order.RecordExpense{},
		order.RecordExpense{Expense: order.Expense{ID: "e"}},
		order.RecordExpense{Expense: order.Expense{ID: "e", Kind: "delivery"}},
		order.RecordExpense{Expense: order.Expense{ID: "e", Kind: "delivery", Amount: amount.RUB(0)}},
		order.RecordExpense{Expense: order.Expense{ID: "e", Kind: "delivery", Amount: amount.RUB(1)}, Foreign: true},
		order.RecordExpense{Expense: order.Expense{ID: "e", Kind: "delivery", Amount: amount.RUB(1), Basis: "waybill"}},
		order.RecordExpense{Expense: order.Expense{ID: "e", Kind: "delivery", Amount: amount.RUB(1), Basis: "waybill", Number: "9"}},
		order.DropExpense{},
		order.Attach{},
		order.Attach{Document: order.Document{Kind: "invoice", Number: "1", State: order.DocumentVoid}},
		order.IssueDocument{},
		order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "1", Voided: "x"}},
		order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "1", Units: []order.Units{{Line: "?", To: amount.Pcs(1)}}}},
		order.VoidDocument{},
		order.VoidDocument{DocumentKind: "invoice", Number: "1"},
		order.VoidDocument{DocumentKind: "invoice", Number: "none", Why: "deleted"},
		order.Attach{Document: order.Document{Kind: "invoice"}},
		order.Attach{Document: order.Document{Kind: "invoice", Number: "1", Shipment: 9}},
		order.AnswerCancelRequest{},
		order.ClearHold{},
		order.WriteComment{},
		order.Label{},
		order.Forget{},
		order.Forget{Why: "loaded by mistake"},
		order.Notify{},
		order.Notify{To: order.Addressee{Role: "boss"}},
		order.Notify{To: order.Addressee{Role: order.RoleShop}},
		order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "x", Files: []order.File{{}}},
		order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "x", Files: []order.File{{Name: "label.pdf"}}},
		order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "x", About: order.About{Units: []order.Units{{}}}},
		order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "x", About: order.About{Shipment: 9, Block: 9}},
		order.MarkTold{},
		order.AnswerNotice{},
		order.ReportMarks{},
		order.ReportMarks{Report: order.MarkWithdrawn},
		order.ReportMarks{Report: order.MarkWithdrawn, Number: "7"},
		order.ReportMarks{Report: order.MarkWithdrawn, Number: "7", Units: []order.MarkedUnit{{Line: "L1", Code: "?"}}},
		order.ReportMarks{Report: order.MarkWithdrawn, Number: "7", Units: []order.MarkedUnit{{Line: "L1", Unit: 99}}},
		order.ReportMessage{},
		order.ReportMessage{Message: order.Message{Key: "m1", Kind: "email", State: "read"}},
		order.ReportMessage{Message: order.Message{Key: "m1", Kind: "email", State: order.MessageFailed}},
		order.ReportMessage{Message: order.Message{Key: "m1", Kind: "email", State: order.MessageSent, Shipment: 9}},
		order.ReportMessage{Message: order.Message{Key: "m1", Kind: "email", State: order.MessageSent, Block: 9}},
	}
	refusals := 0
	for name, s := range orders {
		for _, role := range []order.Role{order.RoleOperator, order.RoleRemote, "boss", ""} {
			for _, cmd := range commands {
				if _, err := s.o.Clone().Do(cmd, s.by(role)); err != nil {
					neat(t, err)
					refusals++
				}
			}
		}
		for _, obs := range []order.Observation{
			nil,
			order.LinesReport{},
			order.LinesReport{Lines: []order.Line{{}}},
			order.LinesReport{Lines: []order.Line{{ID: "L1"}}},
			order.PaymentReport{},
			order.PaymentReport{Payment: order.Payment{ID: "p-9"}},
			order.DateReport{Window: order.Window{To: opened}},
			order.ShipmentReport{},
			order.ShipmentReport{Waybill: "1"},
			order.ShipmentReport{Shipment: 9},
			order.CancelReport{Picks: order.Picks{{}}},
			order.StatusReport{Says: status.Meaning{Item: status.ItemSent}, Picks: order.Picks{{}}},
			order.Intent{Commands: []order.Command{nil}},
			order.Intent{Codes: []string{"a"}},
		} {
			for _, role := range []order.Role{order.RoleChannel, order.RoleERP, order.RoleOperator, ""} {
				c := s.o.Clone()
				if _, err := c.Observe(obs, s.by(role)); err != nil {
					neat(t, err)
					refusals++
				}
				for _, h := range c.View().Holds {
					require.NotRegexp(t, sloppy, h.Text, name)
				}
				for _, n := range c.View().Notes {
					require.NotRegexp(t, sloppy, n.Text, name)
				}
			}
		}
	}
	require.Greater(t, refusals, 500)
}

func TestRefusalsOfEmptyDraftsReadWell(t *testing.T) {
	full := marketplace()
	_, _, err := order.New(order.Draft{}, order.By{})
	neat(t, err)
	for _, spoil := range []func(*order.Draft){
		func(d *order.Draft) { d.ID = "" },
		func(d *order.Draft) { d.Scheme = "" },
		func(d *order.Draft) { d.Scheme = "teleport" },
		func(d *order.Draft) { d.Authority = 1 << 31 },
		func(d *order.Draft) { d.Confirmations = []status.Confirmation{0} },
		func(d *order.Draft) { d.Lines = []order.Line{{}} },
		func(d *order.Draft) { d.Lines = []order.Line{{ID: "a", Quantity: amount.Pcs(1)}} },
		func(d *order.Draft) { d.Lines = []order.Line{{ID: "a", Price: amount.RUB(1)}} },
		func(d *order.Draft) { d.Lines = []order.Line{{ID: "a", Kind: "gift"}} },
		func(d *order.Draft) { d.Currency = "XXQ" },
		func(d *order.Draft) { d.Adjustments = []order.Adjustment{{}} },
		func(d *order.Draft) { d.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo}} },
		func(d *order.Draft) { d.Delivery.Window.To = opened },
	} {
		d := full
		spoil(&d)
		_, _, err := order.New(d, order.By{At: opened})
		neat(t, err)
	}
	_, _, err = order.New(full, order.By{})
	neat(t, err)
	_, _, err = order.Import(order.Snapshot{}, order.By{})
	neat(t, err)
	_, _, err = order.Import(order.Snapshot{Draft: full, State: 99}, order.By{At: opened})
	neat(t, err)
	_, _, err = order.Import(order.Snapshot{Draft: full, Payments: []order.Payment{{}}}, order.By{At: opened})
	neat(t, err)
	neat(t, (&order.Scheme{}).Check())
	neat(t, (&order.Scheme{Code: "own"}).Check())
	neat(t, order.Effect{}.Check())
	_, err = order.Replay(nil)
	neat(t, err)
	_, err = order.Replay([]order.Event{{}})
	neat(t, err)
}
