package bridge_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	webshop "github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// pushes is a merchant whose shop sends its orders and cannot be asked.
type pushes struct {
	*testing.T
	b     *bridge.Bridge
	store *memory.Store
	clock *clock
}

// newPushes connects the shop. Its calls have News as JSON.
func newPushes(t *testing.T, who order.Authority, set webshop.Settings) *pushes {
	t.Helper()
	w := &pushes{T: t, store: memory.New(), clock: &clock{t: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}}
	set.Admit = webshop.Bearer(ordo.NewSecret("site-5ecret"))
	set.Decode = func(_ *http.Request, body []byte) (ns []channels.News, err error) {
		return ns, json.Unmarshal(body, &ns)
	}
	var err error
	w.b, err = bridge.New(w.store, bridge.Account("shop-1", webshop.New(set)), bridge.WithClock(w.clock),
		bridge.Route{Channel: "shop-1", Scheme: order.ByCarrier, Authority: who}, bridge.Route{Channel: "shop-1", Authority: who})
	require.NoError(t, err)
	return w
}

// calls is the shop calling; it returns the status and the body of the answer.
func (w *pushes) calls(ns ...channels.News) (int, string) {
	w.Helper()
	body, err := json.Marshal(ns)
	require.NoError(w, err)
	return w.posts("Bearer site-5ecret", string(body))
}

func (w *pushes) posts(auth, body string) (int, string) {
	w.Helper()
	r := httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/shop-1/", strings.NewReader(body))
	r.Header.Set("Authorization", auth)
	rec := httptest.NewRecorder()
	w.b.Webhook("shop-1").ServeHTTP(rec, r)
	return rec.Code, rec.Body.String()
}

// sends is the shop calling with what must be taken and is worked on.
func (w *pushes) sends(ns ...channels.News) {
	w.Helper()
	code, body := w.calls(ns...)
	require.Equal(w, http.StatusAccepted, code, body)
	w.sync()
}

func (w *pushes) sync() {
	w.Helper()
	_, err := w.b.Sync(w.Context())
	require.NoError(w, err)
}

func (w *pushes) view(id string) order.View {
	w.Helper()
	o, err := w.b.Order(w.Context(), "shop-1/"+id)
	require.NoError(w, err)
	return o.View()
}

// journal is the texts of what was written down under a word.
func (w *pushes) journal(what string) (texts []string) {
	w.Helper()
	for e, err := range w.store.Journal(w.Context(), bridge.JournalFilter{What: what}) {
		require.NoError(w, err)
		texts = append(texts, e.Text)
	}
	return texts
}

// placed is a new order of two mugs and a teapot, 4 280 roubles with 100 off.
func (w *pushes) placed(id string) channels.News {
	return channels.News{ID: id, Occurred: w.clock.Now(), Placed: &order.Draft{
		Placed: w.clock.Now(), Scheme: order.ByCarrier, Buyer: order.Buyer{Name: "Olga", Email: "olga@example.ru"},
		Lines: []order.Line{mugs(2), teapot()}, Adjustments: []order.Adjustment{hundredOff()},
	}}
}

func mugs(n int) order.Line {
	return order.Line{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(n), Price: amount.RUB(89000)}
}

func teapot() order.Line {
	return order.Line{ID: "teapot", SKU: "POT", Name: "Teapot", Quantity: amount.Pcs(1), Price: amount.RUB(250000)}
}

func hundredOff() order.Adjustment {
	return order.Adjustment{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(10000)}
}

// changed is a change of an order that the shop made some minutes ago.
func (w *pushes) changed(id string, ago time.Duration, c channels.Change) channels.News {
	return channels.News{ID: id, Occurred: w.clock.Now().Add(-ago), Changed: &c}
}

func lines(ls ...order.Line) channels.Change {
	return channels.Change{Lines: &channels.Lines{Lines: ls, Adjustments: []order.Adjustment{hundredOff()}}}
}

func named(name string) channels.Change {
	return channels.Change{Details: &order.DetailsReport{Buyer: order.Buyer{Name: name}}}
}

