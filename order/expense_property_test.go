package order

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A history with expenses and the same one without give the same order, but for the expenses.
//
// part of: RZ-7
func TestExpensesChangeNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		by := By{Actor: Actor{ID: "anna", Role: RoleOperator}, At: at}
		d := drawDraft(t)
		with, _, err := New(d, by)
		if err != nil {
			t.Skip(err)
		}
		without := with.Clone()
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			by.At = by.At.Add(time.Minute)
			cost := RecordExpense{Expense: Expense{ID: by.At.String(), Kind: "delivery", Amount: drawMoney(t, "cost")}}
			_, _ = with.Do(cost, by) // of nothing is refused
			cmd := drawCommand(t, without)
			switch cmd.Kind() {
			case KindRecordExpense, KindDropExpense:
				_, _ = with.Do(cmd, by)
				continue
			}
			_, e1 := with.Do(cmd, by)
			_, e2 := without.Do(cmd, by)
			if (e1 == nil) != (e2 == nil) {
				t.Fatalf("%T: with expenses %v, without %v", cmd, e1, e2)
			}
		}
		v, w := with.View(), without.View()
		v.Expenses, v.Version, v.Updated = nil, w.Version, w.Updated
		x, _ := json.Marshal(v)
		y, _ := json.Marshal(w)
		if string(x) != string(y) {
			t.Fatalf("with expenses\n%s\nwithout\n%s", x, y)
		}
	})
}
