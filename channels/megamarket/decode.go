package megamarket

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/wire"
)

// moscow is the zone of Megamarket. It has known no other offset since 2014.
var moscow = time.FixedZone("MSK", 3*60*60)

// stamp writes a time as Megamarket does: Moscow time with its offset, no fraction.
func stamp(t time.Time) string { return t.In(moscow).Format(time.RFC3339) }

// decode reads JSON into what v points to.
func decode(b []byte, v any) error {
	return lax.Decode(b, v, lax.Options{Zone: moscow, Currency: currency})
}

// everything is the fields of a record that is of no use as it is.
func everything(raw json.RawMessage) wire.Extra {
	var all wire.Extra
	if decode(raw, &all) != nil || len(all) == 0 {
		return wire.Extra{"": raw}
	}
	return all
}

// checkLots completes lots, and returns what makes them useless: two have the same index, or one is not a single unit.
func checkLots(lots []Lot) error {
	seen := map[int]bool{}
	for i := range lots {
		l := &lots[i]
		l.Name = cmp.Or(l.Name, l.Goods.Name)
		l.MarkRequired = l.MarkRequired || l.Goods.MarkRequired
		switch odd := l.odd("status", "offerId", "quantity"); {
		case l.Index < 1:
			return fmt.Errorf("items[%d]: itemIndex is %d, it must be 1 or more", i, l.Index)
		case seen[l.Index]:
			return fmt.Errorf("items[%d]: itemIndex %d occurs twice", i, l.Index)
		case odd != nil:
			return fmt.Errorf("items[%d]: %w", i, odd)
		case l.Quantity != nil && *l.Quantity != 1:
			return fmt.Errorf("items[%d]: the quantity is %d, it must be 1, as each unit is a lot of its own", i, *l.Quantity)
		}
		seen[l.Index] = true
	}
	return nil
}

// odd names the first of some fields that came with a value that does not fit.
func (l *Lot) odd(names ...string) error { return odd(l.Extra, names...) }

func odd(e wire.Extra, names ...string) error {
	i := slices.IndexFunc(names, func(name string) bool { return e[name] != nil })
	if i < 0 {
		return nil
	}
	return errors.New(names[i] + " does not fit")
}

// both is two reasons; the second may be nil.
func both(why, more error) error {
	if more == nil {
		return why
	}
	return fmt.Errorf("%w; %w", why, more)
}
