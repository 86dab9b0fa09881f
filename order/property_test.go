package order

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The properties hold after every step of thousands of random histories: commands and reports of everybody, sensible
// and not, under every scheme.

// The same histories for each property each time, so that a change is never blamed for what chance found: some hundreds
// here, a thousand in CI. Look further with -rapid.checks=100000 -rapid.seed=N.
func init() {
	debug.SetGCPercent(400) // much garbage, and a small heap
	for name, value := range map[string]string{"rapid.checks": "250", "rapid.seed": "20260302"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
}

func drawMoney(t *rapid.T, label string) amount.Money {
	return amount.RUB(rapid.Int64Range(0, 50_000).Draw(t, label))
}

func drawQuantity(t *rapid.T, step amount.Quantity, label string) amount.Quantity {
	return amount.Milli(step.Milli() * rapid.Int64Range(1, 5).Draw(t, label))
}

func drawDraft(t *rapid.T) Draft {
	schemes := []SchemeCode{Standard, MerchantDelivery, OwnPickup, ByCarrier, EProcurement, SchemeRozetka, SchemeESklep, SchemeESklepXT}
	d := Draft{
		ID: "o", Currency: "RUB", Scheme: rapid.SampledFrom(schemes).Draw(t, "scheme"),
		Authority: rapid.SampledFrom([]Authority{0, Marketplace, OwnShop, ChannelOwnsCancellation, OwnShop | ERPOwnsFulfilment, OwnShop | ERPOwnsDocuments, Rozetka | ChannelOwnsDocuments}).Draw(t, "authority"),
	}
	if rapid.Bool().Draw(t, "issued at a point") {
		d.Delivery.Point = rapid.SampledFrom([]string{"A", "B"}).Draw(t, "point")
	}
	n := rapid.IntRange(1, 4).Draw(t, "lines")
	for i := range n {
		step := rapid.SampledFrom([]amount.Quantity{amount.Pcs(1), amount.Pcs(1), amount.Milli(250)}).Draw(t, "step")
		l := Line{
			ID: fmt.Sprintf("L%d", i+1), Step: step, Quantity: drawQuantity(t, step, "quantity"), Total: drawMoney(t, "total"),
			VAT: rapid.SampledFrom([]amount.VAT{amount.VATUnset, amount.VATNone, amount.VAT10, amount.VAT20, amount.VAT22, amount.VAT20c}).Draw(t, "vat"),
		}
		if step == amount.Pcs(1) {
			l.MarkRequired = rapid.IntRange(0, 9).Draw(t, "marked") == 0
		}
		if i > 0 {
			l.Kind = rapid.SampledFrom([]LineKind{LineGoods, LineGoods, LineService, LineDelivery, LineAdditional}).Draw(t, "kind")
			l.MarkRequired = l.MarkRequired && l.Kind == LineGoods
		}
		d.Lines = append(d.Lines, l)
	}
	if rapid.Bool().Draw(t, "adjusted") {
		kinds := []AdjustmentKind{AdjustDiscount, AdjustPromo, AdjustBonus, AdjustCharge}
		for range rapid.IntRange(1, 3).Draw(t, "adjustments") {
			d.Adjustments = append(d.Adjustments, Adjustment{Kind: rapid.SampledFrom(kinds).Draw(t, "adjustment"), On: drawBase(t), Amount: drawMoney(t, "amount")})
		}
	}
	if rapid.IntRange(0, 7).Draw(t, "confirmations") == 0 {
		d.Confirmations = []status.Confirmation{status.ConfirmBuyer, status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted}
	}
	return d
}

func drawPicks(t *rapid.T) Picks {
	var ps Picks
	for range rapid.IntRange(0, 2).Draw(t, "picks") {
		line := fmt.Sprintf("L%d", rapid.IntRange(1, 4).Draw(t, "line"))
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 0:
			ps = ps.And(PickAll(line))
		case 1:
			from := rapid.IntRange(0, 3).Draw(t, "from")
			ps = ps.And(PickUnits(line, amount.Pcs(from), amount.Pcs(from+1)))
		default:
			ps = ps.And(Pick(line, amount.Milli(rapid.SampledFrom([]int64{250, 1000, 1000, 1000, 2000}).Draw(t, "q"))))
		}
	}
	return ps
}

func drawDetails(t *rapid.T) DetailsReport {
	word := rapid.SampledFrom([]string{"", "a", "b"})
	return DetailsReport{Buyer: Buyer{Name: word.Draw(t, "name")}, Delivery: Delivery{Address: word.Draw(t, "address")}, Method: word.Draw(t, "method")}
}

func drawConfirmation(t *rapid.T) status.Confirmation {
	return rapid.SampledFrom([]status.Confirmation{status.ConfirmBuyer, status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted}).Draw(t, "confirmation")
}