// fault: U7
func TestAShopThatCannotBeAskedSendsItsOrders(t *testing.T) {
	for who, authority := range map[string]order.Authority{"the shop owns its orders": order.Marketplace, "people edit here": order.OwnShop | order.ChannelOwnsPayment} {
		t.Run(who, func(t *testing.T) {
			var told []order.EffectKind
			w := newPushes(t, authority, webshop.Settings{
				Kinds: []order.EffectKind{order.EffectShip, order.EffectCancel},
				Tell: func(_ context.Context, task order.Task) (order.Outcome, error) {
					told = append(told, task.Kind)
					return order.Outcome{}, nil
				},
			})
			w.sends(w.placed("A-1"))
			require.Equal(t, amount.RUB(418000), w.view("A-1").Total)
			w.clock.pass(3 * time.Hour)
			w.sync()
			require.Empty(t, w.journal("look"), "nobody asks for what cannot be read")

			window := order.Window{From: w.clock.Now().AddDate(0, 0, 2), To: w.clock.Now().AddDate(0, 0, 3)}
			w.sends(
				w.changed("A-1", 2*time.Minute, lines(mugs(1), teapot(), order.Line{ID: "cup", SKU: "CUP", Name: "Cup", Quantity: amount.Pcs(1), Price: amount.RUB(50000)})),
				w.changed("A-1", time.Minute, named("Olga Petrova")),
				w.changed("A-1", time.Minute, channels.Change{Dates: &order.DateReport{Window: window}}),
			)
			v := w.view("A-1")
			require.Equal(t, amount.RUB(379000), v.Total, "%v", w.journal(""))
			require.Equal(t, "Olga Petrova", v.Buyer.Name)
			require.Equal(t, window, v.Delivery.Window)
			w.sends(w.changed("A-1", 0, lines(mugs(3), teapot())))
			require.Equal(t, amount.RUB(3*89000+250000-10000), w.view("A-1").Total, "more mugs, no cup")

			w.sends(channels.News{ID: "A-1", Occurred: w.clock.Now(), Paid: []order.PaymentReport{{Payment: order.Payment{ID: "p1", Amount: amount.RUB(507000)}}}})
			require.Equal(t, amount.RUB(507000), w.view("A-1").Paid)
			w.sends(w.placed("A-2"), channels.News{ID: "A-2", Cancelled: &order.CancelReport{Reason: status.ReasonBuyerCancelled}})
			require.Equal(t, status.OrderCancelled, w.view("A-2").State)
			require.Empty(t, told, "the shop is not told what it said itself")
			w.sends(w.placed("A-3"))
			_, err := w.b.Do(t.Context(), "shop-1/A-3", order.Cancel{Reason: status.ReasonOutOfStock}, anna)
			require.NoError(t, err)
			w.sync()
			require.Equal(t, []order.EffectKind{order.EffectCancel}, told)
		})
	}
}

// fault: U7
func TestWhatAShopSendsTwiceOrTooLateIsWeighed(t *testing.T) {
	w := newPushes(t, order.OwnShop, webshop.Settings{})
	w.sends(w.placed("A-1"))
	again := w.placed("A-1")
	w.clock.pass(time.Hour)
	w.sends(again)
	require.Equal(t, 1, w.view("A-1").Version, "the same order twice is one")

	newer, older := w.changed("A-1", time.Minute, named("Olga Petrova")), w.changed("A-1", time.Hour, named("Olga P."))
	w.sends(newer)
	w.sends(older)
	w.sends(newer)
	require.Equal(t, "Olga Petrova", w.view("A-1").Buyer.Name)
	require.Len(t, w.journal("stale-change"), 1)
	// What changed nothing counts, too: the address was another one for a minute, which came too late.
	w.sends(w.changed("A-1", 10*time.Second, named("Olga Petrova")))
	w.sends(w.changed("A-1", 30*time.Second, named("Oleg")))
	require.Equal(t, "Olga Petrova", w.view("A-1").Buyer.Name)
	// A clock that is a year ahead does not make all that follows an older change.
	w.sends(w.changed("A-1", -365*24*time.Hour, named("Inna")))
	w.clock.pass(time.Minute)
	w.sends(w.changed("A-1", 0, named("Irina")))
	require.Equal(t, "Irina", w.view("A-1").Buyer.Name)
}

// fault: U7
func TestNewsOfAnOrderThatIsNotThereYetIsKept(t *testing.T) {
	for name, wait := range map[string]time.Duration{"at once": 0, "while it is tried again": time.Minute, "after it was given up": 30 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			w := newPushes(t, order.OwnShop, webshop.Settings{})
			first := w.placed("A-1")
			if w.clock.pass(time.Second); wait == 0 {
				w.sends(w.changed("A-1", 0, named("Inna")), first)
			} else {
				w.sends(w.changed("A-1", 0, named("Inna")))
				for until := w.clock.Now().Add(wait); w.clock.Now().Before(until); w.clock.pass(wait / 30) {
					w.sync()
				}
				w.sends(first)
			}
			require.Equal(t, "Inna", w.view("A-1").Buyer.Name, "%v", w.journal(""))
			s, err := w.store.Load(t.Context(), "shop-1/A-1")
			require.NoError(t, err)
			require.Empty(t, s.Messages)
		})
	}
}

