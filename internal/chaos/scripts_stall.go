package chaos

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// dealt is a script of one order on ROZETKA.
func dealt(name string, way func(s *Stall) *Deal, set ...func(s *Stall)) script {
	return script{name: name, set: []func(m *Market){onROZETKA(set...)}, way: func(m *Market) func() any { return way(m.Stall).outcome }}
}

// TodayOnROZETKA are the statuses of today.
func TodayOnROZETKA(s *Stall) {
	s.Profile, s.RZSettings.Profile = rozetka.Today, rozetkatest.Today
}

// stallScripts are the scenarios of a stall on ROZETKA. A walk is several writes, and the process may end between any
// two of them.
var stallScripts = []script{
	dealt("ROZETKA: by its documents", func(s *Stall) *Deal {
		d := s.Loads(Kettles())
		d.Invoices()
		d.Sends("sent", "20450000000001")
		d.Tracks(5)
		d.Settle()
		d.Sends("received", "")
		return d
	}),
	dealt("ROZETKA: straight to received", func(s *Stall) *Deal {
		d := s.Loads(Kettles())
		d.Sends("received", "")
		return d
	}),
	dealt("ROZETKA: today, with an edit in between", func(s *Stall) *Deal {
		d := s.Loads(Kettles())
		time.Sleep(time.Minute)
		require.NoError(s, s.RZ.EditLines(d.ID, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 1; return ls }))
		d.Invoices()
		d.Sends("sent", "20450000000001")
		d.Tracks(3, 5, 6)
		d.Settle()
		return d
	}, TodayOnROZETKA),
	dealt("ROZETKA: cancelled from here", func(s *Stall) *Deal {
		d := s.Loads(Kettles())
		d.Must(order.ContactBuyer{Channel: "phone", Text: "не відповідає"})
		d.Must(order.WriteComment{Text: "передзвонити"})
		time.Sleep(2 * time.Hour)
		d.Must(order.Cancel{Code: "18", Reason: status.ReasonNoContact, Told: "sms"})
		return d
	}),
	dealt("ROZETKA: forgotten and loaded again", func(s *Stall) *Deal {
		d := s.Loads(Kettles())
		d.Must(order.Forget{Why: "to be changed"})
		time.Sleep(time.Minute)
		d.Settle()
		return d
	}),
}

// dealing is where an order on ROZETKA stands in the end.
type dealing struct {
	status   int
	history  []int
	ttn      string
	comments []string
	here     []string
	open     []string
	errors   []string
}

// outcome is where both sides stand.
func (d *Deal) outcome() any {
	d.Helper()
	o := d.There()
	out := dealing{status: o.Status, ttn: o.TTN}
	for _, h := range o.History {
		out.history = append(out.history, h.Status)
	}
	for _, c := range o.Comments {
		out.comments = append(out.comments, c.Text)
	}
	for s, err := range d.Store.Orders(d.Context(), bridge.OrderFilter{Account: "rz-1"}) {
		require.NoError(d, err)
		x, err := d.Bridge.Order(d.Context(), s.ID)
		require.NoError(d, err)
		v := x.View()
		out.here = append(out.here, fmt.Sprint(s.ID, v.State, v.Total, v.Paid, len(v.Documents), len(v.Shipments)))
		for _, l := range v.Lines {
			for _, p := range l.Portions {
				out.here = append(out.here, fmt.Sprint(l.ID, p.From, p.To, p.State, p.Shipment, p.Reason))
			}
		}
	}
	for w, err := range d.Store.Effects(d.Context(), bridge.EffectFilter{}) {
		require.NoError(d, err)
		if w.Phase.Open() {
			out.open = append(out.open, fmt.Sprint(w.Kind, " ", w.Phase, " ", w.Problem))
		}
	}
	for _, e := range d.Journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		out.errors = append(out.errors, e.Text)
	}
	return out
}
