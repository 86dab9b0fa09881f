package bridge_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

var (
	worldOrders    = flag.Int("world.orders", 12, "how many orders two bridges work on at once, and how many go through each fault of a store")
	worldRounds    = flag.Int("world.rounds", 2, "how often the checks of two bridges and of store faults are made, each time with other dice")
	worldHistories = flag.Int("world.histories", 150, "how many random histories of money are compared with the model")
	worldSeed      = flag.Uint64("world.seed", 2026, "the seed of these checks")
)

// vault is a gateway and register that remembers what it did by key, and loses answers as the dice fall.
type vault struct {
	mu       sync.Mutex
	dice     *rand.Rand
	trouble  int              // of a hundred calls
	paid     map[string]int64 // by payment
	back     map[string]int64
	refunds  map[string]receipts.Refund
	receipts map[string]receipts.Receipt
	wrong    []string
}

func newVault(dice *rand.Rand) *vault {
	return &vault{dice: dice, paid: map[string]int64{}, back: map[string]int64{}, refunds: map[string]receipts.Refund{}, receipts: map[string]receipts.Receipt{}}
}

func (*vault) System() string { return "vault" }

// fault is what goes wrong before a call takes effect, and after it.
func (v *vault) fault() (before, after error) {
	if v.dice.IntN(100) >= v.trouble {
		return nil, nil
	}
	if v.dice.IntN(2) == 0 {
		return &ordo.Error{System: "vault", Class: ordo.Retry, Text: "bad gateway"}, nil
	}
	return nil, &ordo.Error{System: "vault", Class: ordo.InDoubt, Text: "the answer was lost"}
}

func (v *vault) Register(_ context.Context, r receipts.Receipt) (receipts.Document, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	before, after := v.fault()
	if before != nil {
		return receipts.Document{}, before
	}
	if was, is := v.receipts[r.Key]; is && was.Total != r.Total {
		v.wrong = append(v.wrong, fmt.Sprintf("receipt %s of %s and of %s", r.Key, was.Total, r.Total))
	}
	v.receipts[r.Key] = r.Clone()
	if after == nil && v.dice.IntN(100) < v.trouble {
		return receipts.Document{Key: r.Key, Ref: order.Ref{Kind: "receipt", ID: r.Key}, State: receipts.DocumentWaiting}, nil
	}
	return receipts.Document{Key: r.Key, Ref: order.Ref{Kind: "receipt", ID: r.Key}, State: receipts.DocumentDone, Number: r.Key, Total: r.Total}, after
}

func (v *vault) Read(_ context.Context, ref order.Ref) (receipts.Document, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if before, after := v.fault(); before != nil || after != nil {
		return receipts.Document{}, &ordo.Error{System: "vault", Class: ordo.Retry, Text: "bad gateway"}
	}
	r := v.receipts[ref.ID]
	return receipts.Document{Key: r.Key, Ref: ref, State: receipts.DocumentDone, Number: r.Key, Total: r.Total}, nil
}

func (v *vault) Payment(_ context.Context, ref order.Ref) (order.Payment, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return order.Payment{ID: ref.ID, Ref: ref, State: status.PaymentPaid, Amount: amount.RUB(v.paid[ref.ID]), Refunded: amount.RUB(v.back[ref.ID])}, nil
}

func (v *vault) Refund(_ context.Context, o receipts.RefundOrder) (receipts.Refund, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	before, after := v.fault()
	if before != nil {
		return receipts.Refund{}, before
	}
	r, is := v.refunds[o.Key]
	if is && (r.Amount != o.Amount || r.Payment.ID != o.Payment.ID) {
		v.wrong = append(v.wrong, fmt.Sprintf("refund %s of %s and of %s", o.Key, r.Amount, o.Amount))
	}
	if !is {
		r = receipts.Refund{Key: o.Key, Ref: order.Ref{Kind: "refund", ID: "r-" + o.Key}, Payment: o.Payment, State: receipts.RefundDone, Amount: o.Amount}
		v.refunds[o.Key] = r
		if v.back[o.Payment.ID] += o.Amount.Minor(); v.back[o.Payment.ID] > v.paid[o.Payment.ID] {
			v.wrong = append(v.wrong, fmt.Sprintf("payment %s: %d paid back of %d", o.Payment.ID, v.back[o.Payment.ID], v.paid[o.Payment.ID]))
		}
	}
	if after == nil && v.dice.IntN(100) < v.trouble {
		r.State = receipts.RefundWaiting
	}
	return r, after
}