// fault: U7 U8 U9
func TestAShopIsAnsweredWhatIsWrong(t *testing.T) {
	w := newPushes(t, order.OwnShop, webshop.Settings{})
	bad, other := w.placed("A-1"), w.placed("A-1")
	bad.Placed.Lines = []order.Line{mugs(1), {ID: "pot", Name: "Pot", Quantity: amount.Pcs(1), Price: amount.RUB(-1)}}
	code, body := w.calls(bad)
	require.Equal(t, http.StatusBadRequest, code)
	require.Contains(t, body, `"order":"A-1","field":"line pot"`)
	code, _ = w.posts("Bearer guess", "[]")
	require.Equal(t, http.StatusUnauthorized, code)
	code, body = w.posts("Bearer site-5ecret", "garbage")
	require.Equal(t, http.StatusBadRequest, code, body)
	code, body = w.posts("Bearer site-5ecret", strings.Repeat(" ", ordo.MaxCall+1))
	require.Equal(t, http.StatusRequestEntityTooLarge, code)
	require.Contains(t, body, "1048576")

	other.Placed.Buyer.Phone = "+79010000009" // only the phone is another one: that is no echo either
	taken := func(when string) {
		code, body := w.calls(other)
		require.Equal(t, http.StatusConflict, code, when)
		require.Contains(t, body, "order A-1 is known here with other content", when)
	}
	code, _ = w.calls(w.placed("A-1"))
	require.Equal(t, http.StatusAccepted, code)
	taken("before it was worked on")
	w.sync()
	taken("after it was worked on")
	require.NotEmpty(t, w.journal("announced-again"))
	require.Equal(t, 1, w.view("A-1").Version)

	var no *ordo.Error
	err := w.b.Announce(t.Context(), "shop-1", other)
	require.ErrorAs(t, err, &no)
	require.ErrorIs(t, err, ordo.ErrConflict)
	var refused *order.Refused
	require.ErrorAs(t, w.b.Announce(t.Context(), "shop-1", bad), &refused)
	require.ErrorIs(t, w.b.Announce(t.Context(), "shop-1", channels.News{ID: "A-1"}), ordo.ErrInvalid)
	require.ErrorContains(t, w.b.Announce(t.Context(), "shop-2", other), "not connected")
	require.NoError(t, w.b.Announce(t.Context(), "shop-1", w.placed("A-2")))
	require.NoError(t, w.b.Announce(t.Context(), "shop-1", w.placed("A-2")))
	w.sync()
	require.Equal(t, 1, w.view("A-2").Version)
}

// A command must not be given on what cannot be read.
func TestAShopThatCannotBeAskedIsNotReadBeforeACommand(t *testing.T) {
	w := newPushes(t, order.OwnShop, webshop.Settings{})
	w.sends(w.placed("A-1"))
	_, err := w.b.Do(t.Context(), "shop-1/A-1", order.Confirm{}, anna, bridge.Fresh)
	require.ErrorIs(t, err, ordo.ErrUnsupported)
	_, err = w.b.Do(t.Context(), "shop-1/A-1", order.Cancel{Reason: status.ReasonOutOfStock}, anna)
	require.NoError(t, err)
}

// What the shop wants and may not is shown, not dropped: the goods have left.
func TestAChangeThatComesTooLateIsShown(t *testing.T) {
	w := newPushes(t, order.OwnShop, webshop.Settings{})
	w.sends(w.placed("A-1"))
	for _, c := range []order.Command{order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(418000)}}, order.Pack{}, order.HandOver{}} {
		_, err := w.b.Do(t.Context(), "shop-1/A-1", c, anna)
		require.NoError(t, err)
	}
	w.sends(w.changed("A-1", 0, lines(mugs(1))), w.changed("A-1", 0, named("Inna")))
	require.Equal(t, amount.RUB(418000), w.view("A-1").Total)
	require.Len(t, w.journal("declined"), 2)
	renamed := mugs(2)
	renamed.Name = "Cup"
	w.sends(w.changed("A-1", 0, lines(renamed, teapot())))
	require.Contains(t, w.journal("remark")[0], "line mug is MUG Cup in shop-1, and MUG Mug here")
}

// A shop that nobody may call, and one that is wired wrong.
func TestAShopWithoutAuthenticationRefusesEverybody(t *testing.T) {
	b, err := bridge.New(memory.New(), bridge.Account("shop-1", webshop.New(webshop.Settings{
		Decode: func(*http.Request, []byte) ([]channels.News, error) { return nil, errors.New("never called") },
	})), bridge.Route{Channel: "shop-1"})
	require.NoError(t, err)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/shop-1/", strings.NewReader("[]"))
	rec := httptest.NewRecorder()
	b.Webhook("shop-1").ServeHTTP(rec, r)
	require.Equal(t, http.StatusUnauthorized, rec.Code)
	require.ErrorContains(t, b.Check(t.Context()), "without Admit every call is refused")
}
