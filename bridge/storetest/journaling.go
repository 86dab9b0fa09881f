package storetest

import (
	"fmt"

	"github.com/ordo-sdk/ordo/bridge"
)

// whats are the words of entries, which tests use to tell them apart.
func whats(es []bridge.Entry) []string {
	var out []string
	for _, e := range es {
		out = append(out, e.What)
	}
	return out
}

func (t *trial) journal(f bridge.JournalFilter) []bridge.Entry {
	return all(t, "Journal", t.Journal(t.ctx, f))
}

func journalings() []check {
	return []check{
		{"entries are kept as they were written, oldest first, with growing numbers", func(t *trial) {
			want := []bridge.Entry{entry("a", "", 0), entry("b", "", 1), entry("c", "", 2), {At: at(3), Level: bridge.LevelInfo, What: "d", Text: "d"}}
			t.must("Write", t.Write(t.ctx, want[:2]...))
			t.must("Write of nothing", t.Write(t.ctx))
			t.must("Write", t.Write(t.ctx, want[2:]...))
			got, last := t.journal(bridge.JournalFilter{}), int64(0)
			for i := 0; i < len(got) && i < len(want); i++ {
				if got[i].N <= last {
					t.failf("entry %d has number %d after %d", i, got[i].N, last)
				}
				last, want[i].N = got[i].N, got[i].N
			}
			t.same("journal", got, want)
		}},
		{"an entry with a key is written once, even in the same call", func(t *trial) {
			t.must("Write", t.Write(t.ctx, entry("a", "k", 0), entry("b", "k", 0)))
			t.must("Write", t.Write(t.ctx, entry("c", "k", 0), entry("d", "k2", 0)))
			t.same("journal", whats(t.journal(bridge.JournalFilter{})), []string{"a", "d"})
		}},
		{"entries without a key are all written", func(t *trial) {
			t.must("Write", t.Write(t.ctx, entry("a", "", 0), entry("a", "", 0)))
			t.must("Write", t.Write(t.ctx, entry("a", "", 0)))
			t.same("journal", whats(t.journal(bridge.JournalFilter{})), []string{"a", "a", "a"})
		}},
		{"entries of a batch are written with it, in the same journal and by the same keys", func(t *trial) {
			t.must("Write", t.Write(t.ctx, entry("a", "k", 0)))
			t.save("A", 0, bridge.Batch{Journal: []bridge.Entry{entry("b", "k", 1), entry("c", "k2", 1), entry("d", "k2", 1), entry("e", "", 1)}})
			t.must("Write", t.Write(t.ctx, entry("f", "k2", 2), entry("g", "", 2)))
			t.same("journal", whats(t.journal(bridge.JournalFilter{})), []string{"a", "c", "e", "g"})
		}},
		{"entries are chosen by account, order, word, level, time and number", func(t *trial) {
			a, b, c := entry("a", "", 0), entry("b", "", 5), entry("c", "", 10)
			a.Account, b.Order, c.Level = "shop-2", "B", bridge.LevelError
			b.Level = bridge.LevelWarning
			t.must("Write", t.Write(t.ctx, a, b, c))
			ns := t.journal(bridge.JournalFilter{})
			for _, c := range []struct {
				f    bridge.JournalFilter
				want []string
			}{
				{bridge.JournalFilter{Account: "shop-1"}, []string{"b", "c"}},
				{bridge.JournalFilter{Order: "A"}, []string{"a", "c"}},
				{bridge.JournalFilter{What: "b"}, []string{"b"}},
				{bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError, bridge.LevelWarning}}, []string{"b", "c"}},
				{bridge.JournalFilter{Since: at(5)}, []string{"b", "c"}},
				{bridge.JournalFilter{Until: at(5)}, []string{"a"}},
				{bridge.JournalFilter{Since: at(1), Until: at(10)}, []string{"b"}},
				{bridge.JournalFilter{After: ns[0].N}, []string{"b", "c"}},
				{bridge.JournalFilter{After: ns[2].N}, nil},
				{bridge.JournalFilter{After: ns[2].N + 1000}, nil},
				{bridge.JournalFilter{Account: "shop-1", Order: "A", Levels: []bridge.Level{bridge.LevelError}, After: ns[1].N}, []string{"c"}},
				{bridge.JournalFilter{Account: "shop-2", Order: "B"}, nil},
			} {
				t.same("chosen by "+text(c.f), whats(t.journal(c.f)), c.want)
			}
		}},
	}
}

// text shows a filter.
func text(f any) string { return fmt.Sprintf("%+v", f) }
