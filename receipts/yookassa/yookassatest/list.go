package yookassatest

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// row is one record of a list.
type row struct {
	id       string
	created  time.Time
	captured time.Time
	fields   map[string]string // what the filters look at
	document func() object
}

func listPayments(c *call) (any, *refusal) {
	var rows []row
	for _, p := range c.payments {
		rows = append(rows, row{
			p.id, p.created, p.captured,
			map[string]string{"status": p.status, "payment_method": p.methodType},
			func() object { return c.paymentDocument(p) },
		})
	}
	return c.list(rows)
}

func listRefunds(c *call) (any, *refusal) {
	var rows []row
	for _, f := range c.refunds {
		rows = append(rows, row{
			f.id, f.created,
			time.Time{},
			map[string]string{"status": f.status, "payment_id": f.paymentID},
			func() object { return c.refundDocument(f) },
		})
	}
	return c.list(rows)
}

func listReceipts(c *call) (any, *refusal) {
	q := c.r.URL.Query()
	if q.Has("payment_id") && q.Has("refund_id") {
		return nil, invalid("payment_id", "Only one of payment_id and refund_id is allowed")
	}
	var rows []row
	for _, r := range c.receipts {
		rows = append(rows, row{
			r.id, r.created,
			time.Time{},
			map[string]string{"status": r.status, "payment_id": r.paymentID, "refund_id": r.refundID},
			func() object { return c.receiptDocument(r) },
		})
	}
	return c.list(rows)
}

// list answers a page, the newest first.
func (c *call) list(rows []row) (any, *refusal) {
	q := c.r.URL.Query()
	limit := 10
	if q.Has("limit") {
		n, err := strconv.Atoi(q.Get("limit"))
		if err != nil || n < 1 || n > 100 {
			return nil, invalid("limit", "Limit must be 1 to 100")
		}
		limit = n
	}
	slices.Reverse(rows)
	after := ""
	if q.Has("cursor") {
		b, err := base64.RawURLEncoding.DecodeString(q.Get("cursor"))
		if err != nil || !slices.ContainsFunc(rows, func(r row) bool { return r.id == string(b) }) {
			return nil, invalid("cursor", "Cursor is illegal")
		}
		after = string(b)
	}
	items := []object{}
	next := ""
	for _, r := range rows {
		if after != "" {
			if r.id == after {
				after = ""
			}
			continue
		}
		fits, refused := r.matches(q)
		if refused != nil {
			return nil, refused
		}
		if !fits {
			continue
		}
		if len(items) == limit {
			next = base64.RawURLEncoding.EncodeToString([]byte(items[limit-1]["id"].(string)))
			break
		}
		items = append(items, r.document())
	}
	d := object{"type": "list", "items": items}
	optional(d, "next_cursor", next)
	return d, nil
}

// matches applies the filters.
func (r row) matches(q url.Values) (bool, *refusal) {
	for name, have := range r.fields {
		if q.Has(name) && q.Get(name) != have {
			return false, nil
		}
	}
	for name, at := range map[string]time.Time{"created_at": r.created, "captured_at": r.captured} {
		for bound, ok := range map[string]func(time.Time) bool{
			".gte": func(t time.Time) bool { return !at.Before(t) },
			".gt":  at.After,
			".lte": func(t time.Time) bool { return !at.After(t) },
			".lt":  at.Before,
		} {
			if !q.Has(name + bound) {
				continue
			}
			t, err := time.Parse(time.RFC3339Nano, q.Get(name+bound))
			if err != nil {
				return false, invalid(name+bound, "Date has illegal format")
			}
			if at.IsZero() || !ok(t) {
				return false, nil
			}
		}
	}
	return true, nil
}
