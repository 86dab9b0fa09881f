package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// What was changed elsewhere, there and here, stands in the refusal, and survives the log.
//
// fault: M4
func TestARefusedIntentRepeatsWhatItWasAbout(t *testing.T) {
	s := newInShop(t)
	total := s.o.Total()
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: total}})
	line := s.o.View().Lines[0].ID
	s.says(order.RoleERP, order.Intent{
		Commands: []order.Command{order.WriteComment{Text: "call first"}, order.Reprice{Prices: []order.NewPrice{{Line: line, Total: total}}}},
		Codes:    []string{"comment", "prices"},
		About:    []order.Text{{}, order.Textf("line %s: 1 there, 2 here", line)},
	})
	notes := s.o.View().Notes
	require.Len(t, notes, 1)
	require.Equal(t, "prices", notes[0].Code)
	require.Contains(t, notes[0].Text, "line "+line+": 1 there, 2 here. ")
	require.Contains(t, notes[0].Text, "is paid")

	_, err := s.o.Observe(order.Intent{Commands: []order.Command{order.Confirm{}}, About: make([]order.Text, 2)}, s.by(order.RoleERP))
	require.ErrorIs(t, err, order.ErrInvalid)
	require.ErrorContains(t, err, "2 texts for 1 command")
}

// What cannot be tried, for a reason that the order does not know, is refused with that reason, and changes nothing.
func TestAnIntentIsRefusedForAReasonFromOutside(t *testing.T) {
	s := newInShop(t)
	total := s.o.Total()
	line := s.o.View().Lines[0].ID
	by := s.by(order.RoleERP)
	by.Key = "rows/7"
	intent := order.Intent{
		Commands: []order.Command{order.Edit{Remove: order.PickAll(line)}}, Code: "rows",
		About: []order.Text{order.Textf("line %s: 0 there, 1 here", line)}, Refused: order.Textf("the shop gives no prices"),
	}
	for range 2 {
		_, err := s.o.Observe(intent, by)
		require.NoError(t, err)
	}
	notes := s.o.View().Notes
	require.Len(t, notes, 1)
	require.Equal(t, order.Note{
		Kind: order.KindEdit, Code: "rows", Text: "line " + line + ": 0 there, 1 here. the shop gives no prices",
	}, order.Note{Kind: notes[0].Kind, Code: notes[0].Code, Text: notes[0].Text})
	require.Equal(t, total, s.o.Total())
}

// A payment that a system only shows is none where another system's word counts; money that people took is one.
func TestAPaymentThatIsOnlyShownWaitsForWhoseWordCounts(t *testing.T) {
	s := newInShop(t)
	p := order.Payment{ID: "p1", Amount: amount.RUB(100)}
	s.says(order.RoleERP, order.Intent{Commands: []order.Command{order.Pay{Payment: p, Shown: true}}})
	require.True(t, s.o.View().Paid.IsZero())
	require.Contains(t, s.o.View().Notes[0].Text, "the word of the gateway counts")
	s.says(order.RoleERP, order.Intent{Commands: []order.Command{order.Pay{Payment: p}}})
	require.Equal(t, p.Amount, s.o.View().Paid)
	s.says(order.RoleERP, order.Intent{Commands: []order.Command{order.Pay{Payment: p, Shown: true}}})
	require.Len(t, s.o.View().Notes, 1, "it is known here")
}
