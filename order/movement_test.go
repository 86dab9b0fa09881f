package order

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The log of movements tells of each unit where it was and where it is: every row begins where the last one about its
// units ended, and the last rows are the order as it is. A filter leaves rows out and changes none.
//
// part of: B24-6
func TestMovementsLeadFromTheBeginningToWhatIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := history(t)
		all := slices.Collect(Movements(o.log, Filter{}))
		lines := map[string][]Portion{}
		for i, m := range all {
			if i > 0 && (m.Event < all[i-1].Event || m.At.Before(all[i-1].At)) {
				t.Fatalf("row %d is older than the one before", i)
			}
			if m.Was.From != m.Now.From || m.Was.To != m.Now.To || m.Now.From.Cmp(m.Now.To) >= 0 {
				t.Fatalf("other units in %+v", m)
			}
			for n := m.Now.From.Milli(); n < m.Now.To.Milli(); n += 250 { // the smallest step
				was, k := Portion{}, int(n/250)
				if ps := lines[m.Line]; k < len(ps) {
					was = ps[k]
				} else {
					lines[m.Line] = append(ps, Portion{})
				}
				if !was.same(m.Was) {
					t.Fatalf("unit %d of line %s was %+v, not as %+v says", n, m.Line, was, m)
				}
				lines[m.Line][k] = m.Now
			}
		}
		for _, l := range o.lines {
			for _, p := range l.portions {
				for n := p.From.Milli(); n < p.To.Milli(); n += 250 {
					if is := lines[l.id][n/250]; !is.same(p) {
						t.Fatalf("unit %d of line %s is %+v, not %+v", n, l.id, p, is)
					}
				}
			}
		}
		f := drawFilter(t, o)
		var want []Movement
		for _, m := range all {
			e := o.log[m.Event-1]
			if (f.Line == "" || f.Line == m.Line) && (f.State == 0 || f.State == m.Now.State) && (f.Warehouse == "" || f.Warehouse == m.Now.Warehouse) &&
				(f.From == "" || f.From == m.Was.Warehouse && f.From != m.Now.Warehouse) && (f.Actor == "" || f.Actor == e.By.ID) &&
				(f.Since.IsZero() || !e.At.Before(f.Since)) && (f.Until.IsZero() || e.At.Before(f.Until)) {
				want = append(want, m)
				if !f.Fits(e) {
					t.Fatalf("%+v is of event %d, which does not fit %+v", m, e.N, f)
				}
			}
		}
		if got := slices.Collect(Movements(o.log, f)); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v: %+v, want %+v", f, got, want)
		}
	})
}

func drawFilter(t *rapid.T, o *Order) (f Filter) {
	at := func(label string) time.Time { return rapid.SampledFrom(o.log).Draw(t, label).At }
	for range 2 {
		switch rapid.IntRange(0, 6).Draw(t, "filter") {
		case 0:
			f.Line = o.lines[0].id
		case 1:
			f.State = status.ItemState(rapid.IntRange(1, int(status.ItemCancelled)).Draw(t, "state"))
		case 2:
			f.Warehouse = rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "warehouse")
		case 3:
			f.From = rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "from")
		case 4:
			f.Actor = rapid.SampledFrom(o.log).Draw(t, "actor").By.ID
		case 5:
			f.Since = at("since")
		default:
			f.Until = at("until")
		}
	}
	return f
}

