package bridge_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// What comes from outside and makes no sense. Each time something says what to do, and the other orders go on. A lot
// that is cancelled alone after confirmation is in TestStandardNoteOnCancelling.

// othersGoOn leads another order to its confirmation.
func (m *market) othersGoOn() {
	m.Helper()
	p := m.buys(megamarkettest.Standard)
	p.confirms()
	p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
	p.shows("availability-confirmed")
}

// says finds an entry of the journal.
func (m *market) says(what string, parts ...string) bridge.Entry {
	m.Helper()
	for _, e := range m.journal(bridge.JournalFilter{What: what}) {
		all := true
		for _, p := range parts {
			all = all && strings.Contains(e.Text, p)
		}
		if all {
			return e
		}
	}
	m.Fatalf("no entry %q says %q: %v", what, parts, m.tail())
	return bridge.Entry{}
}

var anna = order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}}

func TestMegamarketRefusesTheToken(t *testing.T) {
	trade(t, func(m *market) {
		refuse := false
		m.through = func(rt http.RoundTripper) http.RoundTripper {
			return roundTrip(func(r *http.Request) (*http.Response, error) {
				if refuse && strings.Contains(r.URL.Path, "/market/") {
					body, err := io.ReadAll(r.Body)
					if err != nil {
						return nil, err
					}
					text := strings.ReplaceAll(string(body), megamarkettest.DefaultToken, "revoked")
					r = r.Clone(r.Context())
					r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
				}
				return rt.RoundTrip(r)
			})
		}
		m.open()
		p := m.buys(megamarkettest.Standard)
		refuse = true
		p.sets("availability-confirmed")
		m.sync()
		at(time.Hour)
		m.sync()
		p.told("order/confirm", 0)
		e := m.says("auth", "wait")
		require.Equal(m, "mm-1", e.Account)
		require.Equal(m, bridge.LevelError, e.Level)
		require.Contains(m, e.Text, "wait")
		require.NotContains(m, e.Text, megamarkettest.DefaultToken)
		refuse = false
		at(10 * time.Minute)
		m.settle()
		p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		m.othersGoOn()
	})
}

func TestRetailCRMRefusesTheKey(t *testing.T) {
	trade(t, func(m *market) {
		m.sync()
		m.crm.RevokeKey(retailcrmtest.Key)
		p := &purchase{m, m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})}
		m.mm.SendHooks(m.Context())
		m.sync()
		p.is(status.OrderNew)
		require.Equal(m, "crm-1", m.says("auth", "wait").Account)
		require.Empty(m, m.crm.Orders())
		m.crm.AddKey(retailcrmtest.Key)
		at(10 * time.Minute)
		m.settle()
		p.shows("new", "new")
		m.othersGoOn()
	})
}

func TestCallbacksThatMakeNoSense(t *testing.T) {
	trade(t, func(m *market) {
		post := func(path, password, body string) int {
			r := httptest.NewRequest(http.MethodPost, "http://merchant.example/mm-1"+path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(callbackUser+":"+password)))
			w := httptest.NewRecorder()
			m.called(w, r)
			return w.Code
		}
		const cancel = `{"data":{"merchantId":4107,"shipments":[{"shipmentId":"123","items":[{"itemIndex":"1","offerId":"MUG-RED"}]}]},"meta":{}}`
		require.Equal(m, http.StatusUnauthorized, post("/order/cancel", "guess", cancel))
		m.says("refused-call", "refused")
		require.Equal(m, http.StatusBadRequest, post("/order/new", callbackPassword, `{"data":{"shipments":"all"}}`))
		require.Equal(m, http.StatusBadRequest, post("/order/new", callbackPassword, `no JSON`))
		require.Equal(m, http.StatusRequestEntityTooLarge, post("/order/new", callbackPassword, `{"data":"`+strings.Repeat("x", 10<<20)+`"}`))
		at(time.Minute)
		m.sync()
		m.says("refused-call", "3 webhook calls were refused since")
		m.says("refused-call", "longer than")
		require.Len(m, m.journal(bridge.JournalFilter{What: "refused-call"}), 2)

		// A shipment that nobody knows: it may only not be readable yet, so it is asked for again.
		require.Equal(m, http.StatusOK, post("/order/cancel", callbackPassword, cancel))
		m.sync()
		m.says("retry", "order 123 is not there, or not yet")
		for range 5 {
			at(time.Hour)
			m.sync()
		}
		_, err := m.b.Order(m.Context(), "mm-1/123")
		require.ErrorIs(m, err, bridge.ErrUnknown)
		p := m.placed()
		p.shows("new", "new")
		d, err := m.store.Load(m.Context(), "mm-1/123")
		require.NoError(m, err)
		require.Len(m, d.Messages, 1, "it is kept")
		require.NoError(m, m.b.Dismiss(m.Context(), "mm-1/123", d.Messages[0].N, anna.Actor))
		m.othersGoOn()
	})
}

// placed is an order that comes by callback, and one pass.
func (m *market) placed() *purchase {
	m.Helper()
	p := &purchase{m, m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})}
	m.mm.SendHooks(m.Context())
	m.sync()
	return p
}

