package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
)

// flowBucket has how far each kind of a flow has come, by accounts and kind, and who exchanges it now.
const flowBucket = "flow"

// flowState is a value in flowBucket.
type flowState struct {
	Cursor string    `json:"cursor,omitzero"` // of the source
	At     time.Time `json:"at,omitzero"`     // when it was kept
	// Told are the keys that the sink was told, where the source tells everything there is. All is set while everything
	// is read again; Before are the keys from before then.
	Told   toldLists   `json:"told,omitzero"`
	All    bool        `json:"all,omitzero"`
	Before []toldLists `json:"before,omitzero"`
	By     string      `json:"by,omitzero"`    // the exchange that is being made
	Until  time.Time   `json:"until,omitzero"` // how long that counts, unless it is said again
}

// holds reports whether an exchange that is being made still counts.
func (s flowState) holds(now time.Time) bool {
	return s.By != "" && s.Until.After(now) && !s.Until.After(now.Add(lease+skew))
}

// flowKind is a kind of a flow that this process exchanges, and nobody else.
type flowKind struct {
	*scheduler
	Flow
	kind exchange.Kind
	from *account
	to   *account
	full bool
	hand bool   // a person or the host wants it: what was refused is tried again at once
	mark string // of this exchange
	n    Exchanged

	mu    sync.Mutex
	kept  []byte // the state as it is in the store
	state flowState
}

func (x *flowKind) key() string { return joinKey(x.From, x.To, string(x.kind)) }

// errBusy says that another process makes an exchange.
var errBusy = fmt.Errorf("the exchange is being made already: %w", ErrConflict)

// take takes the exchange for this process; errBusy if another one has it.
func (x *flowKind) take(ctx context.Context, token string) error {
	all, err := x.store.Values(ctx, flowBucket, x.key())
	if err != nil {
		return err
	}
	if x.kept = all[x.key()]; x.kept != nil {
		if err := json.Unmarshal(x.kept, &x.state); err != nil {
			return fmt.Errorf("how far %s have come from %s to %s: %w", x.kind, x.From, x.To, err)
		}
	}
	if x.state.holds(x.now()) {
		return errBusy
	}
	return x.set(ctx, func(s *flowState) { s.By = token })
}

// set changes the state, as long as this process has the exchange.
func (x *flowKind) set(ctx context.Context, change func(*flowState)) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	next := x.state
	next.Until = x.now().Add(lease)
	change(&next)
	b, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if err := x.store.Swap(ctx, flowBucket, x.key(), x.kept, b); err != nil {
		if errors.Is(err, ErrConflict) {
			return errBusy
		}
		return err
	}
	x.kept, x.state = b, next
	return nil
}

// sofar returns the state.
func (x *flowKind) sofar() flowState {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.state
}

// moveTo keeps the cursor.
func (x *flowKind) moveTo(ctx context.Context, cursor string) error {
	return x.set(ctx, func(s *flowState) { s.Cursor, s.At = cursor, x.now() })
}

// renew says again and again that the exchange is being made, until the context ends, and calls lost when another
// process has it.
func (x *flowKind) renew(ctx context.Context, lost func()) {
	tick := time.NewTicker(lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := x.set(ctx, func(*flowState) {}); errors.Is(err, errBusy) {
			lost()
			return
		}
	}
}

// drop lets others make the exchange.
func (x *flowKind) drop(ctx context.Context) {
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), x.grace)
	defer cancel()
	if err := x.set(sctx, func(s *flowState) { s.By, s.Until = "", time.Time{} }); err != nil {
		x.log.ErrorContext(ctx, "an exchange that ended counts as being made for a while", "flow", x.name(), "err", err)
	}
}

// refusedBucket has the records that a flow could not bring to its end: by accounts, kind and a number that the key of
// the record gives.
const refusedBucket = "flow-refused"

const (
	refusedParts  = 64 // numbers of that kind
	refusedInPart = 50 // records under one number
	partsAtOnce   = 8  // numbers whose records are read at once
)

// waitingRecord is one of these records.
type waitingRecord struct {
	Ref     order.Ref       `json:"ref,omitzero"`
	Changed time.Time       `json:"changed,omitzero"`
	Gone    bool            `json:"gone,omitzero"`
	Data    json.RawMessage `json:"data,omitempty"`
	Unread  bool            `json:"unread,omitzero"` // the source could not read it: there is nothing to be tried again
	Problem string          `json:"problem"`
	Since   time.Time       `json:"since"`
	Tries   int             `json:"tries"`
	Due     time.Time       `json:"due,omitzero"`
	Mark    string          `json:"mark,omitzero"` // of the exchange in which it was tried last
}

// waitingPart are the records under one number, by their keys.
type waitingPart struct {
	kept    []byte // as it is in the store
	records map[string]waitingRecord
}

func partOf(key string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key)) // it cannot fail
	return int(h.Sum32() % refusedParts)
}

func (x *flowKind) partKey(part int) string {
	return joinKey(x.From, x.To, string(x.kind), strconv.Itoa(part))
}

// parts reads the records under some numbers.
func (x *flowKind) parts(ctx context.Context, numbers ...int) (map[int]*waitingPart, error) {
	keys := make([]string, len(numbers))
	for i, n := range numbers {
		keys[i] = x.partKey(n)
	}
	kept, err := x.store.Values(ctx, refusedBucket, keys...)
	if err != nil {
		return nil, err
	}
	out := map[int]*waitingPart{}
	for i, n := range numbers {
		p := &waitingPart{kept: kept[keys[i]], records: map[string]waitingRecord{}}
		if p.kept != nil {
			if err := json.Unmarshal(p.kept, &p.records); err != nil {
				return nil, fmt.Errorf("%s from %s that %s has refused: %w", x.kind, x.From, x.To, err)
			}
		}
		out[n] = p
	}
	return out, nil
}

// keepPart keeps the records under a number, if they have changed.
func (x *flowKind) keepPart(ctx context.Context, number int, p *waitingPart) error {
	var b []byte
	if len(p.records) > 0 {
		var err error
		if b, err = json.Marshal(p.records); err != nil {
			return err
		}
	}
	if slices.Equal(b, p.kept) {
		return nil
	}
	err := x.store.Swap(ctx, refusedBucket, x.partKey(number), p.kept, b)
	if errors.Is(err, ErrConflict) {
		return errBusy
	}
	return err
}

// dropUnread gives up the records that could not be read: everything is read again.
func (x *flowKind) dropUnread(ctx context.Context) error {
	for number := range refusedParts {
		parts, err := x.parts(ctx, number)
		if err != nil {
			return err
		}
		maps.DeleteFunc(parts[number].records, func(_ string, w waitingRecord) bool { return w.Unread })
		if err := x.keepPart(ctx, number, parts[number]); err != nil {
			return err
		}
	}
	return nil
}

// waiting goes through the records that could not be brought to their end, part by part.
func (x *flowKind) waiting(ctx context.Context, visit func(key string, w waitingRecord) bool) error {
	for from := 0; from < refusedParts; from += partsAtOnce {
		numbers := make([]int, partsAtOnce)
		for i := range numbers {
			numbers[i] = from + i
		}
		parts, err := x.parts(ctx, numbers...)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			for _, key := range slices.Sorted(maps.Keys(parts[n].records)) {
				if !visit(key, parts[n].records[key]) {
					return nil
				}
			}
		}
	}
	return nil
}
