package retailcrm

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// firstLook is how far back the first pass looks.
const firstLook = 24 * time.Hour

// fieldCreated is Change.Field of an order that another program or a person made, and fieldParcel that of a call to the
// module.
const (
	fieldCreated = "created"
	fieldParcel  = "delivery.data"
)

// Changes implements erp.System: the history of orders. The cursor is the id of an entry; Field is the CRM's own name
// of the field, such as "order_product.status", Item the CRM's id of the line, and By the CRM's id of the user. Orders
// of other shops, without an externalId, or with one that lacks the merchant's prefix, are not ours: they only move the
// cursor.
//
// It is not known whether the CRM's history tells of packages and of the tick "Не синхронизировать со службой
// доставки": the module's calls do (see [System.Receive]), and every [System.Read] looks at them.
func (s *System) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		f := HistoryFilter{SinceID: numeric(cursor)}
		err := s.fit()
		switch {
		case err != nil:
		case cursor == "":
			f.Start = At(s.client.settings.Clock.Now().Add(-firstLook))
		case f.SinceID <= 0:
			err = s.client.invalid("orders/history", strconv.Quote(cursor)+" is no cursor of the history", nil)
		}
		if err != nil {
			yield(erp.Change{}, err)
			return
		}
		last, far := f.SinceID, (*Record[Change])(nil) // far lies far beyond all others, and is kept until another follows it
		for r, err := range s.client.ListHistory(ctx, f) {
			if err != nil {
				yield(erp.Change{}, err)
				return
			}
			switch {
			case far != nil && r.ID > far.ID && r.ID-far.ID < farBeyond:
				if !yield(s.change(*far), nil) {
					return
				}
				far = nil
			case last > 0 && r.ID-last > farBeyond:
				far = &r
				continue
			}
			if !yield(s.change(r), nil) {
				return
			}
			last = max(last, r.ID)
		}
		if far != nil {
			text := "entry " + strconv.FormatInt(far.ID, 10) + " lies far beyond " + strconv.FormatInt(last, 10) + ", the one before it: it is left until others follow"
			yield(erp.Change{Problem: text}, nil)
		}
	}
}

// farBeyond is by how much the id of an entry is greater than the one before it when it cannot be believed: behind a
// cursor that is ahead of the CRM's present nothing would ever be found.
const farBeyond = 10_000_000

// change translates one entry of the history.
func (s *System) change(r Record[Change]) erp.Change {
	h := &r.Value
	c := erp.Change{Cursor: strconv.FormatInt(r.ID, 10)}
	if r.ID == 0 {
		c.Cursor = ""
	}
	if r.Problem != nil {
		c.Problem = r.Problem.Error()
		return c
	}
	c.At = h.CreatedAt.UTC()
	if h.Own() || !s.ours(&h.Order) {
		return c
	}
	c.Ref = order.Ref{System: Name, Kind: RefOrder, ID: h.Order.ExternalID}
	c.Field, c.Value, c.Gone = h.Field, h.NewValue.Code(), h.Deleted
	if h.Created {
		c.Field, c.Value = fieldCreated, ""
	}
	if h.Source == SourceUser && h.User != nil && h.User.ID != 0 {
		c.By = strconv.FormatInt(h.User.ID, 10)
	}
	if h.Item != nil {
		c.Item = strconv.FormatInt(h.Item.ID, 10)
	}
	return c
}

// ours reports whether an order may be one that this system made.
func (s *System) ours(o *Order) bool {
	site := s.client.site
	return o.ExternalID != "" && strings.HasPrefix(o.ExternalID, s.mapping.Prefix) && (site == "" || o.Site == "" || o.Site == site)
}
