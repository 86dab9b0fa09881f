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
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// What comes from outside and makes no sense. Each time something says what to do, and the other orders go on. A lot
// that is cancelled alone after confirmation is in TestStandardNoteOnCancelling.

// othersGoOn leads another order to its confirmation.
func othersGoOn(m *chaos.Market) {
	m.Helper()
	p := m.Buys(megamarkettest.Standard)
	p.Confirms()
	p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
	p.Shows("availability-confirmed")
}

// journalSays finds an entry of the journal.
func journalSays(m *chaos.Market, what string, parts ...string) bridge.Entry {
	m.Helper()
	for _, e := range m.Journal(bridge.JournalFilter{What: what}) {
		all := true
		for _, p := range parts {
			all = all && strings.Contains(e.Text, p)
		}
		if all {
			return e
		}
	}
	m.Fatalf("no entry %q says %q: %v", what, parts, m.Tail())
	return bridge.Entry{}
}

var anna = order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}}

func TestMegamarketRefusesTheToken(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		refuse := false
		m.Through = func(rt http.RoundTripper) http.RoundTripper {
			return chaos.RoundTrip(func(r *http.Request) (*http.Response, error) {
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
		m.Open()
		p := m.Buys(megamarkettest.Standard)
		refuse = true
		p.Sets("availability-confirmed")
		m.Sync()
		time.Sleep(time.Hour)
		m.Sync()
		p.Told("order/confirm", 0)
		e := journalSays(m, "auth", "wait")
		require.Equal(m, "mm-1", e.Account)
		require.Equal(m, bridge.LevelError, e.Level)
		require.Contains(m, e.Text, "wait")
		require.NotContains(m, e.Text, megamarkettest.DefaultToken)
		refuse = false
		time.Sleep(10 * time.Minute)
		m.Settle()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		othersGoOn(m)
	})
}

func TestRetailCRMRefusesTheKey(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		m.Sync()
		m.CRM.RevokeKey(retailcrmtest.Key)
		p := m.Places(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
		m.MM.SendHooks(m.Context())
		m.Sync()
		p.Is(status.OrderNew)
		require.Equal(m, "crm-1", journalSays(m, "auth", "wait").Account)
		require.Empty(m, m.CRM.Orders())
		m.CRM.AddKey(retailcrmtest.Key)
		time.Sleep(10 * time.Minute)
		m.Settle()
		p.Shows("new", "new")
		othersGoOn(m)
	})
}

func TestCallbacksThatMakeNoSense(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		post := func(path, password, body string) int {
			r := httptest.NewRequest(http.MethodPost, "http://merchant.example/mm-1"+path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(chaos.CallbackUser+":"+password)))
			w := httptest.NewRecorder()
			m.Called(w, r)
			return w.Code
		}
		const cancel = `{"data":{"merchantId":4107,"shipments":[{"shipmentId":"123","items":[{"itemIndex":"1","offerId":"MUG-RED"}]}]},"meta":{}}`
		require.Equal(m, http.StatusUnauthorized, post("/order/cancel", "guess", cancel))
		journalSays(m, "refused-call", "refused")
		require.Equal(m, http.StatusBadRequest, post("/order/new", chaos.CallbackPassword, `{"data":{"shipments":"all"}}`))
		require.Equal(m, http.StatusBadRequest, post("/order/new", chaos.CallbackPassword, `no JSON`))
		require.Equal(m, http.StatusRequestEntityTooLarge, post("/order/new", chaos.CallbackPassword, `{"data":"`+strings.Repeat("x", 10<<20)+`"}`))
		time.Sleep(time.Minute)
		m.Sync()
		journalSays(m, "refused-call", "3 webhook calls were refused since")
		journalSays(m, "refused-call", "longer than")
		require.Len(m, m.Journal(bridge.JournalFilter{What: "refused-call"}), 2)

		// A shipment that nobody knows: it may only not be readable yet, so it is asked for again.
		require.Equal(m, http.StatusOK, post("/order/cancel", chaos.CallbackPassword, cancel))
		m.Sync()
		journalSays(m, "retry", "order 123 is not there, or not yet")
		for range 5 {
			time.Sleep(time.Hour)
			m.Sync()
		}
		_, err := m.Bridge.Order(m.Context(), "mm-1/123")
		require.ErrorIs(m, err, bridge.ErrUnknown)
		p := placed(m)
		p.Shows("new", "new")
		d, err := m.Store.Load(m.Context(), "mm-1/123")
		require.NoError(m, err)
		require.Len(m, d.Messages, 1, "it is kept")
		require.NoError(m, m.Bridge.Dismiss(m.Context(), "mm-1/123", d.Messages[0].N, anna.Actor))
		othersGoOn(m)
	})
}