func (v *vault) ReadRefund(_ context.Context, ref order.Ref) (receipts.Refund, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.refunds[strings.TrimPrefix(ref.ID, "r-")], nil
}

// moved is the money that changed hands for some payments, and by the receipts of an order.
func (v *vault) moved(payments []order.Payment, id string) (money, receipted int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, p := range payments {
		money += v.paid[p.Ref.ID] - v.back[p.Ref.ID]
	}
	for key, r := range v.receipts {
		if !strings.HasPrefix(key, strings.ReplaceAll(id, "/", "%2F")+"/") {
			continue
		}
		for _, p := range r.Payments {
			switch {
			case !p.Form.IsMoney():
			case r.Kind == receipts.SellRefund:
				receipted -= p.Sum.Minor()
			default:
				receipted += p.Sum.Minor()
			}
		}
	}
	return money, receipted
}

// world is a town with a vault, on whose store several bridges work, and a merchant, buyers and troubles.
type world struct {
	*town
	vault   *vault
	dice    *rand.Rand
	bridges []*bridge.Bridge
	ids     []string
}

func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	w := &world{town: newTown(t, order.ByCarrier), vault: newVault(rand.New(rand.NewPCG(seed, 1))), dice: rand.New(rand.NewPCG(seed, 2))}
	w.books.patient = true
	return w
}

// opens lets another bridge work on the store, by a clock of its own.
func (w *world) opens(store bridge.Store, c ordo.Clock) {
	w.t.Helper()
	b, err := bridge.New(store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.Account("vault-1", w.vault),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Gateway: "vault-1", Receipts: "vault-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral}},
		bridge.WithClock(c), bridge.WithWorkers(4))
	require.NoError(w.t, err)
	w.bridges = append(w.bridges, b)
	w.b = w.bridges[0]
}

// any is one of the bridges.
func (w *world) any() *bridge.Bridge { return w.bridges[w.dice.IntN(len(w.bridges))] }

// announces lets the stall call about an order: in vain, once or several times, by any of the bridges.
func (w *world) announces(id string) {
	var calls sync.WaitGroup
	for range w.dice.IntN(4) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(news(w.t, channels.News{Key: "placed " + id, ID: id, Placed: &order.Draft{}})))
		r.Header.Set("Authorization", "good")
		b := w.any()
		calls.Go(func() { b.Webhook("stall-1").ServeHTTP(httptest.NewRecorder(), r) })
	}
	calls.Wait()
}

// works lets all bridges make a pass at once. Errors of a store that fails are its own matter.
func (w *world) works() {
	var passes sync.WaitGroup
	for _, b := range w.bridges {
		passes.Go(func() {
			if _, err := b.Sync(w.t.Context()); err != nil && !errors.Is(err, errDisk) {
				w.t.Error(err)
			}
		})
	}
	passes.Wait()
}

// until is the merchant's program, which repeats a command by its key until it is stored.
func (w *world) until(id, key string, c order.Command) {
	w.t.Helper()
	for range 200 {
		_, err := w.any().Do(w.t.Context(), "stall-1/"+id, c, order.By{Actor: chaos.Clerk, Key: key})
		if err == nil || errors.Is(err, order.ErrAlready) {
			return
		}
		if !errors.Is(err, errDisk) && !errors.Is(err, bridge.ErrConflict) && !errors.Is(err, bridge.ErrUnknown) {
			require.NoError(w.t, err)
		}
		w.clock.pass(20 * time.Second)
		w.works()
	}
	w.t.Fatalf("order %s: %s is never stored", id, key)
}

// lives leads orders through a life: bought, paid, confirmed, one piece given back and its money paid back.
func (w *world) lives(n int) {
	w.t.Helper()
	for i := range n {
		id := w.buy()
		w.ids = append(w.ids, id)
		w.announces(id)
		w.vault.mu.Lock()
		w.vault.paid["p-"+id] = 30000
		w.vault.mu.Unlock()
		if i%4 == 3 {
			w.works()
		}
	}
	w.works()
	for _, id := range w.ids {
		w.until(id, "pay", order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPaid, Amount: amount.RUB(30000), Ref: order.Ref{System: "vault", Account: "vault-1", Kind: "payment", ID: "p-" + id}}})
	}
	w.works()
	for _, id := range w.ids {
		for range 200 {
			if w.books.status("L"+id) != "" {
				break
			}
			w.clock.pass(time.Minute)
			w.works()
		}
		require.NotEmpty(w.t, w.books.status("L"+id))
		w.books.sets("L"+id, "confirmed", order.Confirm{})
	}
	w.works()
	for i, id := range w.ids {
		if i%2 == 0 {
			w.until(id, "return", order.Return{Picks: order.PickAll("2"), Reason: status.ReasonUnwanted})
			w.until(id, "refund", order.Refund{Block: 1})
		}
		if i%5 == 4 {
			w.works()
		}
	}
}

