package memory

import (
	"context"
	"iter"
	"slices"

	"github.com/ordo-sdk/ordo/bridge"
)

// Ran implements Store.
func (m *Store) Ran(ctx context.Context, r bridge.Run) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r = cloneRun(r)
	if i, ok := m.runAt[r.Key]; ok {
		m.runs[i] = r
		return nil
	}
	m.runAt[r.Key] = len(m.runs)
	m.runs = append(m.runs, r)
	return nil
}

// Runs implements Store.
func (m *Store) Runs(ctx context.Context, f bridge.RunFilter) iter.Seq2[bridge.Run, error] {
	return snapshot(ctx, func() iter.Seq[bridge.Run] {
		m.mu.RLock()
		defer m.mu.RUnlock()
		var out []bridge.Run
		for _, r := range m.runs {
			if f.Fits(r) {
				out = append(out, cloneRun(r))
			}
		}
		return slices.Values(out)
	})
}

// cloneRun returns a copy that shares nothing.
func cloneRun(r bridge.Run) bridge.Run {
	r.Loaded, r.Changes, r.Unknown = slices.Clone(r.Loaded), slices.Clone(r.Changes), slices.Clone(r.Unknown)
	r.Kinds = slices.Clone(r.Kinds)
	return r
}
