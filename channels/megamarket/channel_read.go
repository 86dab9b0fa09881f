package megamarket

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// atOnce is how many shipments one order/get is asked for.
const atOnce = 50

// Orders reads shipments by order/get, up to 50 in a call. If Megamarket refuses to answer for several together, for
// instance because it does not have one of them, they are asked for in smaller parts.
func (ch *Channel) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for part := range slices.Chunk(ids, atOnce) {
			if !ch.read(ctx, part, yield) {
				return
			}
		}
	}
}

// read yields some shipments. It is false when nothing further shall be yielded.
func (ch *Channel) read(ctx context.Context, ids []string, yield func(channels.Reading, error) bool) bool {
	all, err := ch.client.GetShipments(ctx, ids...)
	switch {
	case err == nil:
	case !answered(ordo.ClassOf(err)) || ProblemsOf(err) == nil: // no word of Megamarket's about these shipments
		yield(channels.Reading{}, err)
		return false
	case len(ids) > 1:
		half := len(ids) / 2
		return ch.read(ctx, ids[:half], yield) && ch.read(ctx, ids[half:], yield)
	case absent(err):
		return true
	default:
		return yield(channels.Reading{ID: ids[0], Problem: err}, nil)
	}
	for i := range all {
		if !yield(ch.reading(&all[i]), nil) {
			return false
		}
	}
	return true
}

// absent reports whether a refusal says that there is no such shipment. Megamarket's codes are not published, so it is
// a guess by the words, and this is the one place to replace it.
func absent(err error) bool {
	return slices.ContainsFunc(ProblemsOf(err), func(p Problem) bool {
		words := strings.ToLower(p.Text + " " + p.Description)
		return strings.Contains(words, "не найден") || strings.Contains(words, "not found")
	})
}

// Changed finds shipments by order/search. Megamarket finds them by the time of their creation only, so that a shipment
// whose lots change later is not found again: read it from time to time. Without All only those are found that have
// lots waiting to be confirmed.
func (ch *Channel) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		s := Search{From: w.From, To: w.To, Count: ch.count}
		if !w.All {
			s.Statuses = []string{StatusNew}
		}
		for f, err := range ch.client.ListShipments(ctx, s) {
			if !yield(channels.Found{ID: f.ID, Problem: f.Problem}, err) {
				return
			}
		}
	}
}

// reading translates a shipment.
func (ch *Channel) reading(s *Shipment) channels.Reading {
	r := channels.Reading{ID: s.ID, Problem: s.Problem}
	if s.Problem == nil || len(s.Lots) > 0 {
		r.Snapshot, r.Problem = ch.snapshot(s)
	}
	if r.Problem != nil {
		r.Problem = ch.client.rest.Fail("order/get", ordo.Invalid, "shipment "+s.ID+" cannot be understood", r.Problem)
		r.Snapshot = order.Snapshot{}
		return r
	}
	r.Status, r.Reports, r.Warning = s.words(), ch.reports(s), s.Problem
	if len(s.Warnings) > 0 {
		r.Warning = both(errors.New(rest.Clip(problems(s.Warnings).text())), s.Problem)
	}
	return r
}

// snapshot is the order as it stands. A lot whose status the table does not know stands at the beginning; its report
// holds the order.
func (ch *Channel) snapshot(s *Shipment) (order.Snapshot, error) {
	d, err := s.draft()
	if err != nil {
		return order.Snapshot{}, err
	}
	out := order.Snapshot{Draft: d, Code: s.words()}
	if len(s.Lots) == 0 {
		return out, errors.New("it has no lots")
	}
	for _, l := range s.Lots {
		if says, known := ch.says(l); known && says.Item != 0 {
			out.Standing = append(out.Standing, order.Move{Line: lineOf(l.Index), Portion: order.Portion{To: amount.Pcs(1), State: says.Item}})
		}
	}
	if p, ok := deposit(s.ID, s.Deposited); ok {
		out.Payments = []order.Payment{p}
	}
	out.Packages, err = ch.packages(s)
	return out, err
}

// says is what the table makes of a lot's status, and of its sub-status where it is known.
func (ch *Channel) says(l Lot) (status.Meaning, bool) {
	m, known := ch.table.Read(status.AxisItem, l.Status)
	if more, ok := ch.table.Read(status.AxisSubStatus, l.SubStatus); known && ok && l.SubStatus != "" {
		m = m.With(more)
	}
	return m, known
}

// reports are what a shipment says of an order that is known: one report for all lots with the same status,
// cancellations first, then the times. Lots that Megamarket is at work on are left out, as nothing has happened yet.
func (ch *Channel) reports(s *Shipment) []order.Observation {
	var cancelled, others []order.StatusReport
	for _, l := range s.Lots {
		row, _ := ch.table.Row(status.AxisItem, l.Status)
		if l.Status == "" || row.Transient {
			continue
		}
		says, known := ch.says(l)
		if !known {
			says = status.Meaning{}
		}
		to := &others
		if l.Cancelled() {
			to = &cancelled
		}
		i := slices.IndexFunc(*to, func(r order.StatusReport) bool { return r.Code == l.Status && r.Text == l.SubStatus })
		if i < 0 {
			i = len(*to)
			*to = append(*to, order.StatusReport{Code: l.Status, Text: l.SubStatus, Says: says})
		}
		(*to)[i].Picks = append((*to)[i].Picks, order.Choice{Line: lineOf(l.Index)})
	}
	var reports []order.Observation
	for _, r := range slices.Concat(cancelled, others) {
		reports = append(reports, r)
	}
	dates := order.DateReport{Window: s.promised(), Deadlines: deadlines(s.ConfirmBy, s.PackBy, s.ShipBy)}
	if !dates.Window.IsZero() || len(dates.Deadlines) > 0 {
		reports = append(reports, dates)
	}
	// It is not documented whether the sum shrinks with the lots, and a payment whose sum changes is a conflict.
	if p, ok := deposit(s.ID, s.Deposited); ok && len(s.Living()) == len(s.Lots) {
		reports = append(reports, order.PaymentReport{Payment: p})
	}
	return reports
}

// deposit is what the buyer has paid already.
func deposit(id string, sum amount.Money) (order.Payment, bool) {
	p := order.Payment{ID: "deposit", State: status.PaymentPaid, Amount: sum, Method: "prepaid"}
	p.Ref = order.Ref{System: system, Kind: "deposit", ID: id}
	return p, sum.Sign() > 0
}

// words are the lots' statuses in short, such as "CONFIRMED" or "CONFIRMED ×2, CUSTOMER_CANCELED ×1".
func (s *Shipment) words() string {
	var seen []string
	count := map[string]int{}
	for _, l := range s.Lots {
		if count[l.Status]++; count[l.Status] == 1 {
			seen = append(seen, l.Status)
		}
	}
	if len(seen) == 1 {
		return seen[0]
	}
	for i, st := range seen {
		if st == "" {
			st = "no status yet"
		}
		seen[i] = fmt.Sprintf("%s ×%d", st, count[seen[i]])
	}
	return strings.Join(seen, ", ")
}