// placed is an order that comes by callback, and one pass.
func placed(m *chaos.Market) *chaos.Purchase {
	m.Helper()
	p := m.Places(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
	m.MM.SendHooks(m.Context())
	m.Sync()
	return p
}

func TestAnUnknownArticleReachesTheMerchantAllTheSame(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Places(megamarkettest.Order{Goods: []megamarkettest.Goods{
			{OfferID: "NO-SUCH-MUG", Name: "Кружка без артикула", Price: 700}, {OfferID: "TEAPOT", Name: "Чайник", Price: 2500},
		}})
		m.Settle()
		p.Shows("new", "new", "new")
		p.Noted(1, "NO-SUCH-MUG")
		require.Contains(m, p.Card().JSON, "Кружка без артикула")
		p.Confirms()
		p.Lots("CONFIRMED", "CONFIRMED")
		p.Quiet()
		othersGoOn(m)
	})
}

func TestAMarkedLotIsNotPackedWithoutItsCode(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Places(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "TYRE-16", Name: "Шина", Price: 8500, MarkRequired: true}}})
		m.Settle()
		p.Confirms()
		p.Packs([]int{1})
		p.Told("order/packing", 0)
		p.Noted(1, "marking code", "line 1")
		journalSays(m, "declined", "marking code")
		othersGoOn(m)
	})
}

func TestADateThatCannotBe(t *testing.T) {
	t.Run("it ends before it begins", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			p.Confirms()
			was := p.Order().View().Delivery.Window
			p.Appoints(6, "18:00", "10:00")
			require.Equal(m, was, p.Order().View().Delivery.Window)
			require.Equal(m, 1, m.MM.Commits("order/confirm"))
			p.Noted(1, "move-date")
			require.Equal(m, was.From.In(chaos.Moscow).Format(time.DateOnly), p.Card().Field("delivery.date"), "it is set back")
			othersGoOn(m)
		})
	})
	t.Run("before the order is confirmed", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			was := p.Order().View().Delivery.Window
			p.Appoints(6, "10:00", "14:00")
			p.Noted(1, "move-date is refused")
			journalSays(m, "declined", "move-date is refused")
			require.Equal(m, was.From.In(chaos.Moscow).Format(time.DateOnly), p.Card().Field("delivery.date"), "it is set back")
			othersGoOn(m)
		})
	})
}

func TestAStatusThatNobodyKnowsHoldsTheOrderUntilSomebodyLooks(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		p.Confirms()
		require.NoError(m, m.MM.SetStatus(p.ID, 2, "TELEPORTED", ""))
		time.Sleep(time.Hour)
		m.Settle()
		require.True(m, p.Order().Held())
		p.Noted(1, "TELEPORTED")
		journalSays(m, "held", "TELEPORTED")
		othersGoOn(m)
		require.NoError(m, m.MM.SetStatus(p.ID, 2, "CONFIRMED", ""))
		hold := p.Order().View().Holds[0]
		_, err := m.Bridge.Do(m.Context(), "mm-1/"+p.ID, order.ClearHold{Hold: hold.N, Note: "a slip of Megamarket's"}, anna)
		require.NoError(m, err)
		journalSays(m, "hold-cleared", "a slip")
		p.Packs([]int{1, 2, 3})
		p.Lots("PACKED", "PACKED", "PACKED")
	})
}

func TestAnOrderThatWasDeletedInRetailCRM(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		m.CRM.Delete(p.Card().ID)
		p.BuyerCancels(2)
		m.Settle()
		p.Is(status.OrderNew)
		es := m.Journal(bridge.JournalFilter{Order: "mm-1/" + p.ID, Account: "crm-1", Levels: []bridge.Level{bridge.LevelError, bridge.LevelWarning}})
		require.NotEmpty(m, es, "%v", m.Tail())
		require.Empty(m, m.CRM.Orders(), "it is not made again behind the merchant's back")
		othersGoOn(m)
	})
}

func TestAStatusOfTheMerchantsOwnMeansNothing(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		n := p.Order().View().State
		p.Sets("prepayed")
		m.Settle()
		require.Equal(m, n, p.Order().View().State)
		p.Told("order/confirm", 0)
		time.Sleep(3 * time.Hour)
		m.Settle()
		p.Shows("prepayed")
		require.Empty(m, p.Notes())
		p.Confirms()
		p.Sets("send-to-assembling")
		m.Settle()
		time.Sleep(2 * time.Hour)
		m.Settle()
		p.Shows("send-to-assembling")
		p.Packs([]int{1, 2, 3})
		p.Shows("assembling-complete") // real news
		p.Quiet()
		othersGoOn(m)
	})
}

// fault: M10
func TestAMarkingCodeIsCheckedBeforeARegisterSeesIt(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		for code, why := range map[string]string{
			"0104600000000017215!фисвуап\x1d93фисв": "switch the keyboard to English",
			"4600000000017":                         "scan the square DataMatrix",
			"0104600000000018215!abcdefg\x1d93abcd": "the check digit of GTIN 04600000000018 is wrong",
		} {
			err := x.Tries(order.SetMark{Line: "shoes", Code: code})
			require.ErrorIs(t, err, order.ErrMarking)
			require.ErrorContains(t, err, why)
		}
		x.Does(order.SetMark{Line: "shoes", Code: "]d2" + strings.ReplaceAll(chaos.ShoeCode, "\x1d", "<GS>")})
		l, _ := x.Order().Line("shoes")
		require.Equal(t, chaos.ShoeCode, l.Marks[0].Code)
	})
}
