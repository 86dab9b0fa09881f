package storetest

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo/bridge"
)

// headless tells the revision only.
type headless struct{ bridge.Store }

func (s headless) Head(ctx context.Context, id string) (bridge.Head, error) {
	h, err := s.Store.Head(ctx, id)
	return bridge.Head{Rev: h.Rev}, err
}

// hoarding keeps the names that orders give up.
type hoarding struct{ bridge.Store }

func (s hoarding) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	b.Free = nil
	return s.Store.Save(ctx, id, rev, b)
}

// overwriting swaps a value whatever it is.
type overwriting struct{ bridge.Store }

func (s overwriting) Swap(ctx context.Context, bucket, key string, _, value []byte) error {
	is, err := s.Values(ctx, bucket, key)
	if err != nil {
		return err
	}
	return s.Store.Swap(ctx, bucket, key, is[key], value)
}

// undivided has one bucket.
type undivided struct{ bridge.Store }

func (s undivided) Values(ctx context.Context, _ string, keys ...string) (map[string][]byte, error) {
	return s.Store.Values(ctx, "", keys...)
}

func (s undivided) Swap(ctx context.Context, _, key string, old, value []byte) error {
	return s.Store.Swap(ctx, "", key, old, value)
}

// unending keeps the first record of a pass, which says that it has begun.
type unending struct{ bridge.Store }

func (s unending) Ran(ctx context.Context, r bridge.Run) error {
	for _, err := range s.Runs(ctx, bridge.RunFilter{Key: r.Key}) {
		return err
	}
	return s.Store.Ran(ctx, r)
}

// aimless does not know which orders a pass was about.
type aimless struct{ bridge.Store }

func (s aimless) Runs(ctx context.Context, f bridge.RunFilter) iter.Seq2[bridge.Run, error] {
	f.Order = ""
	return s.Store.Runs(ctx, f)
}

// halfErased leaves the effects as they are.
type halfErased struct{ bridge.Store }

func (s halfErased) Erase(ctx context.Context, id string, rev int, e bridge.Erasure) error {
	e.Effects = nil
	return s.Store.Erase(ctx, id, rev, e)
}

// erasing erases whatever the revision is.
type erasing struct{ bridge.Store }

func (s erasing) Erase(ctx context.Context, id string, _ int, e bridge.Erasure) error {
	h, err := s.Head(ctx, id)
	if err != nil {
		return err
	}
	return s.Store.Erase(ctx, id, h.Rev, e)
}

// oneFlag looks at the first flag only.
type oneFlag struct{ bridge.Store }

func (s oneFlag) Orders(ctx context.Context, f bridge.OrderFilter) iter.Seq2[bridge.Summary, error] {
	f.Flags = f.Flags[:min(len(f.Flags), 1)]
	return s.Store.Orders(ctx, f)
}
