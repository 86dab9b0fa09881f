package order

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Permit is a command that a screen may offer, or the reason why not.
type Permit struct {
	Kind Kind
	// Picks are the units the command may take, where it takes units.
	Picks Picks
	// Why is nil when the command may be given now, else the reason it would be refused.
	Why error
}

// Allowed lists every kind of command in the order of an ordinary life, with the reason of each that the actor may
// not give now. It tries each command with all units that it could take, by the rules that Do applies, so that a
// button that is shown works. A reason, a code or a sum that the command needs as well is for the caller to fill in.
func (o *Order) Allowed(by By) []Permit {
	if by.At.IsZero() && len(o.log) > 0 {
		by.At = o.log[len(o.log)-1].At
	}
	var ps []Permit
	for _, k := range Kinds() {
		ps = append(ps, o.permit(k, by))
	}
	return ps
}

// permit tries one kind of command. Several probes stand for the choices that a person has; the first one that works
// counts.
func (o *Order) permit(k Kind, by By) Permit {
	p := Permit{Kind: k}
	for _, probe := range o.asFor(by.Actor, k).probes(k) {
		bodies, err := o.decide(probe.cmd, by)
		if err == nil {
			p.Why = nil
			if p.Picks = probe.picks; p.Picks == nil {
				p.Picks = o.picksOf(k, bodies)
			}
			return p
		}
		if p.Why == nil {
			p.Why = withKind(k, err)
		}
	}
	if p.Why == nil && o.forgotten != nil {
		p.Why = withKind(k, o.forgottenRefusal(ErrNotNow))
	}
	if p.Why == nil {
		p.Why = &Refused{Kind: k, Problem: ErrNotNow, State: Textf("order is %s", o.state), Why: Textf("the order has nothing to give it for")}
	}
	return p
}

