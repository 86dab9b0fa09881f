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
	factFulfilment               // how far units have come
	factPayment                  // what has been paid
	factDates                    // when it is to be delivered
	facts
)

var factCodes = [facts]string{"lines", "prices", "cancellation", "fulfilment", "payment", "dates"}

// Authority names the owner of each fact; combine the constants with |. A report of the owner is never refused. A
// report of any other system is an intent: it is tried as a command.
type Authority uint32

// owns reports whether a role owns a fact.
func (a Authority) owns(r Role, f fact) bool {
	switch r {
	case RoleChannel:
		return a&(ChannelOwnsLines<<f) != 0
	case RoleERP:
		return a&(ERPOwnsLines<<f) != 0
	case RoleCarrier:
		return f == factFulfilment && a&CarrierOwnsFulfilment != 0
	case RoleGateway:
		return f == factPayment && a&GatewayOwnsPayment != 0
	}
	return false
}

// owner returns the role that owns a fact, or "" when no outside system does.
func (a Authority) owner(f fact) Role {
	for _, r := range []Role{RoleChannel, RoleERP, RoleCarrier, RoleGateway} {
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
	for i, c := range authorityCodes {
		if a&(1<<i) != 0 {
			s = append(s, c)
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
		for i, c := range authorityCodes {
			if c == s {
				*a |= 1 << i
				continue next
			}
		}
		return fmt.Errorf("order: unknown authority %q (known: %v)", s, authorityCodes)
	}
	return nil
}

// The owners. A fact that no outside system owns belongs to the people and programs that give commands here.
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
	authorityEnd
)

// Marketplace is the usual authority of a marketplace order: the channel owns every fact, and the carrier owns how
// far its shipments have come as well.
const Marketplace = ChannelOwnsLines | ChannelOwnsPrices | ChannelOwnsCancellation | ChannelOwnsFulfilment |
	ChannelOwnsPayment | ChannelOwnsDates | CarrierOwnsFulfilment

// OwnShop is the usual authority of an order in the seller's own shop: people edit and cancel here; the gateway owns
// payments, and the carrier owns where a parcel is.
const OwnShop = GatewayOwnsPayment | CarrierOwnsFulfilment

var authorityCodes = []string{
	"channel:lines", "channel:prices", "channel:cancellation", "channel:fulfilment", "channel:payment", "channel:dates",
	"erp:lines", "erp:prices", "erp:cancellation", "erp:fulfilment", "erp:payment", "erp:dates",
	"carrier:fulfilment", "gateway:payment",
}