func drawReason(t *rapid.T) status.Reason {
	return rapid.SampledFrom([]status.Reason{status.ReasonOutOfStock, status.ReasonDefect, status.ReasonBuyerRefused}).Draw(t, "reason")
}

func drawCommand(t *rapid.T, o *Order) Command {
	block := rapid.IntRange(0, len(o.blocks)+1).Draw(t, "block")
	shipment := rapid.IntRange(0, len(o.shipments)).Draw(t, "shipment")
	transfer := rapid.IntRange(0, len(o.transfers)).Draw(t, "transfer")
	switch rapid.SampledFrom(Kinds()).Draw(t, "command") {
	case KindTake:
		return Take{}
	case KindContact:
		return ContactBuyer{Channel: "phone", Reached: rapid.Bool().Draw(t, "reached"), Code: "47"}
	case KindGiveConfirmation:
		return GiveConfirmation{drawConfirmation(t), 0}
	case KindChangeDetails:
		return ChangeDetails{drawDetails(t).Buyer, drawDetails(t).Delivery, rapid.SampledFrom([]string{"", "cash", "card"}).Draw(t, "method")}
	case KindAskConfirmation:
		return AskConfirmation{drawConfirmation(t)}
	case KindSetShippingCost:
		return SetShippingCost{Amount: drawMoney(t, "shipping"), VAT: amount.VAT20}
	case KindConfirm:
		return Confirm{drawPicks(t)}
	case KindCancel:
		return Cancel{Picks: drawPicks(t), Reason: drawReason(t), Code: rapid.SampledFrom([]string{"", "18"}).Draw(t, "code"), Told: "by phone"}
	case KindEdit:
		e := Edit{Remove: drawPicks(t)}
		if rapid.Bool().Draw(t, "adds") {
			e.Add = []Line{{ID: fmt.Sprintf("L%d", len(o.lines)+1), Quantity: amount.Pcs(2), Price: drawMoney(t, "price"), VAT: amount.VAT20}}
		}
		if rapid.Bool().Draw(t, "extends") {
			e.Extend = []Extension{{Line: "L1", By: amount.Pcs(1), Total: drawMoney(t, "more")}}
		}
		if rapid.Bool().Draw(t, "reprices") {
			r := drawReprice(t)
			e.Reprice = &r
		}
		return e
	case KindChangeLine:
		c := ChangeLine{Line: fmt.Sprintf("L%d", rapid.IntRange(1, 4).Draw(t, "changed")), Name: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "line name"), SKU: rapid.SampledFrom([]string{"", "", "A-1"}).Draw(t, "sku")}
		c.VAT = rapid.SampledFrom([]amount.VAT{amount.VATUnset, amount.VAT20, amount.VAT22, amount.VATNone}).Draw(t, "new rate")
		if rapid.IntRange(0, 4).Draw(t, "marking changes") == 0 {
			must := rapid.Bool().Draw(t, "must be marked")
			c.MarkRequired = &must
		}
		return c
	case KindReprice:
		return drawReprice(t)
	case KindPay:
		p := Payment{ID: fmt.Sprint("p", rapid.IntRange(1, 3).Draw(t, "payment")), Amount: o.total}
		if rapid.IntRange(0, 2).Draw(t, "amount?") == 0 {
			p.Amount = drawMoney(t, "amount")
		}
		p.Form = rapid.SampledFrom([]PaymentForm{"", "", "", FormGiftCard, FormBonus, FormExchange}).Draw(t, "form")
		p.State = rapid.SampledFrom([]status.PaymentState{0, 0, status.PaymentAuthorized}).Draw(t, "payment state")
		return Pay{Payment: p}
	case KindCapture:
		c := Capture{Payment: fmt.Sprint("p", rapid.IntRange(1, 3).Draw(t, "payment"))}
		if rapid.Bool().Draw(t, "part") {
			c.Amount = drawMoney(t, "amount")
		}
		return c
	case KindReleaseHold:
		return ReleaseHold{fmt.Sprint("p", rapid.IntRange(1, 3).Draw(t, "payment")), "why"}
	case KindSettleHold:
		return SettleHold{
			Payment: fmt.Sprint("p", rapid.IntRange(1, 3).Draw(t, "payment")), Attempt: rapid.IntRange(0, 2).Draw(t, "attempt"),
			Outcome: Outcome{Kind: rapid.SampledFrom([]OutcomeKind{Applied, AlreadySo, Rejected, InDoubt, Parked}).Draw(t, "outcome"), Text: "gateway"},
		}
	case KindMoveDate:
		at := time.Date(2026, 4, rapid.IntRange(1, 9).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		return MoveDate{Window{at, at.Add(time.Hour)}}
	case KindAssemble:
		w := rapid.SampledFrom([]string{"", "A", "B"})
		return Assemble{Picks: drawPicks(t), Warehouse: w.Draw(t, "warehouse"), From: w.Draw(t, "from warehouse")}
	case KindRelease:
		return Release{drawPicks(t), rapid.IntRange(0, 3).Draw(t, "refused") == 0}
	case KindRequestTransfer:
		w := rapid.SampledFrom([]string{"A", "A", "B", "C"})
		return RequestTransfer{Picks: drawPicks(t), From: w.Draw(t, "source"), To: w.Draw(t, "target"), Central: rapid.Bool().Draw(t, "central")}
	case KindSendTransfer:
		return SendTransfer{transfer, drawPicks(t)}
	case KindPostTransfer:
		return PostTransfer{transfer}
	case KindReceiveTransfer:
		c := ReceiveTransfer{Transfer: transfer, Picks: drawPicks(t)}
		if rapid.IntRange(0, 3).Draw(t, "badly") == 0 {
			c.Damaged, c.Lost = drawPicks(t), drawPicks(t)
		}
		return c
	case KindDropTransfer:
		return DropTransfer{transfer, "not there"}
	case KindRequestDocument:
		return RequestDocument{"sale", shipment, rapid.SampledFrom([]string{DocumentDraft, DocumentPosted}).Draw(t, "asked for as")}
	case KindReportBadMark:
		return ReportBadMark{"L1", rapid.IntRange(0, 5).Draw(t, "unit"), rapid.SampledFrom([]string{"", "code1", "of another"}).Draw(t, "read"), "unreadable"}
	case KindSetMark:
		return SetMark{"L1", rapid.IntRange(0, 5).Draw(t, "unit"), fmt.Sprint("code", rapid.IntRange(0, 9).Draw(t, "code")), rapid.Bool().Draw(t, "moved")}
	case KindRejectMark:
		return RejectMark{"L1", rapid.IntRange(0, 5).Draw(t, "unit"), "unreadable"}
	case KindPack:
		if rapid.Bool().Draw(t, "boxed") {
			var boxes []Box
			for _, l := range o.lines {
				if l.goods() {
					boxes = append(boxes, Box{Picks: PickAll(l.id)})
				}
			}
			return Pack{Boxes: boxes}
		}
		return Pack{Picks: drawPicks(t)}
	case KindCreateShipment:
		return CreateShipment{Picks: drawPicks(t), Courier: rapid.Bool().Draw(t, "courier")}
	case KindRequestParcel:
		return RequestParcel{Shipment: shipment, Carrier: Ref{System: "cdek", Account: "cdek-1"}, Key: "A-1"}
	case KindSettleParcel:
		return SettleParcel{
			Shipment: shipment, Waybill: rapid.SampledFrom([]string{"", "W1", "W2"}).Draw(t, "waybill"),
			Outcome: Outcome{Kind: rapid.SampledFrom([]OutcomeKind{Applied, Rejected, InDoubt}).Draw(t, "outcome"), Ref: Ref{System: "cdek", ID: "1"}},
		}
	case KindDropParcel:
		return DropParcel{shipment}
	case KindHandOver:
		return HandOver{Shipment: shipment, Waybill: rapid.SampledFrom([]string{"", "W1", "W2"}).Draw(t, "waybill")}
	case KindArrive:
		return Arrive{Shipment: shipment}
	case KindDropDoorResult:
		return DropDoorResult{drawPicks(t)}
	case KindDeliver:
		d := Deliver{Shipment: shipment}
		if ps := drawPicks(t); len(ps) > 0 {
			d.Refused = []Refusal{{ps, drawReason(t)}}
		}
		return d
	case KindComplete:
		return Complete{}
	case KindReturn:
		r := Return{Picks: drawPicks(t), Reason: drawReason(t)}
		switch rapid.IntRange(0, 4).Draw(t, "discount lost") {
		case 0:
			r.Reprice = &Reprice{}
		case 1:
			p := drawReprice(t)
			r.Reprice = &p
		}
		return r
	case KindReceive:
		return Receive{Block: block, Picks: drawPicks(t), Custody: rapid.SampledFrom([]status.ReturnCustody{
			status.CustodyInTransit, status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged, status.CustodyLost,
			status.CustodyRejected, status.CustodyGivenBack, status.CustodyWithdrawn, status.CustodyWrongItem,
		}).Draw(t, "custody"), Place: rapid.SampledFrom([]string{"", "", "A", "B"}).Draw(t, "received at")}
	case KindAttachStatement:
		return AttachStatement{block, rapid.SampledFrom([]string{"scan-1", "scan-2"}).Draw(t, "statement")}
	case KindRefund:
		return drawRefund(t, o, block)
	case KindReducePrice:
		return drawReduction(t, o)
	case KindSettleRefund:
		return SettleRefund{Block: block, Outcome: Outcome{Kind: rapid.SampledFrom([]OutcomeKind{Applied, AlreadySo, Rejected, InDoubt, Parked}).Draw(t, "outcome"), Text: "gateway"}}
	case KindAttachReceipt:
		r := Document{Number: fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "receipt"))}
		if block == 0 {
			return AttachReceipt{Payment: "p1", Receipt: r}
		}
		return AttachReceipt{Block: block, Receipt: r}
	case KindRecordExpense:
		return RecordExpense{Expense: Expense{ID: fmt.Sprint("e", rapid.IntRange(1, 3).Draw(t, "expense")), Kind: "delivery", Amount: drawMoney(t, "cost")}}
	case KindDropExpense:
		return DropExpense{fmt.Sprint("e", rapid.IntRange(1, 3).Draw(t, "expense"))}
	case KindAttach:
		return Attach{Document{Kind: "sale", Number: "1", Posted: rapid.Bool().Draw(t, "posted")}}
	case KindIssueDocument:
		return IssueDocument{Document: drawDocument(t), Picks: drawPicks(t), Place: rapid.SampledFrom([]string{"", "A"}).Draw(t, "place")}
	case KindVoidDocument:
		d := drawDocument(t)
		return VoidDocument{DocumentKind: d.Kind, Number: d.Number, Why: "deleted"}
	case KindAnswer:
		return AnswerCancelRequest{Request: rapid.IntRange(1, 2).Draw(t, "request"), Verdict: rapid.SampledFrom([]Verdict{"", VerdictAccept, VerdictDecline}).Draw(t, "verdict")}
	case KindClearHold:
		return ClearHold{Hold: rapid.IntRange(1, 2).Draw(t, "hold")}
	case KindNotify:
		n := Notify{
			To:   rapid.SampledFrom([]Addressee{{Role: RoleWarehouse}, {Place: "msk-1"}, {Role: RoleShop, Person: "oleg"}}).Draw(t, "to"),
			Text: rapid.SampledFrom([]string{"issue it", "pack it well"}).Draw(t, "notice"),
		}
		if rapid.Bool().Draw(t, "about") {
			n.About = About{Units: []Units{{Line: "L1"}}, Shipment: shipment, Block: block}
		}
		return n
	case KindMarkTold:
		return MarkTold{rapid.IntRange(0, 3).Draw(t, "told")}
	case KindAnswerNotice:
		return AnswerNotice{Notice: rapid.IntRange(0, 3).Draw(t, "answered"), Text: "done"}
	case KindReportMarks:
		return ReportMarks{
			Report: rapid.SampledFrom([]MarkReport{MarkWithdrawn, MarkReinstated}).Draw(t, "circulation"), Number: "7",
			Units: []MarkedUnit{{rapid.SampledFrom([]string{"L1", "L2"}).Draw(t, "marked line"), rapid.IntRange(0, 2).Draw(t, "marked unit"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "marking code")}},
		}
	case KindReportMessage:
		return ReportMessage{Message{
			Key: rapid.SampledFrom([]string{"m1", "m2"}).Draw(t, "message"), Kind: "email", Why: "the mailbox is full", Shipment: shipment,
			State: rapid.SampledFrom([]MessageState{MessageSent, MessageFailed}).Draw(t, "came"),
		}}
	case KindLabel:
		return Label{"stage", rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "label")}
	case KindForget: // seldom, since nothing follows it
		if rapid.IntRange(0, 9).Draw(t, "forget") == 0 {
			return Forget{"loaded by mistake"}
		}
	}
	return WriteComment{"remark"}
}

