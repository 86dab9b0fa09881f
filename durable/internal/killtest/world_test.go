package killtest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// world is everybody but ordo: four outside systems, buyers, a merchant in RetailCRM, and his shop.
type world struct {
	*testing.T
	*fleet
	dice  *rand.Rand
	mm    *megamarkettest.Server
	crm   *retailcrmtest.Server
	yk    *yookassatest.Server
	kassa *atoltest.Server
	bank  *yookassa.Client // the shop's program makes payments with it

	lives []life
	told  time.Time                      // when it was said how far they are
	cards map[string]retailcrmtest.Order // by the order at Megamarket, as of this round
	slips map[string][]atoltest.Receipt  // by order of the shop, as of this round

	mu     sync.Mutex
	tally  map[string]*count // by system and call
	commit map[string]int    // how often a call took effect for one lot at Megamarket
}

// count is what came of the calls that are to change something.
type count struct{ calls, effects, same, refused int }

// life is what happens to one order, from outside.
type life interface {
	step(now time.Time) // does the next thing, if it is time
	over() bool         // reports whether nothing more will happen
	where() string
}

// begin opens the fakes and makes the plans of n orders.
func begin(t *testing.T, n int) *world {
	t.Helper()
	w := &world{T: t, dice: rand.New(rand.NewPCG(*seed, 1)), tally: map[string]*count{}, commit: map[string]int{}}
	w.fleet = &fleet{T: t, orphans: map[string]time.Time{}}
	at := func(path string) fake.Receiver { return fake.Receiver{URL: merchant + path, Transport: w.fleet} }
	market := at("/mm-1")
	market.User, market.Password = callbackUser, callbackPassword
	w.mm = megamarkettest.New(megamarkettest.Settings{PendingReads: -1, Receiver: market})
	w.crm = retailcrmtest.New(retailcrmtest.Settings{Receiver: fake.Receiver{Transport: w.fleet}})
	w.yk = yookassatest.New(yookassatest.Settings{SlowRefunds: true, Receiver: at("/pay-1/")})
	w.kassa = atoltest.New(atoltest.Settings{Version: 5, Receiver: fake.Receiver{Transport: w.fleet}})
	w.watch("Megamarket", w.mm.Server)
	w.watch("RetailCRM", w.crm.Server)
	w.watch("YooKassa", w.yk.Server)
	w.watch("ATOL Online", w.kassa.Server)
	for i, sku := range []string{"MUG-RED", "TEAPOT"} {
		w.crm.AddOffer(int64(501+i), sku, sku)
	}
	w.fleet.settings = settings{Megamarket: w.mm.URL(), RetailCRM: w.crm.URL(), YooKassa: w.yk.URL(), ATOL: w.kassa.URL()}
	require.NoError(t, system(w.fleet.settings).Install(t.Context()))
	w.bank = yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithLimits(ordo.Limits{}), ordo.WithBaseURL(w.yk.URL()))
	for i := range n {
		dice := rand.New(rand.NewPCG(*seed, uint64(1000+i)))
		if i%2 == 0 {
			w.lives = append(w.lives, w.deal(dice))
		} else {
			w.lives = append(w.lives, w.sale(dice, i))
		}
	}
	t.Cleanup(func() { w.mm.Close(); w.crm.Close(); w.yk.Close(); w.kassa.Close() })
	return w
}

// ids are parts of paths that differ from call to call.
var ids = regexp.MustCompile(`/[0-9a-f][0-9a-f-]*[0-9][0-9a-f-]*\b`)