// The day of two pairs of shoes that come from another shop: who moved them, when, from where to where, into which
// state.
//
// part of: B24-6
func TestTheMovementsOfATransferredPair(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	by := func(id string, role Role, place string) By {
		at = at.Add(time.Hour)
		return By{Actor: Actor{ID: id, Role: role, Place: place}, At: at}
	}
	o, _, err := New(Draft{
		ID: "shop-1/1", Scheme: OwnPickup, Authority: OwnShop,
		Lines: []Line{{ID: "1", SKU: "SHOES-42", Name: "Туфли", Quantity: amount.Pcs(3), Price: amount.RUB(5000_00)}},
	}, by("", RoleChannel, ""))
	require.NoError(t, err)
	for _, s := range []struct {
		cmd Command
		by  By
	}{
		{Confirm{}, by("anna", RoleOperator, "")},
		{Assemble{Picks: Pick("1", amount.Pcs(1)), Warehouse: "МАГ-1"}, by("anna", RoleOperator, "")},
		{RequestTransfer{Picks: Pick("1", amount.Pcs(2)), From: "МАГ-2", To: "МАГ-1"}, by("anna", RoleOperator, "")},
		{SendTransfer{Transfer: 1, Picks: Pick("1", amount.Pcs(1))}, by("boris", RoleShop, "МАГ-2")},
		{PostTransfer{Transfer: 1}, by("anna", RoleOperator, "")},
	} {
		_, err := o.Do(s.cmd, s.by)
		require.NoError(t, err)
	}
	told := func(f Filter) (rows []string) {
		for m := range Movements(slices.Collect(o.Events(Filter{})), f) {
			rows = append(rows, Textf("%s %s %s: %s of %s, %s at %s, then %s at %s", m.At.Format("15:04"), m.By.ID, m.What, minus(m.Now.To, m.Now.From), m.Article,
				m.Was.State, m.Was.Warehouse, m.Now.State, m.Now.Warehouse).String())
		}
		return rows
	}
	requested, sent, posted := told(Filter{Kind: "transfer-requested"}), told(Filter{Actor: "boris"}), told(Filter{Kind: "transfer-received"})
	require.Len(t, requested, 1)
	require.Contains(t, requested[0], "13:00 anna")
	require.Contains(t, requested[0], "2 of SHOES-42, confirmed at , then requested at МАГ-2")
	require.Len(t, sent, 2, "the pair that is not there is free again")
	require.Contains(t, sent[0], "1 of SHOES-42, requested at МАГ-2, then confirmed at ")
	require.Contains(t, sent[1], "1 of SHOES-42, requested at МАГ-2, then requested at МАГ-2")
	require.Len(t, posted, 1)
	require.Contains(t, posted[0], "1 of SHOES-42, requested at МАГ-2, then assembling at МАГ-1")
	require.Equal(t, posted, told(Filter{From: "МАГ-2", Warehouse: "МАГ-1"}), "what went from the one shop to the other")
	require.Len(t, told(Filter{Warehouse: "МАГ-1", State: status.ItemAssembling}), 2)
	require.Len(t, told(Filter{Since: at}), 1)
	require.Empty(t, told(Filter{Line: "2"}))
	for range Movements(slices.Collect(o.Events(Filter{})), Filter{}) {
		break
	}
}

// More of a line is new units: filters of the log and of the movements find them.
func TestMoreOfALineIsFoundInTheLog(t *testing.T) {
	by := By{Actor: Actor{ID: "anna", Role: RoleOperator}, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	o, _, err := New(Draft{ID: "1", Scheme: OwnPickup, Lines: []Line{{ID: "1", SKU: "MUG", Quantity: amount.Pcs(1), Total: amount.RUB(100)}}}, by)
	require.NoError(t, err)
	_, err = o.Do(Edit{Extend: []Extension{{Line: "1", By: amount.Pcs(2), Total: amount.RUB(200)}}}, by)
	require.NoError(t, err)
	for _, f := range []Filter{{Line: "1"}, {State: status.ItemNew}} {
		require.Len(t, slices.Collect(o.Events(f)), 2)
		rows := slices.Collect(Movements(slices.Collect(o.Events(Filter{})), f))
		require.Len(t, rows, 2)
		require.Equal(t, []amount.Quantity{amount.Pcs(1), amount.Pcs(3)}, []amount.Quantity{rows[1].Now.From, rows[1].Now.To})
	}
	require.Len(t, slices.Collect(o.Events(Filter{Warehouse: "A"})), 0)
}