// drawDocument draws a document of one of the schemes' rules, in one of its states.
func drawDocument(t *rapid.T) Document {
	d := Document{
		Kind:    rapid.SampledFrom([]string{"invoice", "waybill", "sale", "transfer", "customer-order", "goods-issue"}).Draw(t, "kind of document"),
		Number:  fmt.Sprint(rapid.IntRange(1, 2).Draw(t, "number of document")),
		State:   rapid.SampledFrom([]string{"", "draft", "issued", "posted", "sent", "delivered", "received", "out-of-buffer"}).Draw(t, "state of document"),
		Waybill: rapid.SampledFrom([]string{"", "W1"}).Draw(t, "number of the carrier"),
	}
	if rapid.IntRange(0, 3).Draw(t, "units of document") == 0 {
		d.Units = []Units{{Line: "L1", To: amount.Pcs(1)}}
	}
	if rapid.IntRange(0, 9).Draw(t, "void document") == 0 {
		d.Voided = "deleted"
	}
	return d
}

// drawRefund draws a refund: as it is, less what is withheld, or paid back in the gateway's cabinet.
func drawRefund(t *rapid.T, o *Order, block int) Refund {
	r := Refund{Block: block}
	how := rapid.IntRange(0, 5).Draw(t, "refund")
	if how > 2 || block < 1 || block > len(o.blocks) {
		return r
	}
	left, _ := o.blocks[block-1].Owed.Sub(o.blocks[block-1].done())
	w := &Withholding{
		For:  rapid.SampledFrom([]WithholdReason{WithholdWayBack, WithholdLostDiscount, WithholdReplacement, WithholdExchange, WithholdOther}).Draw(t, "for"),
		Text: "why", Amount: left,
	}
	switch {
	case how == 2 && len(o.payments) > 0:
		p := rapid.SampledFrom(o.payments).Draw(t, "paid back in the cabinet")
		r.Payment = p.ID
		w.Amount, _ = left.Sub(o.unbooked(p))
	case how == 1 && left.Sign() > 0:
		w.Amount = amount.RUB(rapid.Int64Range(1, left.Minor()).Draw(t, "withheld"))
	}
	if w.Amount.Sign() > 0 {
		r.Withhold = w
	}
	return r
}

