package order_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ownersFile is the matrix of who owns which fact, as it is found by asking.
const ownersFile = "testdata/owners.txt"

// trial is one fact: what an outside system reports of it, and what people do about it here.
type trial struct {
	fact    string
	sent    bool // the goods have left
	report  func(s *story) order.Observation
	command func(s *story) order.Command
}

func trials() []trial {
	one := func(s *story) order.Picks { return order.Pick("L2", amount.Pcs(1)) }
	window := order.Window{From: opened.AddDate(0, 0, 3), To: opened.AddDate(0, 0, 4)}
	lines := func(change func(l *order.Line)) func(s *story) order.Observation {
		return func(s *story) order.Observation {
			ls := s.left()
			change(&ls[1])
			return order.LinesReport{Lines: ls}
		}
	}
	return []trial{
		{
			"lines", false, lines(func(l *order.Line) { l.Quantity, l.Total = amount.Pcs(1), amount.RUB(100_00) }),
			func(s *story) order.Command { return order.Edit{Remove: one(s)} },
		},
		{
			"prices", false, lines(func(l *order.Line) { l.Total = amount.RUB(150_00) }),
			func(*story) order.Command {
				return order.Reprice{Prices: []order.NewPrice{{Line: "L2", Total: amount.RUB(150_00)}}}
			},
		},
		{
			"cancellation", false,
			func(s *story) order.Observation {
				return order.CancelReport{Picks: one(s), Reason: status.ReasonUnwanted, Done: true}
			},
			func(s *story) order.Command { return order.Cancel{Picks: one(s), Reason: status.ReasonUnwanted} },
		},
		{
			"arrival", true,
			func(*story) order.Observation {
				return order.ShipmentReport{Shipment: 1, State: status.ShipmentArrived}
			},
			func(*story) order.Command { return order.Arrive{Shipment: 1} },
		},
		{
			"fulfilment", true,
			func(*story) order.Observation {
				return order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut}
			},
			func(*story) order.Command { return order.Deliver{Shipment: 1} },
		},
		{
			"payment", false,
			func(*story) order.Observation {
				return order.PaymentReport{Payment: order.Payment{ID: "more", Amount: amount.RUB(1_00)}}
			},
			func(*story) order.Command {
				return order.Pay{Payment: order.Payment{ID: "more", Amount: amount.RUB(1_00)}}
			},
		},
		{
			"dates", false,
			func(*story) order.Observation { return order.DateReport{Window: window} },
			func(*story) order.Command { return order.MoveDate{Window: window} },
		},
		{
			"documents", false, nil,
			func(*story) order.Command { return order.Attach{Document: order.Document{Kind: "sale", Number: "1"}} },
		},
		{
			"returns", true, nil,
			func(s *story) order.Command { return order.Return{Picks: one(s), Reason: status.ReasonDefect} },
		},
	}
}

// Who owns which fact under each named authority, and what becomes of a word that does not count, before and after
// payment. The file is for people to read; a change of it is a change of who decides.
//
// covers: B24-12
func TestWhoOwnsWhichFact(t *testing.T) {
	var b strings.Builder
	for _, x := range []struct {
		name string
		a    order.Authority
	}{
		{"Marketplace", order.Marketplace},
		{"OwnShop", order.OwnShop},
		{"Rozetka", order.Rozetka},
		{"OwnShop | BooksOwnDocuments: people in one system, the books in another", order.OwnShop | order.BooksOwnDocuments},
	} {
		for _, paid := range []bool{false, true} {
			fmt.Fprintf(&b, "%s, %s\n", x.name, map[bool]string{false: "before payment", true: "after payment"}[paid])
			w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
			fmt.Fprintln(w, "fact\tchannel\terp\tbooks\tcarrier\tgateway\tpeople here")
			for _, tr := range trials() {
				row := []string{tr.fact}
				for _, r := range []order.Role{order.RoleChannel, order.RoleERP, order.RoleBooks, order.RoleCarrier, order.RoleGateway} {
					row = append(row, tr.reported(t, x.a, paid, r))
				}
				_, err := ownersStory(t, x.a, paid, tr.sent).tries(tr.command)
				row = append(row, map[bool]string{true: "do it", false: "refused"}[err == nil])
				fmt.Fprintln(w, strings.Join(row, "\t"))
			}
			require.NoError(t, w.Flush())
			b.WriteString("\n")
		}
	}
	got := strings.TrimRight(b.String(), "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(ownersFile, []byte(got), 0o600))
	}
	require.Equal(t, string(read(t, ownersFile)), got, "see the difference; if it is meant, run with -update")
}

// ownersStory is an order of a scheme that lets people do what the authority does not forbid.
func ownersStory(t *testing.T, a order.Authority, paid, sent bool) *story {
	scheme, _ := order.OwnPickup.Rules()
	scheme.Code, scheme.Receipts = "owners", false
	d := ownShop()
	d.Scheme, d.Authority = scheme.Code, a
	s := tell(t, d, order.WithScheme(scheme))
	s.do(order.Confirm{})
	if paid {
		s.do(receipt("p1", 500))
	}
	if sent {
		s.do(order.HandOver{Waybill: "1012345"})
	}
	return s
}

func (s *story) tries(c func(s *story) order.Command) ([]order.Event, error) {
	return s.o.Do(c(s), s.by(order.RoleOperator))
}

// reported returns whose word a report is and what becomes of it.
func (tr trial) reported(t *testing.T, a order.Authority, paid bool, r order.Role) string {
	whose := "intent"
	for _, f := range order.Facts() {
		if f.String() == tr.fact && a.Owns(r, f) {
			whose = "fact"
		}
	}
	if tr.fact == "returns" {
		return "-"
	}
	if tr.report == nil {
		return whose
	}
	s := ownersStory(t, a, paid, tr.sent)
	by := s.by(r)
	by.Actor.System = string(r) + "-1"
	evs, err := s.o.Observe(tr.report(s), by)
	if err != nil { // lines of a system that does not own them
		require.ErrorIs(t, err, order.ErrRole)
		return whose + ": refused"
	}
	became := "nothing"
	for _, e := range evs {
		switch x := e.Body.(type) {
		case order.IntentDeclined:
			became = "declined"
		case order.Held:
			became = "held"
		case order.Tracked:
			if became = "applied"; x.Shipment.Reported != 0 {
				whose, became = "notice", "kept"
			}
		default:
			if became == "nothing" {
				became = "applied"
			}
		}
	}
	return whose + ": " + became
}
