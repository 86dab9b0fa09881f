package torgsoft

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"path"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/files"
)

// goodsKind begins the names of goods files that were taken.
const goodsKind = "goods"

// Records implements exchange.Source for goods, prices and stock.
//
// First it takes the goods file, if a new one is complete: into the folder "done", or into "refused" with the reason
// beside it, which is also a record with a Problem. A goods file has all goods of the synchronisation object, so what
// changed is found by comparing it with the one that the cursor names. A good that is in it no more is gone, unless a
// row of the file cannot be told apart. If the file of the cursor was cleared away, everything is yielded, and nothing
// is gone: keep the newest file of "done" and those of the last days.
//
// PrimeCost is in no record.
func (s *Sync) Records(ctx context.Context, kind exchange.Kind, cursor string) iter.Seq2[exchange.Record, error] {
	return func(yield func(exchange.Record, error) bool) {
		records, err := s.records(ctx, kind, cursor)
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(exchange.Record{}, err)
		}
	}
}

func (s *Sync) records(ctx context.Context, kind exchange.Kind, cursor string) ([]exchange.Record, error) {
	if kind != exchange.Goods && kind != exchange.Prices && kind != exchange.Stocks {
		return nil, &ordo.Error{
			System: System, Account: s.set.Account, Op: string(kind), Class: ordo.Unsupported,
			Text: fmt.Sprintf("the goods file has %s, %s and %s only", exchange.Goods, exchange.Prices, exchange.Stocks),
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out, err := s.take(ctx)
	for i := range out {
		out[i].Kind, out[i].Cursor = kind, cursor
	}
	if err != nil {
		return out, err
	}
	taken, err := s.names(ctx, path.Join(doneFolder, goodsKind+"-*"))
	if err != nil || len(taken) == 0 || taken[len(taken)-1].Name == cursor {
		return out, err
	}
	newest, err := s.load(ctx, taken[len(taken)-1])
	if err != nil {
		return out, err
	}
	now := s.recordsOf(newest, kind)
	if i := slices.IndexFunc(taken, func(e files.Entry) bool { return e.Name == cursor }); i >= 0 {
		before, err := s.known(ctx, taken[:i+1], kind)
		if err != nil {
			return out, err
		}
		now = changed(before, now)
	}
	for i := range now {
		if now[i].Cursor = cursor; i == len(now)-1 {
			now[i].Cursor = newest.name
		}
	}
	return append(out, now...), nil
}

// Catalog returns the newest goods file that was taken, after it took the one that is there, if that is complete. There
// is none before Torgsoft's first export: ordo.ErrNotFound.
func (s *Sync) Catalog(ctx context.Context) (Catalog, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.take(ctx); err != nil {
		return Catalog{}, err
	}
	taken, err := s.names(ctx, path.Join(doneFolder, goodsKind+"-*"))
	if err != nil {
		return Catalog{}, err
	}
	if len(taken) == 0 {
		return Catalog{}, &ordo.Error{System: System, Account: s.set.Account, Op: s.set.GoodsFile, Class: ordo.NotFound, Text: "Torgsoft has exported no goods yet"}
	}
	newest, err := s.load(ctx, taken[len(taken)-1])
	return newest.Catalog, err
}

// take takes the goods files that are complete, and returns a problem for each that is refused.
func (s *Sync) take(ctx context.Context) (problems []exchange.Record, err error) {
	complete, err := s.goods.Complete(ctx)
	if err != nil {
		return nil, s.failed("list "+s.set.GoodsFile, err)
	}
	for _, e := range complete {
		data, err := s.read(ctx, e)
		if err == nil && data == nil {
			continue
		}
		if err == nil {
			_, err = ReadGoods(data, s.set.Goods)
		}
		if refused := s.about(e.Name, err); errors.Is(refused, ordo.ErrInvalid) {
			if err := s.aside(ctx, e, goodsKind, data, refused); err != nil {
				return problems, err
			}
			problems = append(problems, exchange.Record{Key: e.Name, Ref: s.ref("file", e.Name), Changed: e.Time, Problem: refused})
			continue
		}
		if err != nil {
			return problems, err
		}
		if err := s.done(ctx, e, data); err != nil {
			return problems, err
		}
	}
	return problems, nil
}

// done puts a goods file to those that were taken. One that says the same as the newest is not kept twice.
func (s *Sync) done(ctx context.Context, e files.Entry, data []byte) error {
	taken, err := s.names(ctx, path.Join(doneFolder, goodsKind+"-*"))
	if err != nil {
		return err
	}
	to := ""
	if len(taken) > 0 {
		newest := taken[len(taken)-1].Name
		was, err := files.ReadAll(ctx, s.folder, newest, s.set.MaxSize)
		if err != nil {
			return s.failed("read "+newest, err)
		}
		if bytes.Equal(was, data) {
			to = newest
		}
	}
	if to == "" {
		n, err := s.number(ctx, goodsKind)
		if err != nil {
			return err
		}
		to = path.Join(doneFolder, fmt.Sprintf("%s-%06d%s", goodsKind, n, path.Ext(e.Name)))
	}
	return s.keep(ctx, e, to, data)
}

// load reads a goods file that was taken. The two that were read last are remembered: a pass reads them for each kind.
func (s *Sync) load(ctx context.Context, e files.Entry) (snapshot, error) {
	if known, ok := s.loaded[e.Name]; ok {
		return known, nil
	}
	data, err := files.ReadAll(ctx, s.folder, e.Name, s.set.MaxSize)
	if err != nil {
		return snapshot{}, s.failed("read "+e.Name, err)
	}
	c, err := ReadGoods(data, s.set.Goods)
	if err != nil {
		return snapshot{}, s.about(e.Name, err)
	}
	if len(s.loaded) > 1 {
		clear(s.loaded)
	}
	s.loaded[e.Name] = snapshot{c, e.Name, e.Time}
	return s.loaded[e.Name], nil
}

// known returns what a reader has been told who has read the files that were taken, up to the last of them. What a row
// said that could not be read is what the files before it say.
func (s *Sync) known(ctx context.Context, taken []files.Entry, kind exchange.Kind) (out []exchange.Record, err error) {
	at := map[string]int{}
	for _, e := range slices.Backward(taken) {
		file, err := s.load(ctx, e)
		if err != nil {
			return nil, err
		}
		whole := true
		for _, r := range s.recordsOf(file, kind) {
			whole = whole && r.Problem == nil
			i, seen := at[r.Key]
			switch {
			case !seen:
				at[r.Key] = len(out)
				out = append(out, r)
			case out[i].Problem != nil && r.Problem == nil:
				out[i] = r
			}
		}
		if whole {
			break
		}
	}
	return out, nil
}

// changed returns what is new or other now, and what is gone. Nothing of a good is gone while a row of it cannot be
// read, and nothing at all while a row may be any good.
func changed(before, now []exchange.Record) (out []exchange.Record) {
	was := map[string]exchange.Record{}
	for _, r := range before {
		was[r.Key] = r
	}
	there, unreadable := map[string]bool{}, map[string]bool{} // keys; IDs of goods
	for _, r := range now {
		there[r.Key] = true
		if r.Problem != nil {
			unreadable[r.Ref.ID] = true
		}
		if old, known := was[r.Key]; !known || r.Problem != nil || !bytes.Equal(old.Data, r.Data) {
			out = append(out, r)
		}
	}
	for _, r := range before {
		if there[r.Key] || r.Problem != nil || unreadable[""] || unreadable[r.Ref.ID] {
			continue
		}
		r.Gone, r.Data = true, nil
		out = append(out, r)
	}
	return out
}