// picksOf are the units that a command would take. What only follows the goods cannot be picked where goods are moved.
func (o *Order) picksOf(k Kind, bodies []Body) Picks {
	var all bool
	switch k {
	case KindCancel, KindReturn, KindDropDoorResult, KindReceive:
		all = true
	case KindConfirm, KindAssemble, KindRelease, KindRequestTransfer, KindSendTransfer, KindReceiveTransfer, KindPack, KindCreateShipment, KindHandOver, KindArrive, KindDeliver:
	default:
		return nil
	}
	var ms []Move
	for _, b := range bodies { // each event moves a unit once, but the next may move it again
		ms = append(ms, without((Event{Body: b}).Moves(), ms)...)
	}
	ps := make(Picks, 0, len(ms))
	for _, m := range ms {
		if all || o.tally.of(o.lines[o.index[m.Line]]) == o.tally.counted() {
			ps = append(ps, Choice{Line: m.Line, Quantity: minus(m.To, m.From), From: m.From, To: m.To})
		}
	}
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// probe is a command that is tried on behalf of a person.
type probe struct {
	cmd   Command
	picks Picks
}

func probeOf(c Command) []probe { return []probe{{cmd: c}} }

// probes lists commands of a kind that a person could give.
func (o *Order) probes(k Kind) []probe {
	s := o.rules.scheme
	if s == nil {
		return probeOf(WriteComment{"?"})
	}
	switch k {
	case KindTake:
		return probeOf(Take{})
	case KindContact:
		return probeOf(ContactBuyer{Channel: "phone"})
	case KindGiveConfirmation:
		return o.confirmationProbes()
	case KindAskConfirmation:
		return o.askProbes()
	case KindChangeDetails:
		return probeOf(ChangeDetails{Delivery: Delivery{Service: o.delivery.Service + "?"}})
	case KindSetShippingCost:
		return probeOf(SetShippingCost{Amount: o.zero()})
	case KindConfirm:
		return probeOf(Confirm{})
	case KindCancel:
		return o.cancelProbes()
	case KindEdit:
		return o.editProbes()
	case KindChangeLine:
		return o.changeLineProbes()
	case KindReprice:
		return []probe{{cmd: Reprice{Adjustments: o.adjustments}}, {cmd: Reprice{}}}
	case KindPay:
		return o.payProbes()
	case KindCapture, KindReleaseHold, KindSettleHold:
		return o.holdingProbes(k)
	case KindMoveDate:
		w := o.delivery.Window
		if w.IsZero() {
			w.From = time.Unix(0, 0)
		}
		return probeOf(MoveDate{Window{w.From.Add(time.Hour), w.From.Add(2 * time.Hour)}})
	case KindAssemble:
		return probeOf(Assemble{})
	case KindRelease:
		return probeOf(Release{})
	case KindRequestTransfer, KindSendTransfer, KindPostTransfer, KindReceiveTransfer, KindDropTransfer:
		return o.transferProbes(k)
	case KindSetMark, KindRejectMark, KindReportBadMark:
		return o.markProbes(k)
	case KindRequestDocument:
		return o.requestDocumentProbes()
	case KindPack:
		return o.packProbes()
	case KindCreateShipment:
		return probeOf(CreateShipment{})
	case KindHandOver:
		return o.handOverProbes()
	case KindRequestParcel, KindSettleParcel, KindDropParcel:
		return o.parcelProbes(k)
	case KindArrive:
		return probeOf(Arrive{})
	case KindDropDoorResult:
		return probeOf(DropDoorResult{})
	case KindDeliver:
		return probeOf(Deliver{})
	case KindComplete:
		return probeOf(Complete{})
	case KindReturn:
		return probeOf(Return{Reason: status.ReasonOther})
	case KindReducePrice:
		return o.reduceProbes()
	case KindAttachStatement, KindReceive, KindRefund, KindSettleRefund, KindAttachReceipt:
		return o.blockProbes(k)
	case KindRecordExpense, KindDropExpense:
		return o.expenseProbes(k)
	case KindAttach:
		return probeOf(Attach{Document{Kind: "?", Number: "?"}})
	case KindIssueDocument:
		return probeOf(IssueDocument{Document: Document{Kind: "?", Number: "?"}})
	case KindVoidDocument:
		var ps []probe
		for _, d := range o.documents {
			ps = append(ps, probe{cmd: VoidDocument{DocumentKind: d.Kind, Number: d.Number, Account: d.Ref.Account, Why: "?"}})
		}
		return ps
	case KindAnswer:
		return o.requestProbes()
	case KindClearHold:
		return o.holdProbes()
	case KindLabel:
		return probeOf(Label{"?", "?"})
	case KindForget:
		return probeOf(Forget{"?"})
	case KindNotify:
		return probeOf(Notify{To: Addressee{Person: "?"}, Text: "\x00any other text"})
	case KindMarkTold, KindAnswerNotice:
		return o.noticeProbes(k)
	case KindReportMarks:
		return o.reportProbes()
	case KindReportMessage:
		return probeOf(ReportMessage{Message{Key: "\x00any other", Kind: "?", State: MessageSent}})
	}
	return probeOf(WriteComment{"?"})
}

// someUnits picks all units in some states that are in no return block.
func (o *Order) someUnits(set status.ItemSet) Picks {
	var ps Picks
	for _, l := range o.lines {
		for _, p := range l.portions {
			if !set.Has(p.State) || p.Block != 0 || !o.within(p) {
				continue
			}
			if ps == nil {
				ps = make(Picks, 0, len(o.lines))
			}
			ps = append(ps, Choice{Line: l.id, Quantity: minus(p.To, p.From), From: p.From, To: p.To})
		}
	}
	return ps
}

// changeLineProbes offers another name: it changes at any time, so the other facts may be refused all the same.
func (o *Order) changeLineProbes() []probe {
	var ps []probe
	for _, l := range o.lines {
		ps = append(ps, probe{cmd: ChangeLine{Line: l.id, Name: l.name + "?"}})
	}
	return ps
}

func (o *Order) confirmationProbes() []probe {
	ps := probeOf(GiveConfirmation{Of: status.ConfirmBuyer})
	for _, c := range o.open.List() {
		ps = append(ps, probe{cmd: GiveConfirmation{Of: c}})
	}
	return ps
}

func (o *Order) askProbes() []probe {
	var ps []probe
	for c := status.ConfirmBuyer; c <= status.ConfirmShippingCostAccepted; c++ {
		ps = append(ps, probe{cmd: AskConfirmation{c}})
	}
	return ps
}

func (o *Order) cancelProbes() []probe {
	s, r := o.rules.scheme, status.ReasonOther
	ps := probeOf(Cancel{Reason: r, Told: "?"})
	for _, set := range []status.ItemSet{s.PartialCancel, s.DoorResults} {
		if picks := o.someUnits(set); picks != nil {
			ps = append(ps, probe{cmd: Cancel{Picks: picks, Reason: r, Told: "?"}, picks: picks})
		}
	}
	return ps
}

// freeID is an id that no line has.
func (o *Order) freeID(id string) string {
	for o.hasLine(id) {
		id += "'"
	}
	return id
}

// editProbes are a line that is added, and goods of the buyer that are exchanged for one.
func (o *Order) editProbes() []probe {
	c := Edit{Add: []Line{{ID: o.freeID("new"), Quantity: amount.Pcs(1), Total: o.zero()}}}
	ps := probeOf(c)
	if c.Remove = o.someUnits(o.rules.scheme.Returns & status.ItemStates(status.ItemHandedOut)); c.Remove != nil {
		ps = append(ps, probe{cmd: c})
	}
	return ps
}

func (o *Order) payProbes() []probe {
	kept, err := o.paid.Sub(o.owed)
	if err != nil {
		return nil
	}
	due, err := o.total.Sub(kept)
	if err != nil || due.Sign() <= 0 {
		return nil
	}
	id := "new"
	for _, p := range o.payments {
		id += "'" + p.ID
	}
	return probeOf(Pay{Payment: Payment{ID: id, Amount: due}})
}

func (o *Order) holdingProbes(k Kind) []probe {
	var ps []probe
	for _, p := range o.payments {
		var c Command = Capture{Payment: p.ID}
		switch k {
		case KindReleaseHold:
			c = ReleaseHold{Payment: p.ID}
		case KindSettleHold:
			c = SettleHold{Payment: p.ID, Outcome: Outcome{Kind: Rejected}}
		}
		ps = append(ps, probe{cmd: c})
	}
	return ps
}

// expenseProbes are the smallest expense that there is, and each that could be dropped.
func (o *Order) expenseProbes(k Kind) []probe {
	var ps []probe
	id := "new"
	for _, e := range o.expenses {
		id += "'" + e.ID
		ps = append(ps, probe{cmd: DropExpense{e.ID}})
	}
	if least, err := amount.NewMoney(1, o.currency); err == nil && k == KindRecordExpense {
		return probeOf(RecordExpense{Expense: Expense{ID: id, Kind: "?", Amount: least}})
	}
	return ps
}

func (o *Order) noticeProbes(k Kind) []probe {
	var ps []probe
	for _, n := range o.notices {
		var c Command = MarkTold{n.N}
		if k == KindAnswerNotice {
			c = AnswerNotice{Notice: n.N, Text: "?"}
		}
		ps = append(ps, probe{cmd: c})
	}
	return ps
}

func (o *Order) reportProbes() []probe {
	var ps []probe
	for _, l := range o.lines {
		for _, m := range l.marks {
			c := ReportMarks{Report: MarkWithdrawn, Units: []MarkedUnit{{l.id, m.Unit, m.Code}}, Number: "?"}
			if m.Out != "" {
				c.Report = MarkReinstated
			}
			ps = append(ps, probe{cmd: c})
		}
	}
	return ps
}

func (o *Order) markProbes(k Kind) []probe {
	var ps []probe
	for _, l := range o.lines {
		if !l.marked {
			continue
		}
		marks := l.byUnit()
		for u := range pieces(l.quantity) {
			m, has := marks[u]
			if o.checkOwnUnit(l, u) != nil {
				continue
			}
			at := l.portions[l.at(amount.Pcs(u))].State
			if has && m.Out != "" {
				continue
			}
			if good := has && m.Rejected == ""; good != (k == KindRejectMark) || !withSeller.Has(at) && (k != KindSetMark || !reachedBuyer.Has(at)) {
				continue
			}
			var c Command = SetMark{Line: l.id, Unit: u, Code: "\x00any other code"}
			if k == KindRejectMark {
				c = RejectMark{l.id, u, "?"}
			}
			if k == KindReportBadMark {
				c = ReportBadMark{Line: l.id, Unit: u, Code: "\x00any other code", Why: "?"}
			}
			ps = append(ps, probe{cmd: c, picks: PickUnits(l.id, amount.Pcs(u), amount.Pcs(u+1))})
			break // one unit of a line is enough
		}
	}
	return ps
}

func (o *Order) packProbes() []probe {
	st, _ := o.rules.scheme.step(KindPack)
	picks := o.someUnits(st.From)
	goods := picks[:0]
	for _, c := range picks {
		if o.lines[o.index[c.Line]].goods() {
			goods = append(goods, c)
		}
	}
	if !o.rules.scheme.Boxes || len(goods) == 0 {
		return probeOf(Pack{})
	}
	return probeOf(Pack{Boxes: []Box{{Picks: goods}}})
}

func (o *Order) handOverProbes() []probe {
	ps := probeOf(HandOver{})
	for _, s := range o.shipments {
		c := HandOver{Shipment: s.N}
		if !s.Carrier.IsZero() {
			c.Waybill = "?"
		}
		ps = append(ps, probe{cmd: c})
	}
	return ps
}

func (o *Order) parcelProbes(k Kind) []probe {
	var ps []probe
	for _, s := range o.shipments {
		switch k {
		case KindRequestParcel:
			c := RequestParcel{Shipment: s.N, Key: "?"}
			if s.Carrier.IsZero() {
				c.Carrier = Ref{System: "?"}
			}
			ps = append(ps, probe{cmd: c})
		case KindSettleParcel:
			ps = append(ps, probe{cmd: SettleParcel{Shipment: s.N, Outcome: Outcome{Kind: Rejected}}})
		case KindDropParcel:
			ps = append(ps, probe{cmd: DropParcel{s.N}})
		}
	}
	return ps
}

func (o *Order) blockProbes(k Kind) []probe {
	var ps []probe
	for _, b := range o.blocks {
		switch k {
		case KindAttachStatement:
			ps = append(ps, probe{cmd: AttachStatement{b.N, "\x00any other statement"}})
		case KindReceive:
			for c := status.CustodyInTransit; c <= status.CustodyWithdrawn; c++ {
				ps = append(ps, probe{cmd: Receive{Block: b.N, Custody: c}})
			}
		case KindRefund:
			ps = append(ps, o.refundProbes(b)...)
		case KindSettleRefund:
			ps = append(ps, probe{cmd: SettleRefund{Block: b.N, Outcome: Outcome{Kind: Rejected}}})
		case KindAttachReceipt:
			ps = append(ps, probe{cmd: AttachReceipt{Block: b.N, Receipt: Document{Number: "?"}}})
		}
	}
	if k == KindAttachReceipt {
		for _, p := range o.payments {
			ps = append(ps, probe{cmd: AttachReceipt{Payment: p.ID, Receipt: Document{Number: "?"}}})
		}
	}
	return ps
}

// refundProbes are a refund, one that was done in the gateway's cabinet, and none at all.
func (o *Order) refundProbes(b Block) []probe {
	ps := probeOf(Refund{Block: b.N})
	left, err := b.Owed.Sub(b.done())
	if err != nil {
		return ps
	}
	for _, p := range o.payments {
		ps = append(ps, probe{cmd: Refund{Block: b.N, Payment: p.ID}})
	}
	return append(ps, probe{cmd: Refund{Block: b.N, Withhold: &Withholding{Amount: left, For: WithholdOther, Text: "?"}}})
}

// reduceProbes tries one unit of each line, by the smallest sum that there is.
func (o *Order) reduceProbes() []probe {
	var ps []probe
	least, err := amount.NewMoney(1, o.currency)
	if err != nil {
		return nil
	}
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.sold() {
				picks := PickUnits(l.id, p.From, p.To)
				ps = append(ps, probe{cmd: ReducePrice{Picks: picks, Amount: least, Reason: status.ReasonOther}, picks: picks})
			}
		}
	}
	return ps
}