// drawReduction draws a price reduction, sometimes one that the gateway's cabinet has paid back.
func drawReduction(t *rapid.T, o *Order) ReducePrice {
	c := ReducePrice{Picks: drawPicks(t), Amount: amount.RUB(rapid.Int64Range(1, 9_000).Draw(t, "cheaper")), Reason: drawReason(t)}
	if len(o.payments) > 0 && rapid.IntRange(0, 2).Draw(t, "in the cabinet") == 0 {
		p := rapid.SampledFrom(o.payments).Draw(t, "of")
		c.Payment, c.Amount = p.ID, o.unbooked(p)
	}
	return c
}

func drawReprice(t *rapid.T) Reprice {
	r := Reprice{Prices: []NewPrice{{Line: "L1", Price: drawMoney(t, "new price")}}}
	if rapid.Bool().Draw(t, "promo") {
		r.Adjustments = []Adjustment{{Kind: AdjustPromo, Code: "SPRING", On: drawBase(t), Amount: drawMoney(t, "promo amount")}}
	}
	return r
}

func drawBase(t *rapid.T) AdjustmentBase {
	return rapid.SampledFrom([]AdjustmentBase{OnGoods, OnGoods, OnDelivery, OnServices, OnAll}).Draw(t, "base")
}

func drawObservation(t *rapid.T, o *Order) Observation {
	items := rapid.SampledFrom([]status.ItemState{
		0, status.ItemConfirmed, status.ItemPacked, status.ItemSent, status.ItemArrived, status.ItemHandedOut, status.ItemRefused,
		status.ItemReturned, status.ItemCancelled,
	})
	switch rapid.IntRange(0, 9).Draw(t, "observation") {
	case 0:
		return StatusReport{Code: "x", Says: status.Meaning{Item: items.Draw(t, "item")}, Picks: drawPicks(t)}
	case 1:
		return StatusReport{
			Code: "y", Says: status.Meaning{Order: status.OrderState(rapid.IntRange(0, int(status.OrderCancelled)).Draw(t, "order"))},
			Waybill: rapid.SampledFrom([]string{"", "", "W1", "W2"}).Draw(t, "shown waybill"),
		}
	case 2:
		return CancelReport{Picks: drawPicks(t), Done: rapid.Bool().Draw(t, "done")}
	case 3:
		return PaymentReport{Payment{ID: fmt.Sprint("p", rapid.IntRange(1, 3).Draw(t, "payment")), Amount: o.total}}
	case 4:
		at := time.Date(2026, 4, rapid.IntRange(1, 9).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		return DateReport{Window: Window{at, at.Add(time.Hour)}}
	case 5:
		return ShipmentReport{
			Shipment: rapid.IntRange(0, len(o.shipments)).Draw(t, "shipment"), Waybill: "W1", Code: "c",
			State: status.ShipmentState(rapid.IntRange(0, int(status.ShipmentCancelled)).Draw(t, "shipment state")),
		}
	case 6:
		return ConfirmationReport{rapid.SliceOfN(rapid.SampledFrom([]status.Confirmation{status.ConfirmBuyer, status.ConfirmShippingCostSet}), 0, 2).Draw(t, "open")}
	case 7:
		return DocumentReport{drawDocument(t)}
	case 8:
		return drawDetails(t)
	default:
		var ls []Line
		for _, l := range o.lines {
			if rapid.IntRange(0, 9).Draw(t, "dropped") == 0 {
				continue
			}
			x := Line{ID: l.id, Kind: l.kind, Quantity: drawQuantity(t, l.step, "reported"), Total: drawMoney(t, "reported total")}
			if rapid.Bool().Draw(t, "unchanged") {
				v := l.view(o.zero(), nil)
				x.Quantity, x.Total = v.Living, v.Total
				if x.Quantity.IsZero() {
					continue
				}
			}
			ls = append(ls, x)
		}
		return LinesReport{ls}
	}
}

func drawBy(t *rapid.T, at time.Time, roles ...Role) By {
	by := By{Actor: Actor{Role: rapid.SampledFrom(roles).Draw(t, "role")}, At: at}
	by.Actor.System = string(by.Actor.Role) + "-1"
	if by.Actor.Role == RoleShop || by.Actor.Role == RoleRemote {
		by.Actor.Place = rapid.SampledFrom([]string{"A", "A", "B", ""}).Draw(t, "place")
	}
	return by
}

// picture is everything that the exported methods show of an order.
func picture(o *Order) string {
	v, err := json.Marshal(o.View())
	if err != nil {
		return err.Error()
	}
	l, err := json.Marshal(o.log)
	if err != nil {
		return err.Error()
	}
	return string(v) + "\n" + string(l)
}

// same reports whether two orders are identical, apart from the rules.
func same(a, b *Order) bool {
	x, y := *a, *b
	x.rules, y.rules = rules{}, rules{}
	return reflect.DeepEqual(x, y)
}

// step does one random thing and checks what must hold of any single step.
func step(t *rapid.T, o *Order, at time.Time) {
	before, state := o.Clone(), o.state
	shadow := o.Clone()
	var err error
	var evs []Event
	if rapid.IntRange(0, 3).Draw(t, "who") > 0 {
		cmd := drawCommand(t, o)
		by := drawBy(t, at, RoleOperator, RoleOperator, RoleOperator, RoleOperator, RoleGateway, RoleWarehouse, RoleBuyer, RoleSystem)
		evs, err = o.Do(cmd, by)
		var r *Refused
		if err != nil && (!errors.As(err, &r) || r.Kind != cmd.Kind() || r.Problem == nil) {
			t.Fatalf("%T is refused with an error that does not say what: %v", cmd, err)
		}
	} else {
		obs := drawObservation(t, o)
		by := drawBy(t, at, RoleChannel, RoleChannel, RoleERP, RoleCarrier, RoleGateway)
		by.Occurred = at.Add(-time.Duration(rapid.IntRange(0, 3).Draw(t, "age")) * time.Minute)
		evs, err = o.Observe(obs, by)
		if err == nil {
			after := o.Clone()
			again, err2 := o.Observe(obs, by)
			if err2 != nil || len(again) > 0 || !same(o, after) {
				t.Fatalf("the echo of %+v changes something: %v %v", obs, again, err2)
			}
		}
	}
	if (err != nil || len(evs) == 0) && !same(o, before) {
		t.Fatalf("nothing happened (%v), yet the order changed from\n%s\nto\n%s", err, picture(before), picture(o))
	}
	if state != o.state && !status.Orders().Reaches(state, o.state) {
		t.Fatalf("the order goes from %s to %s, which its machine does not know: %s\nbefore: %s", state, o.state, picture(o), picture(before))
	}
	for _, e := range evs {
		legal(t, shadow, e)
		if err := shadow.applyStored(e); err != nil {
			t.Fatalf("an event that happened cannot be replayed: %v", err)
		}
	}
	if !same(shadow, o) {
		t.Fatalf("replayed step by step:\n%s\nhappened:\n%s", picture(shadow), picture(o))
	}
}

// legal checks that an event moves units only as their machine knows.
func legal(t *rapid.T, o *Order, e Event) {
	switch e.Body.(type) {
	case LineAdded, Reopened: // a step back of the owner undoes steps; no machine leads that way
		return
	}
	for _, m := range e.Moves() {
		l := o.lines[o.index[m.Line]]
		l.each(m.From, m.To, func(p Portion) {
			if p.State != m.State && l.goods() && !status.Items().Can(p.State, m.State) {
				t.Fatalf("%s brings units of %s from %s to %s, which their machine does not know", e.Body.Kind(), l.id, p.State, m.State)
			}
		})
	}
}

// sound checks what must hold of any order.
func sound(t interface{ Fatalf(string, ...any) }, o *Order) {
	total, counted := o.zero(), tally{}
	blocks := make([]amount.Money, len(o.blocks))
	for i := range blocks {
		blocks[i] = o.zero()
	}
	for _, l := range o.lines {
		at := amount.Quantity{}
		agreed, err := l.net.Of(amount.Quantity{}, l.quantity)
		if err != nil {
			t.Fatalf("line %s: %v", l.id, err)
		}
		parts := o.zero()
		for _, p := range l.portions {
			if p.From != at || p.To.Cmp(p.From) <= 0 {
				t.Fatalf("line %s: portions %+v do not cover %s exactly once", l.id, l.portions, l.quantity)
			}
			at = p.To
			part, err := l.part(p.From, p.To)
			if err != nil {
				t.Fatalf("line %s: %v", l.id, err)
			}
			parts = addOr(parts, part.Sum)
			counted.of(l)[p.State] += p.To.Milli() - p.From.Milli()
			if p.sold() {
				total = addOr(total, part.Sum)
			} else if p.Block > 0 {
				blocks[p.Block-1] = addOr(blocks[p.Block-1], part.Sum)
			}
		}
		if at != l.quantity || parts != agreed {
			t.Fatalf("line %s: %s of %s, %s of %s", l.id, at, l.quantity, parts, agreed)
		}
	}
	columnsAddUp(t, o)
	carriedWell(t, o)
	if counted.goods != o.tally.goods || counted.rest != o.tally.rest {
		t.Fatalf("units are miscounted: %v, not %v", o.tally, counted)
	}
	if total != o.total {
		t.Fatalf("the living units cost %s, the order says %s: %s", total, o.total, picture(o))
	}
	for i, b := range o.blocks {
		if b.Kind == BlockReduction {
			for _, p := range b.Parts {
				blocks[i] = addOr(blocks[i], p.Sum)
			}
		}
		if b.Sum != blocks[i] {
			t.Fatalf("the units of block R%d cost %s, the block says %s", b.N, blocks[i], b.Sum)
		}
		if greater(addOr(b.Owed, b.withheld()), b.Sum) && len(b.Parts) > 0 {
			t.Fatalf("block R%d owes %s, less %s, for units that cost %s", b.N, b.Owed, b.withheld(), b.Sum)
		}
	}
	accounted(t, o)
}

// accounted checks the money: all that was paid covers the price of what the buyer has, went back or goes back, or is
// withheld, and what went back is in one place, once.
func accounted(t interface{ Fatalf(string, ...any) }, o *Order) {
	v := o.View()
	booked, back, paid, unasked := o.zero(), o.zero(), o.zero(), o.zero()
	for _, b := range o.blocks {
		shares := b.Done
		switch b.Money {
		case status.MoneySent, status.MoneyInDoubt, status.MoneyRefunded:
			shares = append(slices.Clone(shares), b.From...)
			if sum := sharesSum(shares); len(b.From) > 0 && sum.Minor() != b.Owed.Minor() {
				t.Fatalf("block R%d owes %s, %s of it is ordered", b.N, b.Owed, sum)
			}
		}
		booked = addOr(booked, sharesSum(shares))
	}
	for _, p := range o.payments {
		back, unasked = addOr(back, p.Refunded), addOr(unasked, o.unbooked(p))
		if greater(p.Refunded, p.Amount) {
			t.Fatalf("%s of payment %s went back, which is %s", p.Refunded, p.ID, p.Amount)
		}
		if p.counts() {
			paid = addOr(paid, p.Amount)
		}
	}
	if paid != o.paid || back.Minor() != booked.Minor()+unasked.Minor() {
		t.Fatalf("paid %s (said %s), went back %s, for blocks %s, unasked %s: %s", paid, o.paid, back, booked, unasked, brief(o))
	}
	gone := v.Refunded.Minor() + v.ToRefund.Minor() + v.Withheld.Minor()
	// What went back unasked may be what is owed: then it is there twice, until a person says so.
	if gone != o.owed.Minor() || gone-unasked.Minor() > o.paid.Minor() {
		t.Fatalf("%s went back, %s is to go, %s is withheld of %s: together not %s: %s", v.Refunded, v.ToRefund, v.Withheld, o.paid, o.owed, brief(o))
	}
	if kept := v.Paid.Minor() - gone; kept != v.Total.Minor()-v.Due.Minor() {
		t.Fatalf("%d is kept for what costs %s, and %s is due: %s", kept, v.Total, v.Due, brief(o))
	}
}

func sharesSum(ss []PaymentShare) (sum amount.Money) {
	for _, s := range ss {
		sum = addOr(sum, s.Amount)
	}
	return sum
}

// columnsAddUp checks that gross and shares of living units are what was agreed for them, by line and for the order.
func columnsAddUp(t interface{ Fatalf(string, ...any) }, o *Order) {
	v := o.View()
	all := v.Gross
	for i, l := range v.Lines {
		agreed, sum := o.zero(), l.Gross
		for _, u := range o.lines[i].sold() {
			m, err := o.lines[i].agreed.Of(u.From, u.To)
			if err != nil {
				t.Fatalf("line %s: %v", l.ID, err)
			}
			agreed = addOr(agreed, m)
		}
		for _, s := range l.Shares {
			sum, all = addOr(sum, s.Amount), addOr(all, s.Amount)
		}
		if sum != agreed || agreed.Minor() != l.Total.Minor()+l.Reduced.Minor() {
			t.Fatalf("line %s: gross %s and shares %v, agreed %s, reduced by %s, total %s", l.ID, l.Gross, l.Shares, agreed, l.Reduced, l.Total)
		}
	}
	if all.Minor() != v.Total.Minor()+v.Reduced.Minor() {
		t.Fatalf("gross %s and the shares are %s, the price is reduced by %s, the total is %s", v.Gross, all, v.Reduced, v.Total)
	}
}

func history(t *rapid.T) *Order {
	start := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	o, _, err := New(drawDraft(t), By{Actor: Actor{Role: RoleChannel, System: "channel-1"}, At: start})
	if err != nil {
		if !errors.Is(err, ErrMoney) {
			t.Fatalf("%v", err)
		}
		t.Skip("the discounts are more than the goods cost")
	}
	sound(t, o)
	for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
		step(t, o, start.Add(time.Duration(i)*time.Minute))
		sound(t, o)
	}
	return o
}

