package yookassatest

import (
	"encoding/base64"
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
	return c.list(rows, []string{"created_at", "captured_at"}, "status", "payment_method")
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
	return c.list(rows, []string{"created_at"}, "status", "payment_id")
}

func listReceipts(c *call) (any, *refusal) {
	if c.query.Has("payment_id") && c.query.Has("refund_id") {
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
	return c.list(rows, []string{"created_at"}, "status", "payment_id", "refund_id")
}

// list answers with a page, the newest first, of the rows that match all filters: by time, and by fields.
func (c *call) list(rows []row, times []string, fields ...string) (any, *refusal) {
	q := c.query
	limit := 10
	if q.Has("limit") {
		n, err := strconv.Atoi(q.Text("limit"))
		if err != nil || n < 1 || n > 100 {
			return nil, invalid("limit", "Limit must be 1 to 100")
		}
		limit = n
	}
	for _, name := range fields {
		if want := q.Text(name); q.Has(name) {
			rows = slices.DeleteFunc(rows, func(r row) bool { return r.fields[name] != want })
		}
	}
	for _, name := range times {
		for bound, fits := range bounds {
			if !q.Has(name + bound) {
				continue
			}
			t, err := time.Parse(time.RFC3339Nano, q.Text(name+bound))
			if err != nil {
				return nil, invalid(name+bound, "Date has illegal format")
			}
			rows = slices.DeleteFunc(rows, func(r row) bool {
				at := r.created
				if name == "captured_at" {
					at = r.captured
				}
				return at.IsZero() || !fits(at.Compare(t))
			})
		}
	}
	slices.Reverse(rows)
	if q.Has("cursor") {
		last, err := base64.RawURLEncoding.DecodeString(q.Text("cursor"))
		at := slices.IndexFunc(rows, func(r row) bool { return r.id == string(last) })
		if err != nil || at < 0 {
			return nil, invalid("cursor", "Cursor is illegal")
		}
		rows = rows[at+1:]
	}
	items := []object{}
	for _, r := range rows[:min(limit, len(rows))] {
		items = append(items, r.document())
	}
	d := object{"type": "list", "items": items}
	if len(rows) > limit {
		d["next_cursor"] = base64.RawURLEncoding.EncodeToString([]byte(rows[limit-1].id))
	}
	return d, nil
}

// bounds compare a time with the bounds of a span.
var bounds = map[string]func(int) bool{
	".gte": func(n int) bool { return n >= 0 },
	".gt":  func(n int) bool { return n > 0 },
	".lte": func(n int) bool { return n <= 0 },
	".lt":  func(n int) bool { return n < 0 },
}
