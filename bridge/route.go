package bridge

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/receipts"
)

// Route says where the orders of a channel are worked, and where their money is. It is an [Option].
type Route struct {
	Channel string // the account that orders come from
	ERP     string // the account where the merchant's people work them; empty: only here
	// Books is the account that keeps documents, stock and reservations, such as 1C, where another one than ERP does.
	// Both get the order and what changes in it. Notes go to the ERP; documents to the books, if they can make
	// them. Empty: the ERP keeps the books too.
	Books string
	// Export says when the books get the order; where Books is empty, when the ERP gets it.
	Export Export

	// Scheme limits the route to orders of one scheme; a route with the order's scheme goes before one without.
	Scheme order.SchemeCode
	// Authority says whose word counts. The default is order.Marketplace, or order.OwnShop where there is a gateway; the
	// documents are the books' (order.BooksOwnDocuments) where there are Books.
	Authority order.Authority
	// Take makes the bridge take a new order into work by itself, before a person has looked at it. An order that the
	// channel shows in any other state is left as it is.
	Take bool
	// Answers says who answers a buyer's request to cancel.
	Answers Answers

	// Gateway is the account that holds the buyers' money: refunds that people order go there. Empty: the bridge
	// refunds nothing, and the host settles refunds itself.
	Gateway string
	// Capture says when money that is held at the Gateway is taken: what is left to be paid, once. The gateway gives the
	// rest back. The money of a cancelled order is given back at once.
	Capture CaptureWhen
	// Receipts is the account that registers fiscal receipts, with the settings of Fiscal. It may be the gateway, if that
	// is set to register them (yookassa.WithReceipts).
	// Empty: no receipts are made. Events from before a route has Receipts get none.
	Receipts string
	Fiscal   receipts.Settings

	// Registry is the account of a registry of marked goods (marking.Registry), which learns what was sold and what came
	// back. Empty: the receipts have the marking codes, and nobody asks what became of them.
	Registry string
	// WithdrawBy says what takes the codes out of circulation, where there is a Registry. Do not change it while orders
	// are under way.
	WithdrawBy WithdrawBy

	// Carriers are the accounts that parcels may go with; nil: all connected carriers; empty and not nil: none, as
	// where the marketplace delivers.
	Carriers []string

	// AutoReceive makes a carrier's word that the buyer has a parcel count where the carrier owns only the arrival
	// (order.CarrierOwnsArrival): the waybill document is received, where the scheme has a rule for that, or else the
	// shipment is delivered. Without it people are told, once, and decide.
	AutoReceive bool

	// Landing says what becomes of orders that are found by searching, by their status in the channel. An order whose
	// status is not among them is taken in the state that the status table gives.
	Landing []Landing

	// Centres are where the goods of the route's orders are reserved and written off from, for documents that name no
	// place. The zero value: documents name their places, or have none.
	Centres Centres
	// Tills are where the money of orders goes: a till or bank account by the method of payment. Each method that the
	// channel names (channels.PaymentMethods) needs one; [Bridge.Check] and the first pass refuse the account until then.
	Tills map[string]string
	// Reserve says where the goods of an order are reserved, where the books can reserve (order.EffectReserve).
	Reserve ReservePolicy
	// NeedsStock refuses an edit of what is ordered while the books cannot say what they have. Without it the edit is
	// made, and people are told that nobody knows whether the goods are there. Less than is wanted always refuses it.
	NeedsStock bool
	// Messages says who gets a message when something happens to an order, such as the buyer the receipt by e-mail.
	Messages []MessageRule
	// Parties says which client the buyer of an order is, in a directory of the merchant's.
	Parties Parties
}

// Centres are the accounting centres of a route: warehouses, shops. A document that reserves (an invoice) gets Reserve,
// one by which goods leave (a waybill) WriteOff, unless it names a place itself: then that must be one of Known.
type Centres struct {
	Reserve  string
	WriteOff string
	Known    []string // all that there are
}

// ReservePolicy says where the books reserve the goods of a route's orders.
type ReservePolicy struct {
	// Auto makes the bridge choose the warehouses as soon as the books have an order, and for what comes into it later, by
	// the stock at that moment. Without it people do ([Bridge.Reserve]).
	Auto bool
	// Policy is how warehouses are chosen. Where it names no place, it is near the city of the order's delivery.
	Policy stock.Policy
}

// Parties says how the buyers of a route's orders are found in a directory (erp.Directory), and what is done about
// those who are not there. The recipient of a parcel is another matter, and stays with the delivery.
type Parties struct {
	Directory string         // the account
	Keys      []erp.PartyKey // by which buyers are searched, in this order
	Create    bool           // who is not found is created, once; otherwise people are told
	// Region is the country of phone numbers without one, such as "UA".
	Region string
	// Fields are what a created party gets besides its name, phone and e-mail address: a group, a kind of price.
	Fields map[string]string
}

// PartyLabel is the label of an order that says which client the buyer is: the id in the route's directory.
const PartyLabel = "buyer/party" // no account has such a name

// CaptureWhen says when held money is taken by the bridge.
type CaptureWhen uint8

// The times to capture. People may capture at any other time.
const (
	// CaptureWhenReady: all goods that the buyer will get are packed, or in a parcel that a carrier accepted.
	CaptureWhenReady CaptureWhen = iota
	// CaptureOnConfirmation: all of them are confirmed, and no confirmation is awaited.
	CaptureOnConfirmation
	// CaptureOnHandOver: all of them have left. In a prepaid scheme they leave only when the money is there, so it is
	// the same as CaptureWhenReady.
	CaptureOnHandOver
	// CaptureByHand: people decide.
	CaptureByHand
)

// WithdrawBy says what takes the marking codes of sold goods out of circulation.
type WithdrawBy uint8

// The ways to withdraw codes. One that comes back comes back by the same.
const (
	// WithdrawByDocument: a document at the registry, when the goods leave. The receipts have no codes then.
	WithdrawByDocument WithdrawBy = iota
	// WithdrawByReceipt: the receipt of the settlement, which has the codes; the operator of fiscal data passes it on. The
	// registry is asked afterwards whether it did.
	WithdrawByReceipt
)

// Answers says who answers a buyer's request to cancel, where a scheme makes the channel ask.
type Answers uint8

// The ways to answer.
const (
	AnswerAtOnce     Answers = iota // yes for units that have not left the seller, no for the others
	AnswerByMerchant                // a person decides, here or in the ERP
)

// peopleAt returns the account where the merchant's people work; "" if they work only here.
func (r Route) peopleAt() string { return cmp.Or(r.ERP, r.Books) }

// booksAt returns the account that keeps the books; "" if there is none.
func (r Route) booksAt() string { return cmp.Or(r.Books, r.ERP) }

// systems returns the accounts that have orders of the route beside the channel.
func (r Route) systems() []string {
	return slices.DeleteFunc([]string{r.ERP, r.Books}, func(name string) bool { return name == "" })
}

// roleOf returns the role in which an account of the route reports.
func (r Route) roleOf(account string) order.Role {
	if account == r.Books && r.Books != "" {
		return order.RoleBooks
	}
	return order.RoleERP
}

// takesCarrier reports whether parcels of the route may go with an account.
func (r Route) takesCarrier(name string) bool {
	return r.Carriers == nil || slices.Contains(r.Carriers, name)
}
