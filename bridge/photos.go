package bridge

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/order"
)

// LoadMarkPhoto reads the marking code of a unit from a picture, by the reader of [WithPhotos]. A code of the line's
// goods is set (order.SetMark). A picture that cannot be read, or one with the code of other goods or of another unit,
// is reported (order.ReportBadMark): the unit waits for another code, and says why. It returns the unit's mark as it
// stands then. The error is a *order.Refused where the unit may not get a code now, or has one that stays; ErrUnknown
// for an order; a *ConfigError without a reader.
func (b *Bridge) LoadMarkPhoto(ctx context.Context, id, line string, unit int, picture []byte, by order.Actor) (order.Mark, error) {
	if b.photos == nil {
		return order.Mark{}, &ConfigError{Err: errors.New("nobody reads pictures of marking codes: give WithPhotos a reader, such as photo.Reader")}
	}
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return order.Mark{}, err
	}
	codes, bad, err := b.readPhoto(ctx, picture)
	if err != nil {
		return order.Mark{}, err
	}
	p := markPhoto{line: line, units: []int{unit}, codes: codes, bad: bad, say: b.language.Text}
	cs, refused := p.commands(j.order, order.By{Actor: by, At: b.now()})
	if !refused.IsZero() {
		return order.Mark{}, &order.Refused{Kind: order.KindSetMark, What: order.Textf("line %s unit %d", line, unit), Why: refused, Problem: order.ErrMarking}
	}
	for _, c := range cs {
		if _, err := b.Do(ctx, id, c, order.By{Actor: by}); err != nil && !errors.Is(err, order.ErrAlready) {
			return order.Mark{}, err
		}
	}
	if j, err = b.openKnown(ctx, id); err != nil {
		return order.Mark{}, err
	}
	for _, l := range j.view().Lines {
		if i := slices.IndexFunc(l.Marks, func(m order.Mark) bool { return l.ID == line && m.Unit == unit }); i >= 0 {
			return l.Marks[i], nil
		}
	}
	return order.Mark{Unit: unit}, nil
}