// rests lets everything come to its end, with no more troubles.
func (w *world) rests() {
	w.t.Helper()
	w.vault.mu.Lock()
	w.vault.trouble = 0
	w.vault.mu.Unlock()
	for range 40 {
		w.works()
		w.clock.pass(20 * time.Minute)
		for _, o := range w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt, bridge.PhaseParked}}) {
			require.NoError(w.t, w.b.Retry(w.t.Context(), o.Key, chaos.Clerk))
		}
		if len(w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}})) == 0 && !w.open() {
			return
		}
	}
	w.t.Fatalf("it does not come to rest: %v", w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}}))
}

// open tells whether the merchant's confirmations are still on their way.
func (w *world) open() bool {
	for _, id := range w.ids {
		o, err := w.b.Order(w.t.Context(), "stall-1/"+id)
		if l, known := (order.LineView{}), false; err != nil {
			return true
		} else if l, known = o.Line("1"); !known || len(l.Portions) == 0 || l.Portions[0].State == status.ItemNew {
			return true
		}
	}
	return false
}

// single checks that nothing is there twice, and nothing is missing.
func (w *world) single() {
	w.t.Helper()
	count := map[string]int{}
	for _, d := range append(w.stall.done(), w.books.done()...) {
		count[d]++
	}
	orders := 0
	for _, err := range w.store.Orders(w.t.Context(), bridge.OrderFilter{}) {
		require.NoError(w.t, err)
		orders++
	}
	require.Equal(w.t, len(w.ids), orders)
	require.Empty(w.t, w.vault.wrong)
	for i, id := range w.ids {
		require.Equal(w.t, 1, count["upsert L"+id], "order %s", id)
		confirms := 0
		for d, n := range count {
			if strings.HasPrefix(d, "confirm "+id+" ") {
				confirms += n
			}
		}
		require.LessOrEqual(w.t, confirms, 1, "order %s: %v", id, w.stall.done()) // one that was announced begins confirmed
		back, cancels := int64(0), 0
		if i%2 == 0 {
			back, cancels = 10000, 1
		}
		require.Equal(w.t, cancels, count["cancel "+id+" 2"], "order %s", id)
		money, receipted := w.vault.moved(w.order(id).View().Payments, "stall-1/"+id)
		require.Equal(w.t, 30000-back, money, "order %s", id)
		require.Equal(w.t, money, receipted, "order %s", id)
		require.Equal(w.t, back, w.vault.back["p-"+id])
	}
	require.Len(w.t, w.vault.refunds, (len(w.ids)+1)/2)
}

// skewed is a clock that differs from another.
type skewed struct {
	ordo.Clock
	by time.Duration
}

func (s skewed) Now() time.Time { return s.Clock.Now().Add(s.by) }

// Two bridges on one store, with clocks that differ, calls that get lost and come again, and answers that are lost: no
// order, no receipt and no refund is there twice.
func TestTwoBridgesUnderLoadDoubleNothing(t *testing.T) {
	for round := range *worldRounds {
		seed := *worldSeed + uint64(round)
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(t, seed)
			w.vault.trouble = 30
			w.opens(w.store, skewed{w.clock, -40 * time.Second})
			w.opens(w.store, skewed{w.clock, 50 * time.Second})
			w.lives(*worldOrders * 2)
			w.rests()
			w.single()
		})
	}
}

// frail is a store that fails as the dice fall: before a write is made, or after it.
type frail struct {
	bridge.Store
	mu     sync.Mutex
	dice   *rand.Rand
	faults map[string]frailty
}

// frailty is what goes wrong with a method: of a hundred calls so many fail before they take effect, and so many after.
type frailty struct{ before, after int }