// watch counts the calls of a system that are to change something. Calls are then forgotten: there are many.
func (w *world) watch(name string, s *fake.Server) {
	s.Observe = func(e fake.Exchange) {
		call := e.Op
		if call == "" {
			call = ids.ReplaceAllString(e.Path, "/{id}")
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if e.N%1000 == 0 {
			defer s.Forget()
		}
		if e.Method == http.MethodGet || strings.HasPrefix(call, "order/get") || strings.HasPrefix(call, "order/search") || call == "getToken" {
			return
		}
		c := w.tally[name+" "+call]
		if c == nil {
			c = &count{}
			w.tally[name+" "+call] = c
		}
		c.calls++
		switch {
		case e.Committed:
			c.effects++
			w.lots(call, e.Body)
		case e.Status < 300:
			c.same++
		default:
			c.refused++
		}
	}
}

// lots counts what a call did to lots at Megamarket.
func (w *world) lots(call string, body []byte) {
	var b struct {
		Data struct {
			Shipments []struct {
				ShipmentID string
				Items      []struct{ ItemIndex json.RawMessage }
			}
		}
	}
	if !strings.HasPrefix(call, "order/") || json.Unmarshal(body, &b) != nil {
		return
	}
	for _, s := range b.Data.Shipments {
		for _, i := range s.Items {
			w.commit[fmt.Sprintf("%s of %s lot %s", call, s.ShipmentID, strings.Trim(string(i.ItemIndex), `"`))]++
		}
	}
}

// play lets everything happen until all orders have ended or the time is over, and reports whether they have.
func (w *world) play(ctx context.Context) bool {
	var wg sync.WaitGroup
	calls, end := context.WithCancel(ctx)
	for _, send := range []func(context.Context) []fake.Delivery{w.mm.SendHooks, w.yk.SendHooks, w.kassa.SendHooks} {
		for range 2 {
			wg.Go(func() {
				for calls.Err() == nil {
					send(calls)
					rest(calls, 50*time.Millisecond)
				}
			})
		}
	}
	w.mm.Hooks().Random("*", 0.1, *seed+2, fake.Twice(), fake.Late())
	w.yk.Hooks().Random("*", 0.1, *seed+3, fake.Twice(), fake.Late())
	w.kassa.Hooks().Random("*", 0.1, *seed+4, fake.Twice(), fake.Late(), fake.Lose())
	defer wg.Wait()
	defer end()
	for ctx.Err() == nil {
		looked := w.look()
		if w.round() {
			return true
		}
		rest(ctx, max(100*time.Millisecond, 2*looked)) // it is some work
	}
	return false
}

// look looks at all orders outside, and returns how long that took.
func (w *world) look() time.Duration {
	began := time.Now()
	w.cards = map[string]retailcrmtest.Order{}
	for _, o := range w.crm.Orders() {
		w.cards[o.ExternalID] = o
	}
	w.kassa.Settle()
	w.slips = map[string][]atoltest.Receipt{}
	for _, r := range w.kassa.Receipts() {
		id, _, _ := strings.Cut(strings.TrimPrefix(r.ExternalID, "shop-1%2F"), "/")
		w.slips[id] = append(w.slips[id], r)
	}
	for _, r := range w.yk.Refunds() {
		if r.Status == "pending" {
			_ = w.yk.SettleRefund(r.ID) // nobody else settles it
		}
	}
	return time.Since(began)
}

// round lets everybody do what is next, and reports whether nothing more will happen.
func (w *world) round() bool {
	under, now := 0, time.Now()
	todo := make(chan life)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for l := range todo {
				l.step(now)
			}
		})
	}
	for _, l := range w.lives {
		if l.over() {
			continue
		}
		if under++; under > max(40, len(w.lives)/8) { // orders come as others end
			break
		}
		todo <- l
	}
	close(todo)
	wg.Wait()
	if *orders > 0 && now.Sub(w.told) > 10*time.Second {
		w.told = now
		w.Logf("%s %d orders under way, a round takes %s", now.Format(time.TimeOnly), under, time.Since(now).Round(time.Millisecond))
	}
	return under == 0
}

// stuck tells where the orders are that have not ended.
func (w *world) stuck() string {
	var out []string
	for _, l := range w.lives {
		if !l.over() {
			out = append(out, l.where())
		}
	}
	return fmt.Sprintf("%d orders:\n%s", len(out), strings.Join(out[:min(20, len(out))], "\n"))
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
