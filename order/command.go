package order

import (
	"errors"
	"reflect"

	"github.com/ordo-sdk/ordo/status"
)

// Command is what a person or host wants to happen to an order. The set is sealed; a command is refused with a *Refused
// when role, scheme or state do not allow it. Picks choose units; empty Picks mean all that the command may take.
//
//	Take                 the order is taken into work
//	ContactBuyer         an attempt to reach the buyer, or an agreement with them
//	GiveConfirmation     one of the open confirmations is given
//	AskConfirmation      a confirmation is awaited, once more or as well
//	SetShippingCost      what shipping costs the buyer, where the order waits for it
//	ChangeDetails        buyer, recipient, address, delivery service or payment method change
//	Edit                 lines are added, extended or removed; after payment, exchanged
//	ChangeLine           name, article, VAT or marking duty of a line change
//	Reprice              living units get new prices and adjustments, before payment
//	Cancel               units are refused or cancelled; at the door, the refusal is kept
//	Confirm              the seller will deliver the units
//	Pay                  a payment is recorded
//	Capture              held money is to be taken, all of it or less
//	ReleaseHold          held money is to be given back
//	SettleHold           the gateway's answer to one of these
//	MoveDate             the delivery window moves, by agreement with the buyer
//	Assemble             units are reserved at a warehouse and assembled
//	Release              units are no longer assembled
//	RequestTransfer      units are to come from another place
//	SendTransfer         the people at the source have sent them
//	PostTransfer         the operator posts a transfer: on the way to the central warehouse, or there in a shop
//	ReceiveTransfer      what came by a transfer, and what came damaged or was lost
//	DropTransfer         a transfer is not wanted any more
//	SetMark              a unit gets its marking code
//	RejectMark           a unit's marking code is rejected
//	ReportBadMark        a unit has a code that cannot be its own
//	Pack                 units are packed, in boxes where the scheme needs them
//	CreateShipment       units are put into a shipment
//	RequestParcel        a carrier is asked to take a shipment
//	SettleParcel         the carrier's answer to that
//	DropParcel           a request to a carrier is cancelled
//	RequestDocument      the books are to make or post the sale of a shipment
//	HandOver             a shipment leaves the seller
//	Arrive               a shipment waits at the pick-up point
//	DropDoorResult       a refusal at the door is withdrawn
//	Deliver              the buyer gets the units, and may refuse some of them
//	Complete             a delivered order is closed
//	Return               units are split off into a return block
//	AttachStatement      the buyer's statement about a return, filled in after it was made
//	Receive              the custody of a block's goods
//	ReducePrice          living units get cheaper after payment, the goods stay
//	Refund               a person orders a block's money to be paid back, all or less what is withheld
//	SettleRefund         the gateway's answer to a refund
//	AttachReceipt        the fiscal receipt of a payment or block
//	RecordExpense        what the order cost the seller beside the goods
//	DropExpense          an expense was recorded by mistake
//	Attach               a document of another system that drives nothing
//	IssueDocument        a document is issued or has reached a state, and does what that stands for
//	VoidDocument         a document is void, and what it did is undone
//	AnswerCancelRequest  the answer to a request to cancel
//	ClearHold            a person has dealt with a hold
//	WriteComment         a comment
//	Label                a host's own label, beside the state
//	Forget               the order is forgotten here, and not cancelled in the channel
//	Notify               people are told or asked something
//	MarkTold             the addressee of a notice was told
//	AnswerNotice         the answer to a notice
//	ReportMessage        what came of a message to the buyer
//	ReportMarks          marking codes left circulation, or came back
type Command interface {
	// Kind names the command.
	Kind() Kind
	// decide returns the events that the command makes, or the refusal. It changes nothing.
	decide(o *Order, by By) ([]Body, error)
}

// Do carries out a command, or refuses it with a *Refused that names the thing, its state, the reason and what is
// allowed instead; then the order is unchanged. It returns the events that happened: none when the command's key was
// used before.
func (o *Order) Do(cmd Command, by By) ([]Event, error) {
	cmd, err := commandOf(cmd)
	if err != nil {
		return nil, err
	}
	by, err = o.checkBy(by)
	if err == nil {
		err = storable(cmd)
	}
	if err != nil {
		return nil, withKind(cmd.Kind(), err)
	}
	sum := digest(by, string(cmd.Kind()), cmd)
	if again, err := o.keyUsed(by.Key, sum); again || err != nil {
		return nil, withKind(cmd.Kind(), err)
	}
	bodies, err := o.decide(cmd, by)
	if err != nil {
		return nil, o.explain(cmd.Kind(), by, err)
	}
	return o.commit(bodies, by, sum, ""), nil
}

// decide returns the events that a command makes, or the refusal. It changes nothing.
func (o *Order) decide(cmd Command, by By) ([]Body, error) {
	k := cmd.Kind()
	if o.rules.scheme == nil {
		return nil, refuse(ErrScheme, "order", "its scheme %s is not known here; pass it with WithScheme", o.scheme)
	}
	own, err := o.right(by.Actor, k)
	if err != nil {
		return nil, err
	}
	if o.forgotten != nil {
		if k == KindForget {
			return nil, o.forgottenRefusal(ErrAlready)
		}
		return nil, o.forgottenRefusal(ErrNotNow)
	}
	if o.state == status.OrderAwaitingConfirmation && !beforeConfirmation(k) {
		return nil, refuse(ErrNotNow, "order", "it waits for confirmations: %v", o.open.List())
	}
	if own == Anywhere {
		return cmd.decide(o, by)
	}
	w, err := o.atOwnPlace(own, by.Actor, k)
	if err != nil {
		return nil, err
	}
	bodies, err := cmd.decide(w, by)
	if err != nil {
		return nil, err
	}
	return bodies, w.checkOwnPlace(bodies)
}

// beforeConfirmation lists what may be done while confirmations are open.
func beforeConfirmation(k Kind) bool {
	switch k {
	case KindGiveConfirmation, KindChangeDetails, KindAskConfirmation, KindSetShippingCost, KindCancel, KindContact, KindComment, KindLabel, KindAttach, KindIssueDocument, KindVoidDocument, KindPay, KindAnswer, KindClearHold, KindEdit, KindChangeLine, KindReprice, KindAttachReceipt,
		KindReducePrice, KindRefund, KindSettleRefund, KindCapture, KindReleaseHold, KindSettleHold, KindForget:
		return true
	case KindRecordExpense, KindDropExpense: // they change nothing of the order
		return true
	case KindNotify, KindMarkTold, KindAnswerNotice, KindReportMessage, KindReportMarks: // people may always talk
		return true
	}
	return false
}

// commandOf lets a command be given by value or by pointer.
func commandOf(c Command) (Command, error) {
	if v := reflect.ValueOf(c); c == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, refuse(ErrInvalid, "command", "it is nil")
	} else if v.Kind() == reflect.Pointer {
		return v.Elem().Interface().(Command), nil
	}
	return c, nil
}

// withKind puts the command's kind into a refusal that has none.
func withKind(k Kind, err error) error {
	var r *Refused
	if errors.As(err, &r) && r.Kind == "" {
		r.Kind = k
	}
	return err
}

// explain adds to a refusal what a person needs: the order's state, and what Allowed needs to list the commands that
// may be given instead.
func (o *Order) explain(k Kind, by By, err error) error {
	var r *Refused
	if !errors.As(err, &r) {
		return err
	}
	if r.Kind == "" {
		r.Kind = k
	}
	if r.State.IsZero() {
		r.State = Textf("order is %s", o.state)
	}
	r.order, r.by = o, by
	return r
}
