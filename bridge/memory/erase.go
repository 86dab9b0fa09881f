package memory

import (
	"context"
	"slices"

	"github.com/ordo-sdk/ordo/bridge"
)

// Erase implements Store. Messages that were applied are not kept here.
func (m *Store) Erase(ctx context.Context, id string, rev int, e bridge.Erasure) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.checkRev(id, rev); err != nil {
		return err
	}
	k := m.order(id)
	k.rev++
	k.events = slices.Clone(e.Events) // those who have read the old ones keep them
	for _, w := range e.Effects {
		m.putEffect(k, cloneEffect(w))
	}
	k.summary = cloneSummary(e.Summary)
	k.summary.ID = id
	for i := range k.messages {
		k.messages[i].message.Data, k.messages[i].message.Problem = nil, ""
	}
	m.journal = slices.Clone(m.journal)
	eraseTexts(m.journal, id, e.Text)
	for i := range m.runs {
		m.runs[i] = cloneRun(m.runs[i])
		eraseTexts(m.runs[i].Changes, id, e.Text)
	}
	return nil
}

// eraseTexts replaces the texts of the entries about an order.
func eraseTexts(es []bridge.Entry, id, text string) {
	for i := range es {
		if es[i].Order == id {
			es[i].Text = text
		}
	}
}