func (f *frail) falls(method string) (before, after error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x := f.faults[method]
	n := f.dice.IntN(100)
	switch {
	case n < x.before:
		return errDisk, nil
	case n < x.before+x.after:
		return nil, errDisk
	}
	return nil, nil
}

// spoil makes a call of a method.
func spoil[T any](f *frail, method string, call func() (T, error)) (T, error) {
	var none T
	before, after := f.falls(method)
	if before != nil {
		return none, before
	}
	v, err := call()
	if err == nil && after != nil {
		return none, after
	}
	return v, err
}

func (f *frail) does(method string, call func() error) error {
	_, err := spoil(f, method, func() (bool, error) { return true, call() })
	return err
}

func (f *frail) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	return spoil(f, "Load", func() (bridge.StoredOrder, error) { return f.Store.Load(ctx, id) })
}

func (f *frail) Head(ctx context.Context, id string) (bridge.Head, error) {
	return spoil(f, "Head", func() (bridge.Head, error) { return f.Store.Head(ctx, id) })
}

func (f *frail) Values(ctx context.Context, bucket string, keys ...string) (map[string][]byte, error) {
	return spoil(f, "Values", func() (map[string][]byte, error) { return f.Store.Values(ctx, bucket, keys...) })
}

func (f *frail) Swap(ctx context.Context, bucket, key string, old, value []byte) error {
	return f.does("Swap", func() error { return f.Store.Swap(ctx, bucket, key, old, value) })
}

func (f *frail) Ran(ctx context.Context, r bridge.Run) error {
	return f.does("Ran", func() error { return f.Store.Ran(ctx, r) })
}

func (f *frail) Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error) {
	return spoil(f, "Find", func() (map[order.Ref]string, error) { return f.Store.Find(ctx, refs...) })
}

func (f *frail) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	return f.does("Save", func() error { return f.Store.Save(ctx, id, rev, b) })
}

func (f *frail) Receive(ctx context.Context, m bridge.Incoming) error {
	return f.does("Receive", func() error { return f.Store.Receive(ctx, m) })
}

func (f *frail) Cursor(ctx context.Context, account, stream string) (string, error) {
	return spoil(f, "Cursor", func() (string, error) { return f.Store.Cursor(ctx, account, stream) })
}

func (f *frail) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	return spoil(f, "Claim", func() ([]bridge.Claim, error) { return f.Store.Claim(ctx, now, until, n, ids...) })
}

func (f *frail) Release(ctx context.Context, c bridge.Claim) error {
	return f.does("Release", func() error { return f.Store.Release(ctx, c) })
}

func (f *frail) Write(ctx context.Context, es ...bridge.Entry) error {
	return f.does("Write", func() error { return f.Store.Write(ctx, es...) })
}

// A store fails, before or after it has written, in each of its methods and in all: whatever is lost on the way, in
// the end everything has happened once.
func TestAStoreMayFailAnywhere(t *testing.T) {
	all := func(f frailty) map[string]frailty {
		out := map[string]frailty{}
		for _, m := range []string{"Load", "Head", "Find", "Save", "Receive", "Cursor", "Claim", "Release", "Write", "Values", "Swap", "Ran"} {
			out[m] = f
		}
		return out
	}
	profiles := map[string]map[string]frailty{
		"everything, before": all(frailty{before: 8}), "everything, after": all(frailty{after: 8}), "everything": all(frailty{5, 5}),
		"saves, often": {"Save": {20, 20}}, "saves and claims": {"Save": {10, 10}, "Claim": {10, 10}, "Release": {50, 50}},
	}
	for m := range all(frailty{}) {
		profiles[m+" before"] = map[string]frailty{m: {before: 20}}
		profiles[m+" after"] = map[string]frailty{m: {after: 20}}
	}
	for name, p := range profiles {
		t.Run(name, func(t *testing.T) {
			for round := range *worldRounds {
				seed := *worldSeed + uint64(round)
				w := newWorld(t, seed)
				f := &frail{Store: w.store, dice: rand.New(rand.NewPCG(seed, 3)), faults: p}
				w.opens(f, w.clock)
				w.lives(max(*worldOrders/3, 2))
				for range 5 {
					w.works()
					w.clock.pass(6 * time.Minute) // claims of passes that failed end
				}
				f.mu.Lock()
				f.faults = nil
				f.mu.Unlock()
				w.rests()
				w.single()
			}
		})
	}
}