func TestAnyHistoryKeepsUnitsAndMoney(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { history(t) })
}

func TestAnyLogReplaysToTheSameOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := history(t)
		stored, err := json.Marshal(o.log)
		if err != nil {
			t.Fatalf("%v", err)
		}
		events, err := ReadLog(bytes.NewReader(stored))
		if err != nil {
			t.Fatalf("%v", err)
		}
		again, err := Replay(events)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if a, b := picture(o), picture(again); a != b {
			t.Fatalf("replayed:\n%s\nwas:\n%s", b, a)
		}
		if x, y := *o, *again; !same(&x, &y) {
			x.log, y.log = nil, nil
			t.Fatalf("the replayed order remembers something else:\n%+v\nwas:\n%+v", y, x)
		}
	})
}

// From wherever a history leads there is a way to an end, found by pressing buttons that Allowed shows.
func TestNoOrderIsStuck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := history(t)
		at := o.log[len(o.log)-1].At
		for range 60 {
			if o.ended() {
				return
			}
			if !o.onward(t, at) {
				t.Fatalf("stuck: %s", picture(o))
			}
			sound(t, o)
		}
		t.Fatalf("no end after 60 steps: %s", picture(o))
	})
}

// onward gives one command towards an end, as a sensible person would.
func (o *Order) onward(t *rapid.T, at time.Time) bool {
	by := By{Actor: Actor{Role: RoleOperator, ID: "anna"}, At: at}
	allowed := map[Kind]Permit{}
	for _, p := range o.Allowed(by) {
		allowed[p.Kind] = p
	}
	for _, k := range []Kind{
		KindComplete, KindDeliver, KindArrive, KindHandOver, KindPack, KindGiveConfirmation, KindConfirm, KindAssemble, KindPay,
		KindSetMark, KindCancel, KindReturn,
	} {
		if allowed[k].Why != nil {
			continue
		}
		for _, probe := range o.probes(k) {
			if m, ok := probe.cmd.(SetMark); ok {
				m.Code = fmt.Sprint("good", o.Version())
				probe.cmd = m
			}
			if _, err := o.Do(probe.cmd, by); err == nil {
				return true
			}
		}
		t.Fatalf("%s is allowed, but none of its probes works", k)
	}
	return false
}

