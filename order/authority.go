package order

import (
	"fmt"
	"strings"
)

// fact is something about an order that one system owns.
type fact uint8

// String returns the stable text code.
func (f fact) String() string {
	if f < facts {
		return factCodes[f]
	}
	return fmt.Sprintf("unknown(%d)", uint8(f))
}

// text names the fact for people.
func (f fact) text() Text { return Text{Format: f.String()} }

// The facts.
const (
	factLines        fact = iota // which lines and how many units
	factPrices                   // what they cost
	factCancellation             // whether units are cancelled
	factFulfilment               // how far units have come, and whether the buyer has them
	factPayment                  // what has been paid
	factDates                    // when it is to be delivered
	factArrival                  // how far a parcel has come, up to the pick-up point; a part of the fulfilment
	factDocuments                // invoices, waybills and other documents, and the states that they are in
	facts
)

var factCodes = [facts]string{
	"lines", "prices", "cancellation", "fulfilment", "payment", "dates", "arrival", "documents",
}

// Authority names the owner of each fact; combine the constants with |. A report of the owner is never refused. A
// report of any other system is an intent: it is tried as a command.
type Authority uint32

// The owners. A fact that no outside system owns belongs to the people and programs that give commands here. An
// authority is stored as text, so a new constant is added at the end.
const (
	ChannelOwnsLines Authority = 1 << iota
	ChannelOwnsPrices
	ChannelOwnsCancellation
	ChannelOwnsFulfilment
	ChannelOwnsPayment
	ChannelOwnsDates
	ERPOwnsLines
	ERPOwnsPrices
	ERPOwnsCancellation
	ERPOwnsFulfilment
	ERPOwnsPayment
	ERPOwnsDates
	CarrierOwnsFulfilment
	GatewayOwnsPayment
	// CarrierOwnsArrival makes the carrier's word count up to the pick-up point. That the buyer got the parcel is then
	// kept as a note for people; with CarrierOwnsFulfilment it delivers the order.
	CarrierOwnsArrival
	ChannelOwnsDocuments
	ERPOwnsDocuments
	BooksOwnDocuments
	authorityEnd
)

// Marketplace is the usual authority of a marketplace order: the channel owns every fact, and the carrier owns how
// far its shipments have come as well.
const Marketplace = ChannelOwnsLines | ChannelOwnsPrices | ChannelOwnsCancellation | ChannelOwnsFulfilment |
	ChannelOwnsPayment | ChannelOwnsDates | CarrierOwnsFulfilment

// OwnShop is the usual authority of an order in the seller's own shop: people edit and cancel here; the gateway owns
// payments, and the carrier owns where a parcel is.
const OwnShop = GatewayOwnsPayment | CarrierOwnsFulfilment

// Rozetka is the authority of an order of ROZETKA: as Marketplace, but payments are recorded by people, as the
// marketplace's mark of a payment is no payment here, and a carrier's word counts only up to the pick-up point.
const Rozetka = Marketplace&^(ChannelOwnsPayment|CarrierOwnsFulfilment) | CarrierOwnsArrival

// owners says what each constant of Authority stands for, in their order.
var owners = []struct {
	role Role
	fact fact
}{
	{RoleChannel, factLines},
	{RoleChannel, factPrices},
	{RoleChannel, factCancellation},
	{RoleChannel, factFulfilment},
	{RoleChannel, factPayment},
	{RoleChannel, factDates},
	{RoleERP, factLines},
	{RoleERP, factPrices},
	{RoleERP, factCancellation},
	{RoleERP, factFulfilment},
	{RoleERP, factPayment},
	{RoleERP, factDates},
	{RoleCarrier, factFulfilment},
	{RoleGateway, factPayment},
	{RoleCarrier, factArrival},
	{RoleChannel, factDocuments},
	{RoleERP, factDocuments},
	{RoleBooks, factDocuments},
}

// ownerCode is the stable text of one constant, such as "channel:lines".
func ownerCode(i int) string { return string(owners[i].role) + ":" + owners[i].fact.String() }

// owns reports whether a role owns a fact. Whose word counts for the fulfilment, counts for the arrival too.
func (a Authority) owns(r Role, f fact) bool {
	for i, own := range owners {
		if a&(1<<i) != 0 && own.role == r && (own.fact == f || own.fact == factFulfilment && f == factArrival) {
			return true
		}
	}
	return false
}

// owner returns the role that owns a fact, or "" when no outside system does.
func (a Authority) owner(f fact) Role {
	for _, r := range []Role{RoleChannel, RoleERP, RoleBooks, RoleCarrier, RoleGateway} {
		if a.owns(r, f) {
			return r
		}
	}
	return ""
}

// MarshalText writes the owners as "channel:lines,carrier:fulfilment".
func (a Authority) MarshalText() ([]byte, error) {
	if a >= authorityEnd {
		return nil, fmt.Errorf("order: authority %#x names nobody", uint32(a))
	}
	var s []string
	for i := range owners {
		if a&(1<<i) != 0 {
			s = append(s, ownerCode(i))
		}
	}
	return []byte(strings.Join(s, ",")), nil
}

// UnmarshalText reads what MarshalText wrote.
func (a *Authority) UnmarshalText(b []byte) error {
	*a = 0
	if len(b) == 0 {
		return nil
	}
next:
	for _, s := range strings.Split(string(b), ",") {
		for i := range owners {
			if ownerCode(i) == s {
				*a |= 1 << i
				continue next
			}
		}
		return fmt.Errorf("order: unknown authority %q (known: %v)", s, ownerCodes())
	}
	return nil
}

// ownerCodes lists the texts of all constants.
func ownerCodes() []string {
	codes := make([]string, len(owners))
	for i := range owners {
		codes[i] = ownerCode(i)
	}
	return codes
}
