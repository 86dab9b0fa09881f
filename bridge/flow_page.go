package bridge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
)

// flowPage is how many records are brought over at once. The cursor is kept after each page.
const flowPage = 50

// read brings over what the source tells behind the cursor, page by page. An error of the source or the sink is an
// *outsideError; what was read before it is brought over.
func (x *flowKind) read(ctx context.Context) error {
	var page []exchange.Record
	for r, err := range x.from.source.Records(ctx, x.kind, x.sofar().Cursor) {
		if err != nil {
			return errors.Join(x.bring(ctx, page), x.outside(ctx, err))
		}
		if slices.ContainsFunc(page, func(p exchange.Record) bool { return p.Key == r.Key }) || len(page) == flowPage {
			if err := x.bring(ctx, page); err != nil {
				return err
			}
			page = page[:0]
		}
		page = append(page, x.usable(r))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return x.bring(ctx, page)
}

// outside returns an error of the source or the sink, or that of the context.
func (x *flowKind) outside(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &outsideError{err}
}

// usable returns a record, with a problem if it cannot be told apart from others.
func (x *flowKind) usable(r exchange.Record) exchange.Record {
	switch err := checkID(r.Key); {
	case r.Problem != nil:
	case err != nil:
		r.Problem = fmt.Errorf("its key cannot be used: %w", err)
	case r.Kind != x.kind:
		r.Problem = fmt.Errorf("it was told among the %s and is a record of %s", x.kind, r.Kind)
	}
	if r.Problem != nil {
		r.Key, r.Data = clip(r.Key, maxID), nil
	}
	return r
}

// bring brings over a page, and moves the cursor behind it.
func (x *flowKind) bring(ctx context.Context, page []exchange.Record) error {
	if len(page) == 0 {
		return nil
	}
	if err := x.settle(ctx, page, &x.n.Read); err != nil {
		return err
	}
	if err := x.remember(ctx, page); err != nil {
		return err
	}
	for _, r := range slices.Backward(page) {
		if r.Cursor != "" {
			return x.moveTo(ctx, r.Cursor)
		}
	}
	return nil
}

// again tries once more what the sink has refused before and is due; by hand, all of it.
func (x *flowKind) again(ctx context.Context) error {
	var due []exchange.Record
	flush := func() error {
		page := due
		due = nil
		if len(page) == 0 {
			return nil
		}
		return x.settle(ctx, page, &x.n.Again)
	}
	var failed error
	now := x.now()
	err := x.waiting(ctx, func(key string, w waitingRecord) bool {
		if w.Unread || w.Mark == x.mark || !x.hand && notAfter(w.Due, now, longestRefused).After(now) {
			return true
		}
		due = append(due, exchange.Record{Kind: x.kind, Key: key, Ref: w.Ref, Changed: w.Changed, Gone: w.Gone, Data: w.Data})
		if len(due) == flowPage {
			failed = flush()
		}
		return failed == nil
	})
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	return flush()
}

// settle tells the sink a page, and keeps what it refuses. A later record of a key takes the place of one that was
// refused before. Counted are the records, and what became of them.
func (x *flowKind) settle(ctx context.Context, page []exchange.Record, counted *int) error {
	answers, err := x.tell(ctx, page)
	if err != nil {
		return err
	}
	var numbers []int
	for _, r := range page {
		if n := partOf(r.Key); !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	parts, err := x.parts(ctx, numbers...)
	if err != nil {
		return err
	}
	n, now := x.n, x.now()
	var es []Entry
	for _, r := range page {
		kept, part := answers[r.Key], parts[partOf(r.Key)]
		switch {
		case kept.Problem != nil:
			n.Refused++
			if !part.refuse(r, kept.Problem, now, x.mark) {
				return &outsideError{&fullError{kept.Problem}}
			}
			es = append(es, x.refusal(r, kept.Problem))
			continue
		case kept.Changed:
			n.Changed++
		default:
			n.Same++
		}
		delete(part.records, r.Key)
	}
	for number, p := range parts {
		if err := x.keepPart(ctx, number, p); err != nil {
			return err
		}
	}
	if len(es) > 0 {
		x.journal(ctx, es...)
	}
	x.n = n
	*counted += len(page)
	return nil
}

// tell tells the sink the records that could be read. It returns what became of each of the page, by key.
func (x *flowKind) tell(ctx context.Context, page []exchange.Record) (map[string]exchange.Kept, error) {
	answers := map[string]exchange.Kept{}
	var good []exchange.Record
	for _, r := range page {
		if r.Problem != nil {
			answers[r.Key] = exchange.Kept{Key: r.Key, Problem: r.Problem}
			continue
		}
		good = append(good, r)
	}
	if len(good) == 0 {
		return answers, nil
	}
	cctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	i := 0
	for k, err := range x.to.sink.Keep(cctx, x.kind, slices.Clone(good)) {
		if err != nil {
			return nil, x.outside(ctx, err)
		}
		if i == len(good) || k.Key != good[i].Key {
			return nil, x.unanswered(fmt.Sprintf("answer %d is about %q", i+1, k.Key))
		}
		answers[k.Key] = k
		i++
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if i < len(good) {
		return nil, x.unanswered(fmt.Sprintf("%d of %d records are answered", i, len(good)))
	}
	return answers, nil
}

// unanswered is the error of a sink that does not answer each record once, in order.
func (x *flowKind) unanswered(why string) error {
	return &outsideError{&ordo.Error{System: x.to.vendor(), Account: x.To, Op: string(x.kind), Class: ordo.InDoubt, Text: why}}
}

// fullError says that an exchange stops rather than lose what is refused.
type fullError struct{ last error }

// Text returns the error as a text for people.
func (e *fullError) Text() order.Text {
	return order.Textf("so many records are refused that no more can be kept; the exchange goes on once that is corrected: %v", e.last)
}

func (e *fullError) Error() string { return e.Text().String() }
func (e *fullError) Unwrap() error { return e.last }

// refuse keeps a record that was refused, and reports whether there was room for it. What could not be read is not
// lost: its source tells it again once it can be.
func (p *waitingPart) refuse(r exchange.Record, problem error, now time.Time, mark string) bool {
	was, there := p.records[r.Key]
	if !there && len(p.records) >= refusedInPart {
		return r.Problem != nil
	}
	w := waitingRecord{
		Ref: r.Ref, Changed: r.Changed, Gone: r.Gone, Data: r.Data, Unread: r.Problem != nil, Problem: clip(problem.Error(), maxReason), Since: now, Tries: 1,
		Mark: mark,
	}
	if there && was.Unread == w.Unread {
		w.Since, w.Tries = was.Since, was.Tries+1
	}
	if !w.Unread {
		w.Due = now.Add(min(MinInterval<<min(w.Tries-1, 10), longestRefused))
	}
	p.records[r.Key] = w
	return true
}

// longestRefused is how long a refused record waits at most before it is tried again.
const longestRefused = 24 * time.Hour

// refusal is the journal's entry of a record that was refused, which is written once for each reason.
func (x *flowKind) refusal(r exchange.Record, problem error) Entry {
	e := Entry{Level: LevelWarning, Account: x.To, What: "record", Key: joinKey("record", x.key(), r.Key, digestOf(problem.Error()))}
	if r.Problem != nil {
		e.Text = x.say(x.To, "a record of %s (%s) from %s cannot be read: %v", r.Key, x.kind, x.From, problem)
		return e
	}
	e.Text = x.say(x.To, "a record of %s (%s) from %s is refused, and is tried again: %v", r.Key, x.kind, x.From, problem)
	return e
}

// digestOf is a short text that stands for a longer one in keys.
func digestOf(text string) string { return strconv.FormatUint(digest64(text), 36) }
