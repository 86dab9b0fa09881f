package bridge_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// tallyStore counts the calls of a store.
type tallyStore struct {
	bridge.Store
	mu    sync.Mutex
	calls costs
}

func (s *tallyStore) count(call string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[call] += n
}

func (s *tallyStore) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	s.count("Load", 1)
	return s.Store.Load(ctx, id)
}

func (s *tallyStore) Head(ctx context.Context, id string) (bridge.Head, error) {
	s.count("Head", 1)
	return s.Store.Head(ctx, id)
}

func (s *tallyStore) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	s.count("Save", 1)
	return s.Store.Save(ctx, id, rev, b)
}

func (s *tallyStore) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	cs, err := s.Store.Claim(ctx, now, until, n, ids...)
	s.count("Claim", 1)
	s.count("claimed", len(cs))
	return cs, err
}

func (s *tallyStore) Release(ctx context.Context, c bridge.Claim) error {
	s.count("Release", 1)
	return s.Store.Release(ctx, c)
}

// An order's life costs few calls of the store: what the bridge knows it does not ask again, and what goes together is
// written together. What comes is one message in the store each time.
func TestWhatALifeCostsTheStore(t *testing.T) {
	for _, n := range []int{1, 10} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			w := newTown(t, order.Standard)
			s := &tallyStore{Store: w.store, calls: costs{}}
			w.store = s
			w.start()
			w.sync() // starting is no order's matter
			before := maps.Clone(s.calls)
			ids := make([]string, n)
			for i := range ids {
				ids[i] = w.buy()
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(news(t, channels.News{Key: ids[i], ID: ids[i], Placed: &order.Draft{}})))
				r.Header.Set("Authorization", "good")
				w.b.Webhook("stall-1").ServeHTTP(httptest.NewRecorder(), r)
			}
			w.sync()
			for _, what := range []struct {
				status string
				does   order.Command
			}{{"confirmed", order.Confirm{}}, {"", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("1", "2", "3")}}}}, {"", order.HandOver{}}} {
				for _, id := range ids {
					w.books.sets("L"+id, what.status, what.does)
				}
				w.clock.pass(time.Minute)
				w.sync()
			}
			for _, id := range ids {
				require.Equal(t, "handed-to-carrier", w.books.status("L"+id))
			}
			spent := maps.Clone(s.calls)
			for k, was := range before {
				spent[k] -= was
			}
			t.Logf("%d orders: %v", n, spent)
			require.Equal(t, 4*n, spent["claimed"], "once for each thing that came in")
			require.Equal(t, 4*n, spent["Load"], "once for each claim")
			require.Equal(t, 10*n, spent["Save"], "with each message, and after each of six effects")
			require.Equal(t, 6*n, spent["Head"], "before each effect")
			require.Zero(t, spent["Release"], "the last save ends the claim")
			require.LessOrEqual(t, spent["Claim"], 16, "as often as something may be due, however many orders are")
		})
	}
}

// A system that shows orders costs one effect more for each save with something to read, and nothing where there is
// none: one row, one call, one more save after it.
func TestWhatShowingCostsTheStore(t *testing.T) {
	spend := func(shows bool) (costs, int) {
		f := newFront(t)
		f.screen.off = !shows
		s := &tallyStore{Store: f.store, calls: costs{}}
		f.store = s
		f.reopen(s)
		f.buys()
		before := maps.Clone(s.calls)
		f.does("shop-1/A-1", order.Assemble{Warehouse: "central"}, order.CreateShipment{Picks: order.PickAll("mug")})
		f.does("shop-1/A-1", order.HandOver{Shipment: 1, Courier: true})
		f.crm.setsBy("LA-1", "19", order.WriteComment{Text: "call before"})
		f.clock.pass(time.Minute)
		f.sync()
		spent := maps.Clone(s.calls)
		for k, was := range before {
			spent[k] -= was
		}
		rows := 0
		for _, err := range s.Effects(t.Context(), bridge.EffectFilter{Order: "shop-1/A-1"}) {
			require.NoError(t, err)
			rows++
		}
		return spent, rows
	}
	without, rows := spend(false)
	with, rowsWith := spend(true)
	t.Logf("without: %v, %d effects\nwith: %v, %d effects", without, rows, with, rowsWith)
	const saves = 3 // two commands together, a hand-over, a comment
	require.Equal(t, 2+saves, rowsWith-rows, "and two while the order came and was paid")
	require.LessOrEqual(t, with["Save"]-without["Save"], 2*saves)
}
