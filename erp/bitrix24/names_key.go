package bitrix24

import (
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order/amount"
)

// ItemKind is what an item of a smart process stands for.
type ItemKind byte

// The kinds of items, as their keys have them.
const (
	KindPosition ItemKind = 'P' // units of a line in one state at one place
	KindShipment ItemKind = 'S'
	KindReturn   ItemKind = 'R' // a return block
	KindNotice   ItemKind = 'N' // the task of a notice
)

// ItemKey is the key of an item, or of a task, that stands for a part of an order. It is the item's xmlId, such as
// "ordo/100500/S1": it is found again by it after a lost answer, and an item without one was created by people.
type ItemKey struct {
	Originator string // Settings.Originator
	Origin     string // the order's number in its channel, the originId of its deal
	Kind       ItemKind
	N          int             // number of the shipment, block or notice
	Line       string          // id of the line of a position
	From       amount.Quantity // the first unit of a position
}

// String returns the key as xmlId has it.
func (k ItemKey) String() string {
	head := k.Originator + "/" + k.Origin + "/" + string(k.Kind)
	if k.Kind == KindPosition {
		return head + strconv.FormatInt(k.From.Milli(), 10) + "/" + k.Line
	}
	return head + strconv.Itoa(k.N)
}

// ParseItemKey reads the xmlId of an item of the deal with this originId; false if it is none of ours.
func ParseItemKey(xmlID, originator, origin string) (ItemKey, bool) {
	k := ItemKey{Originator: originator, Origin: origin}
	rest, ours := strings.CutPrefix(xmlID, originator+"/"+origin+"/")
	if !ours || rest == "" {
		return ItemKey{}, false
	}
	k.Kind, rest = ItemKind(rest[0]), rest[1:]
	number, line, hasLine := strings.Cut(rest, "/")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 {
		return ItemKey{}, false
	}
	switch k.Kind {
	case KindPosition:
		if k.From, k.Line = amount.Milli(n), line; line == "" {
			return ItemKey{}, false
		}
	case KindShipment, KindReturn, KindNotice:
		if k.N = int(n); n < 1 || hasLine {
			return ItemKey{}, false
		}
	default:
		return ItemKey{}, false
	}
	return k, k.String() == xmlID
}