func (o *Order) requestProbes() []probe {
	var ps []probe
	for _, q := range o.requests {
		ps = append(ps, probe{cmd: AnswerCancelRequest{Request: q.N}})
	}
	return ps
}

func (o *Order) holdProbes() []probe {
	var ps []probe
	for _, h := range o.holds {
		ps = append(ps, probe{cmd: ClearHold{Hold: h.N}})
	}
	return ps
}

// transferProbes are a transfer of all that may be asked for, from where it is and from elsewhere, and each step of
// those that there are.
func (o *Order) transferProbes(k Kind) []probe {
	if k == KindRequestTransfer {
		from := "?"
		if o.own != nil {
			from = o.own.place
		}
		ps := probeOf(RequestTransfer{From: from, To: "\x00any other place"})
		for _, l := range o.lines {
			for _, p := range l.portions {
				if p.Warehouse != "" && p.State == status.ItemAssembling {
					ps = append(ps, probe{cmd: RequestTransfer{From: p.Warehouse, To: "\x00any other place"}})
				}
			}
		}
		return ps
	}
	var ps []probe
	for _, t := range o.transfers {
		var c Command = SendTransfer{Transfer: t.N}
		switch k {
		case KindPostTransfer:
			c = PostTransfer{t.N}
		case KindReceiveTransfer:
			c = ReceiveTransfer{Transfer: t.N}
		case KindDropTransfer:
			c = DropTransfer{t.N, "?"}
		}
		ps = append(ps, probe{cmd: c})
	}
	return ps
}

func (o *Order) requestDocumentProbes() []probe {
	var ps []probe
	for _, s := range o.shipments {
		for _, state := range []string{DocumentDraft, DocumentPosted} {
			ps = append(ps, probe{cmd: RequestDocument{DocumentKind: "sale", Shipment: s.N, State: state}})
		}
	}
	return ps
}
