package retailcrm

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// sortedCodes are the keys of a setting, so that the same settings always do the same.
func sortedCodes[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// numeric is a number of the CRM, or 0.
func numeric(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// showStatus writes where the order stands. What people said in other codes is left alone, and so is a status by which
// they want something and that has not been applied yet: ours would overwrite it.
func (s *System) showStatus(ctx context.Context, t order.Task) (order.Outcome, error) {
	want := s.shows(t.Order, endingOf(t.Order, t.Cause))
	if want == "" {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	shown := t.Shown
	if shown == "" {
		there, err := s.client.GetOrder(ctx, s.key(t))
		if err != nil {
			return order.Outcome{}, err
		}
		shown = there.Status
	}
	if shown == want || s.says(shown, t.Order) {
		return order.Outcome{Kind: order.AlreadySo, Code: shown}, nil
	}
	taken := t.Order.Labels[t.Target.Account] // what was shown when it was last applied
	if taken != "" && shown != taken && s.intent(shown) && t.Order.State != status.OrderCancelled {
		return order.Outcome{Kind: order.AlreadySo, Text: "people have set " + shown + " meanwhile"}, nil
	}
	now, err := s.client.UpdateOrder(ctx, s.key(t), OrderFields{Status: want})
	if err != nil {
		return order.Outcome{}, err
	}
	return order.Outcome{Kind: order.Applied, Code: now.Status}, nil
}

// intent reports whether a status asks for something.
func (s *System) intent(code string) bool {
	m := &s.mapping
	return slices.Contains(m.Confirm, code) || m.Cancel[code] != "" || slices.Contains(m.Done, code) || code == m.TooLate
}

// edit changes the order that stands for o.
func (s *System) edit(ctx context.Context, there *Order, o order.View, f OrderFields) (order.Outcome, error) {
	now, err := s.client.UpdateOrder(ctx, there.Key(), f)
	if err != nil {
		return order.Outcome{}, err
	}
	return order.Outcome{Kind: order.Applied, Code: now.Status, Sums: s.sums(now, o)}, nil
}

// removed names the lines that our last edit has taken out of an order and that were not in it when it was read: the
// CRM has no edit of one line and none on a condition, but its history tells what each removed.
func (s *System) removed(ctx context.Context, there *Order) ([]string, error) {
	var names []string
	var at DateTime
	for h, err := range s.client.ListHistory(ctx, HistoryFilter{OrderID: there.ID}) {
		if err != nil {
			return nil, err
		}
		c := &h.Value
		if h.Problem != nil || !c.Own() {
			continue
		}
		if !c.CreatedAt.Equal(at.Time) {
			names, at = nil, c.CreatedAt
		}
		known := slices.ContainsFunc(there.Items, func(it Item) bool { return strconv.FormatInt(it.ID, 10) == c.OldValue.Code() })
		if c.Field == "order_product" && c.NewValue.IsNull() && !known {
			names = append(names, "line "+c.OldValue.Code())
		}
	}
	return names, nil
}

// names reports whether units are of a line; no units stand for all.
func names(us []order.Units, line string) bool {
	return len(us) == 0 || slices.ContainsFunc(us, func(u order.Units) bool { return u.Line == line })
}

// covers reports whether units are all units of a line.
func covers(us []order.Units, l order.LineView) bool {
	if len(us) == 0 {
		return true
	}
	var sum int64
	for _, u := range us {
		if u.Line == l.ID {
			sum += u.To.Milli() - u.From.Milli()
		}
	}
	return sum >= l.Quantity.Milli()
}

// lives reports whether goods of an order are neither cancelled nor returned.
func lives(o order.View) bool {
	return slices.ContainsFunc(o.Lines, func(l order.LineView) bool { return l.Kind == order.LineGoods && !l.Living.IsZero() })
}

// underWay reports whether units of a line have left and have not arrived with the buyer.
func underWay(l order.LineView) bool {
	return slices.ContainsFunc(l.Portions, func(p order.PortionView) bool {
		return p.State == status.ItemSent || p.State == status.ItemArrived
	})
}
