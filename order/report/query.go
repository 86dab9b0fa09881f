package report

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Subject is what a report counts.
type Subject string

// The subjects.
const (
	// Orders counts each order once, at the time when it was placed. Its sum is what its living units cost, as
	// order.View.Total.
	Orders Subject = "orders"
	// Stages counts each stay of an order in a stage, at the time when it began, and measures it.
	Stages Subject = "stages"
	// Returns counts each return block and price reduction, at the time when it was made. Its sum is that of the block.
	Returns Subject = "returns"
	// Goods counts each stay of units of a line in a state at a warehouse, at the time when it began, and measures it.
	Goods Subject = "goods"
	// Actions counts each event.
	Actions Subject = "actions"
)

// By is a dimension: what counts are split by. [Label] makes further ones.
type By string

// The dimensions. A value that is not known is empty.
const (
	// Stage is the state of the order (status.OrderState): that of now, for an order; that in which it stayed; that in
	// which a return was made; that after an event. For goods it is their own (status.ItemState).
	Stage     By = "stage"
	Channel   By = "channel"   // the account where the order was placed
	Day       By = "day"       // as 2026-03-02
	Week      By = "week"      // as 2026-W10, weeks begin on Monday (ISO 8601)
	Month     By = "month"     // as 2026-03
	Reason    By = "reason"    // of a return (status.Reason)
	Warehouse By = "warehouse" // where the goods are; of an event, those that it moves goods to or from
	Article   By = "article"   // the SKU of goods
	// Person is who did it, by order.Actor.ID: who brought the order into the stage, made the return, moved the goods; for
	// an order everybody who gave it a command. Systems count by their name.
	Person By = "person"
	Kind   By = "kind" // of an event, as order.Body.Kind
)

const labelPrefix = "label:"

// Label is the dimension of an order's label with a key (order.Label), such as the source of its visit.
func Label(key string) By { return By(labelPrefix + key) }

// dimensions are those that a subject has, beside labels.
var dimensions = map[Subject][]By{
	Orders:  {Stage, Channel, Day, Week, Month, Warehouse, Person},
	Stages:  {Stage, Channel, Day, Week, Month, Person},
	Returns: {Stage, Channel, Day, Week, Month, Reason, Warehouse, Person},
	Goods:   {Stage, Channel, Day, Week, Month, Warehouse, Article, Person},
	Actions: {Stage, Channel, Day, Week, Month, Warehouse, Person, Kind},
}

// Query says what a report counts.
type Query struct {
	Subject Subject
	By      []By          // the columns of the key; none for the total alone
	Only    map[By]string // counts those with this value only
	// From and To are the period, including From and excluding To; a zero one is open.
	From, To time.Time
	// Zone is where days, weeks and months begin; UTC by default.
	Zone *time.Location
}

// Check reports what cannot be asked.
func (q Query) Check() error {
	has, known := dimensions[q.Subject]
	if !known {
		return fmt.Errorf("report: the subject %q is unknown; there are %s", q.Subject, list(slices.Sorted(maps.Keys(dimensions))))
	}
	var errs []error
	for i, by := range slices.Concat(q.By, slices.Sorted(maps.Keys(q.Only))) {
		switch {
		case strings.HasPrefix(string(by), labelPrefix) && by != labelPrefix:
		case !slices.Contains(has, by):
			errs = append(errs, fmt.Errorf("report: %s have no %q; they have %s and labels", q.Subject, by, list(has)))
		}
		if i < len(q.By) && slices.Contains(q.By[:i], by) {
			errs = append(errs, fmt.Errorf("report: %q stands twice in By", by))
		}
	}
	if !q.From.IsZero() && !q.To.IsZero() && !q.From.Before(q.To) {
		errs = append(errs, fmt.Errorf("report: the period from %s ends at %s, not after it", q.From.Format(time.RFC3339), q.To.Format(time.RFC3339)))
	}
	return errors.Join(errs...)
}

func (q Query) within(at time.Time) bool {
	return (q.From.IsZero() || !at.Before(q.From)) && (q.To.IsZero() || at.Before(q.To))
}

// period returns the day, week or month of a time; false for another dimension.
func (q Query) period(by By, at time.Time) (string, bool) {
	zone := q.Zone
	if zone == nil {
		zone = time.UTC
	}
	at = at.In(zone)
	switch by { //nolint:exhaustive // the others are no periods
	case Day:
		return at.Format(time.DateOnly), true
	case Week:
		year, week := at.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week), true
	case Month:
		return at.Format("2006-01"), true
	}
	return "", false
}

func list[S ~string](xs []S) string {
	words := make([]string, len(xs))
	for i, x := range xs {
		words[i] = string(x)
	}
	return strings.Join(words, ", ")
}