// A unit costs the same whatever was split off before it, and in whatever order.
func TestTheOrderOfSplitsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 9).Draw(t, "units")
		total := drawMoney(t, "total")
		at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		by := By{Actor: Actor{Role: RoleOperator}, At: at}
		units := rapid.Permutation(seq(n)).Draw(t, "order of returns")
		sums := func(order []int) map[int]amount.Money {
			o, _, err := New(Draft{ID: "o", Scheme: ByCarrier, Lines: []Line{{ID: "L1", Quantity: amount.Pcs(n), Total: total}}}, by)
			if err != nil {
				t.Fatalf("%v", err)
			}
			if !total.IsZero() {
				if _, err := o.Do(Pay{Payment: Payment{ID: "p", Amount: total}}, by); err != nil {
					t.Fatalf("%v", err)
				}
			}
			for _, u := range order {
				if _, err := o.Do(Return{Picks: PickUnits("L1", amount.Pcs(u), amount.Pcs(u+1)), Reason: status.ReasonDefect}, by); err != nil {
					t.Fatalf("%v", err)
				}
			}
			out := map[int]amount.Money{}
			for _, e := range o.log {
				switch b := e.Body.(type) {
				case Returned:
					out[pieces(b.Block.Parts[0].From)] = b.Block.Sum
				case Cancelled:
					out[pieces(b.Parts[0].From)] = b.Sum
				}
			}
			return out
		}
		a, b := sums(units), sums(seq(n))
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%v in order %v, %v in order", a, units, b)
		}
		all := amount.RUB(0)
		for _, m := range a {
			all = addOr(all, m)
		}
		if all != total {
			t.Fatalf("all blocks together %s of %s", all, total)
		}
	})
}

func seq(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}
