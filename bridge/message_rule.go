package bridge

import (
	"cmp"

	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// MessageRule says who gets a message when something happens to an order of a route. What it is about gets one message,
// once: a receipt, a shipment, a return block. What came of it stands in the order (order.Message).
type MessageRule struct {
	// Name tells the rule from others of the route; empty: the Template. Keys of messages have it: a rule that is
	// renamed is another rule.
	Name string
	On   Occasion
	// Template says what it says; empty: the template with the name of the occasion.
	Template string
	// Via are the ways to send it: the first is taken for which the addressee has an address.
	Via []Via
	// To is who gets it. The zero value is the buyer.
	To Recipient
	// Address is the addressee of a rule that sends ToAddress.
	Address messages.Address
	// Region is the country of phone numbers without one, such as "RU".
	Region string
	// Language is the addressee's; empty: the language of the account that sends it.
	Language texts.Language
	// Needs are what the message waits for; nil: what the occasion needs, which is nothing for most of them, and a code or
	// photo of each unit, the transfer and the sale for OnMarkedLeft.
	Needs []Need
	// For are the notices that a rule of OnNotice sends: those whose addressee has this role, place and person; a field
	// that is empty is any.
	For order.Addressee
	// Places limits a rule of OnMarkedLeft to goods that leave these places, such as shops; nil: all.
	Places []string
}

// Via is a way to send a message: an account of a messages.Sender, and a kind that it can send.
type Via struct {
	Account string
	Kind    messages.Kind
}

// Occasion is what happens to an order that a message is about.
type Occasion string

// The occasions.
const (
	OnPlaced        Occasion = "placed"         // the order came in as a new one: it was placed at most three days before
	OnConfirmation  Occasion = "confirmation"   // it is confirmed
	OnReceipt       Occasion = "receipt"        // the fiscal receipt of a payment or of the goods is registered
	OnRefundReceipt Occasion = "refund-receipt" // that of a refund
	OnShipped       Occasion = "shipped"        // a shipment has left
	OnArrived       Occasion = "arrived"        // it waits for the buyer at the pick-up point
	OnHandedOut     Occasion = "handed-out"     // the buyer has it
	OnCancelled     Occasion = "cancelled"      // the whole order is cancelled
	OnRefunded      Occasion = "refunded"       // money of a return block was paid back
	OnNotice        Occasion = "notice"         // people are told or asked something (order.Notify)
	// OnMarkedLeft: goods with marking codes have left a place, with a carrier or into the buyer's hands. Their codes go
	// to the operator of electronic documents (ЭДО) with the numbers of the transfer and the sale (messages.Package).
	OnMarkedLeft Occasion = "marked-left"
)

var occasions = []Occasion{OnPlaced, OnConfirmation, OnReceipt, OnRefundReceipt, OnShipped, OnArrived, OnHandedOut, OnCancelled, OnRefunded, OnNotice, OnMarkedLeft}

// Recipient says who gets a message.
type Recipient uint8

// The recipients.
const (
	ToBuyer     Recipient = iota // at the e-mail address or phone number of the order's buyer
	ToRecipient                  // who takes the goods; the buyer where the order names nobody else
	ToAddress                    // MessageRule.Address
)

// Need is something that a message waits for.
type Need string

// The needs of messages.
const (
	NeedCode     Need = "code"     // the marking code of each unit that it is about, or a photo of it
	NeedTransfer Need = "transfer" // the number of the transfer that brought the goods to the place that they left
	NeedSale     Need = "sale"     // the number of the sale in the books
	NeedLink     Need = "link"     // the page of the receipt
)

var needs = []Need{NeedCode, NeedTransfer, NeedSale, NeedLink}

// name returns the name of the rule within its route.
func (r MessageRule) name() string { return cmp.Or(r.Name, r.Template, string(r.On)) }

// template returns the template of its messages.
func (r MessageRule) template() string { return cmp.Or(r.Template, string(r.On)) }

// needs returns what its messages wait for.
func (r MessageRule) needs() []Need {
	if r.Needs == nil && r.On == OnMarkedLeft {
		return []Need{NeedCode, NeedTransfer, NeedSale}
	}
	return r.Needs
}

// sends reports whether the rule is for a notice to an addressee.
func (r MessageRule) sends(to order.Addressee) bool {
	return (r.For.Role == "" || r.For.Role == to.Role) && (r.For.Place == "" || r.For.Place == to.Place) && (r.For.Person == "" || r.For.Person == to.Person)
}