func TestAnUnknownArticleReachesTheMerchantAllTheSame(t *testing.T) {
	trade(t, func(m *market) {
		p := &purchase{m, m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{
			{OfferID: "NO-SUCH-MUG", Name: "Кружка без артикула", Price: 700}, {OfferID: "TEAPOT", Name: "Чайник", Price: 2500},
		}})}
		m.settle()
		p.shows("new", "new", "new")
		p.noted(1, "NO-SUCH-MUG")
		require.Contains(m, p.card().JSON, "Кружка без артикула")
		p.confirms()
		p.lots("CONFIRMED", "CONFIRMED")
		p.quiet()
		m.othersGoOn()
	})
}

func TestAMarkedLotIsNotPackedWithoutItsCode(t *testing.T) {
	trade(t, func(m *market) {
		p := &purchase{m, m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "TYRE-16", Name: "Шина", Price: 8500, MarkRequired: true}}})}
		m.settle()
		p.confirms()
		p.packs([]int{1})
		p.told("order/packing", 0)
		p.noted(1, "marking code", "line 1")
		m.says("declined", "marking code")
		m.othersGoOn()
	})
}

func TestADateThatCannotBe(t *testing.T) {
	t.Run("it ends before it begins", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			p.confirms()
			was := p.order().View().Delivery.Window
			p.appoints(6, "18:00", "10:00")
			require.Equal(m, was, p.order().View().Delivery.Window)
			require.Equal(m, 1, m.mm.Commits("order/confirm"))
			p.noted(1, "move-date")
			require.Equal(m, was.From.In(moscow).Format(time.DateOnly), p.card().Field("delivery.date"), "it is set back")
			m.othersGoOn()
		})
	})
	t.Run("before the order is confirmed", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			was := p.order().View().Delivery.Window
			p.appoints(6, "10:00", "14:00")
			p.noted(1, "move-date is refused")
			m.says("declined", "move-date is refused")
			require.Equal(m, was.From.In(moscow).Format(time.DateOnly), p.card().Field("delivery.date"), "it is set back")
			m.othersGoOn()
		})
	})
}

func TestAStatusThatNobodyKnowsHoldsTheOrderUntilSomebodyLooks(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		require.NoError(m, m.mm.SetStatus(p.id, 2, "TELEPORTED", ""))
		at(time.Hour)
		m.settle()
		require.True(m, p.order().Held())
		p.noted(1, "TELEPORTED")
		m.says("held", "TELEPORTED")
		m.othersGoOn()
		require.NoError(m, m.mm.SetStatus(p.id, 2, "CONFIRMED", ""))
		hold := p.order().View().Holds[0]
		_, err := m.b.Do(m.Context(), "mm-1/"+p.id, order.ClearHold{Hold: hold.N, Note: "a slip of Megamarket's"}, anna)
		require.NoError(m, err)
		m.says("hold-cleared", "a slip")
		p.packs([]int{1, 2, 3})
		p.lots("PACKED", "PACKED", "PACKED")
	})
}

func TestAnOrderThatWasDeletedInRetailCRM(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.Standard)
		m.crm.Delete(p.card().ID)
		p.buyerCancels(2)
		m.settle()
		p.is(status.OrderNew)
		es := m.journal(bridge.JournalFilter{Order: "mm-1/" + p.id, Account: "crm-1", Levels: []bridge.Level{bridge.LevelError, bridge.LevelWarning}})
		require.NotEmpty(m, es, "%v", m.tail())
		require.Empty(m, m.crm.Orders(), "it is not made again behind the merchant's back")
		m.othersGoOn()
	})
}

func TestAStatusOfTheMerchantsOwnMeansNothing(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.Standard)
		n := p.order().View().State
		p.sets("prepayed")
		m.settle()
		require.Equal(m, n, p.order().View().State)
		p.told("order/confirm", 0)
		at(3 * time.Hour)
		m.settle()
		p.shows("prepayed")
		require.Empty(m, p.notes())
		p.confirms()
		p.sets("send-to-assembling")
		m.settle()
		at(2 * time.Hour)
		m.settle()
		p.shows("send-to-assembling")
		p.packs([]int{1, 2, 3})
		p.shows("assembling-complete") // real news
		p.quiet()
		m.othersGoOn()
	})
}

// fault: M10
func TestAMarkingCodeIsCheckedBeforeARegisterSeesIt(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		for code, why := range map[string]string{
			"0104600000000017215!фисвуап\x1d93фисв": "switch the keyboard to English",
			"4600000000017":                         "scan the square DataMatrix",
			"0104600000000018215!abcdefg\x1d93abcd": "the check digit of GTIN 04600000000018 is wrong",
		} {
			err := x.tries(order.SetMark{Line: "shoes", Code: code})
			require.ErrorIs(t, err, order.ErrMarking)
			require.ErrorContains(t, err, why)
		}
		x.does(order.SetMark{Line: "shoes", Code: "]d2" + strings.ReplaceAll(shoeCode, "\x1d", "<GS>")})
		l, _ := x.order().Line("shoes")
		require.Equal(t, shoeCode, l.Marks[0].Code)
	})
}
