package bridge

import (
	"context"
	"slices"
	"sync"
)

// recorder collects what a pass does, for its record. A nil recorder collects nothing.
type recorder struct {
	mu     sync.Mutex
	record Run
	most   int // of Changes; 0 for no limit
}

type recorderKey struct{}

// recordOf returns the recorder of the pass that a context belongs to, or nil.
func recordOf(ctx context.Context) *recorder {
	r, _ := ctx.Value(recorderKey{}).(*recorder)
	return r
}

// key returns the key of the pass, "" if there is none.
func (r *recorder) key() string {
	if r == nil {
		return ""
	}
	return r.record.Key // it never changes
}

func (r *recorder) change(f func(*Run)) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	f(&r.record)
}

// found counts a record that the account listed.
func (r *recorder) found() { r.change(func(run *Run) { run.Found++ }) }

// landed records an order that was taken, and the goods in it that the merchant does not have.
func (r *recorder) landed(l Landed, unknown []string) {
	r.change(func(run *Run) { run.Loaded = append(run.Loaded, l) })
	r.unknown(unknown)
}

// unknown records goods that the merchant does not have.
func (r *recorder) unknown(goods []string) {
	r.change(func(run *Run) {
		for _, g := range goods {
			if !slices.Contains(run.Unknown, g) {
				run.Unknown = append(run.Unknown, g)
			}
		}
	})
}

// add records entries that the pass wrote. That an order was taken stands in Loaded.
func (r *recorder) add(es []Entry) {
	r.change(func(run *Run) {
		for _, e := range es {
			if e.What != "progress" && e.What != "imported" && (r.most == 0 || len(run.Changes) < r.most) {
				run.Changes = append(run.Changes, e)
			}
		}
	})
}

// ended returns the record of a pass that ended, with an error of the account if there was one.
func (r *recorder) ended(result Result, problem string) Run {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.record.Result, r.record.Problem = result, problem
	if result == ResultOK && (len(r.record.Unknown) > 0 || slices.ContainsFunc(r.record.Changes, func(e Entry) bool {
		return e.Level == LevelWarning || e.Level == LevelError
	})) {
		r.record.Result = ResultWarnings
	}
	return r.record
}
