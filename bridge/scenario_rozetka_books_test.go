package bridge_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// stockOf is what an order reserves and has written off.
func stockOf(t *testing.T, d *chaos.Deal) (lines []string) {
	t.Helper()
	var log []order.Event
	for e := range d.Here().Events(order.Filter{}) {
		log = append(log, e)
	}
	es, err := stock.Ledger(log)
	require.NoError(t, err)
	for _, e := range es {
		lines = append(lines, fmt.Sprintf("%s %s: %s reserved, %s written off", e.Centre, e.Article, e.Reserved, e.WrittenOff))
	}
	return lines
}

// covers: RZ-16
func TestTheInvoiceReservesAndTheWaybillWritesOff(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		o := chaos.Kettles()
		o.Delivery.Cost = 80_00
		d := s.Loads(o)
		require.Empty(t, stockOf(t, d))
		d.Invoices()
		require.Equal(t, []string{"main 41207: 2 reserved, 0 written off", "main 41208: 1 reserved, 0 written off"}, stockOf(t, d), "no service among them")
		d.Sends("sent", ttn)
		require.Equal(t, []string{"shop 41207: 0 reserved, 2 written off", "shop 41208: 0 reserved, 1 written off"}, stockOf(t, d))

		d = s.Loads(chaos.Kettles())
		d.Invoices()
		d.Must(order.Cancel{Code: "42", Reason: status.ReasonOutOfStock, Told: "phone"})
		require.Empty(t, stockOf(t, d), "cancellation frees it")

		d = s.Loads(chaos.Kettles())
		err := d.Does(order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "1", State: "issued", From: "moon"}})
		require.ErrorContains(t, err, "moon")
		way := s.Way
		way.Centres.WriteOff = "moon"
		_, err = bridge.New(s.Store, bridge.Account("rz-1", s.Client().Channel()), way)
		require.ErrorContains(t, err, "moon", "refused at the start")
		s.Quiet()
	})
}

// covers: RZ-17
func TestMethodsOfPaymentNeedTills(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		require.NoError(t, s.Bridge.Check(s.Context()))
		delete(s.Way.Tills, "cashless")
		s.Open()
		require.ErrorContains(t, s.Bridge.Check(s.Context()), "Безналичный")
		d := s.Found(chaos.Kettles())
		s.Sync()
		_, err := s.Bridge.Order(s.Context(), d.Key())
		require.ErrorIs(t, err, bridge.ErrUnknown, "nothing is loaded before")
		s.Way.Tills["cashless"] = "iban"
		s.Open()
		s.Settle()
		require.NoError(t, s.RZ.SetStatus(d.ID, 6))
		paid := s.Found(chaos.Kettles())
		require.NoError(t, s.RZ.SetStatus(paid.ID, 6))
		time.Sleep(time.Minute)
		s.Settle()
		require.Equal(t, "каса 1", paid.Here().View().Payments[0].Till)
	})
}

// covers: RZ-14
func TestThePriceListAndTheGoodsOnSale(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		s.RZ.List(rozetkatest.Good{OfferID: "41207", Name: "Чайник"}, rozetkatest.Good{OfferID: "X-1", Name: "Чужий"})
		require.ErrorContains(t, s.Bridge.Check(s.Context()), "shop not compatible: 1 of 2 goods unknown: X-1")
		o := chaos.Kettles()
		o.Lines = append(o.Lines, rozetkatest.Line{OfferID: "X-1", Name: "Чужий", Price: 10_00})
		d := s.Found(o)
		for _, r := range s.Sync().Runs {
			if r.Account == "rz-1" {
				require.Equal(t, bridge.ResultWarnings, r.Result)
				require.Equal(t, []string{"X-1 Чужий"}, r.Unknown)
			}
		}
		v := d.Here().View()
		require.Equal(t, "Чужий", v.Lines[2].Name, "with its foreign name and sum")
		require.Equal(t, "1530.00 UAH", v.Total.String())
		require.Equal(t, "41207", v.Lines[0].SKU, "ours are matched by the ids of our price list")
	}, func(s *chaos.Stall) {
		s.Options = append(s.Options, bridge.WithGoods(func(account string, l order.LineView) bool {
			return account != "rz-1" || strings.HasPrefix(l.SKU, "4120")
		}))
	})
}

// clientBook is the directory of an ERP.
type clientBook struct {
	mu      sync.Mutex
	all     []erp.Party
	asked   []string
	answers func() error // nil: the answer arrives
}

func (*clientBook) System() string { return "torgsoft" }

func (c *clientBook) Parties(_ context.Context, key erp.PartyKey, value string) (found []erp.Party, _ error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, fmt.Sprint(key, " ", value))
	for _, p := range c.all {
		if key == erp.PartyPhone && strings.TrimPrefix(p.Phones[0], "+") == value[1:] || key == erp.PartyName && p.Name == value {
			found = append(found, p)
		}
	}
	return found, nil
}

func (c *clientBook) CreateParty(_ context.Context, key string, p erp.Party) (order.Ref, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.Ref = order.Ref{Kind: "client", ID: fmt.Sprint("c", len(c.all)+1)}
	c.all = append(c.all, p)
	if c.answers != nil {
		return order.Ref{}, c.answers()
	}
	return p.Ref, nil
}

// covers: RZ-15
func TestClientsAreFoundOrCreatedOnce(t *testing.T) {
	dir := &clientBook{}
	onROZETKA(t, func(s *chaos.Stall) {
		a, b := s.Found(chaos.Kettles()), s.Found(chaos.Kettles()) // of one buyer, in one pass
		s.Settle()
		require.Len(t, dir.all, 1)
		require.Equal(t, "Гнатюк Олена", dir.all[0].Name, "the client is the buyer")
		require.Equal(t, map[string]string{"kind": "retail"}, dir.all[0].Fields)
		for _, d := range []*chaos.Deal{a, b} {
			v := d.Here().View()
			require.Equal(t, "c1", v.Labels[bridge.PartyLabel])
			require.Equal(t, "Коваль Ірина", v.Delivery.Recipient, "the recipient goes on the delivery")
		}
		s.Open() // as after a restart
		third := s.Loads(chaos.Kettles())
		require.Len(t, dir.all, 1)
		require.Equal(t, "c1", third.Here().View().Labels[bridge.PartyLabel])
		for _, asked := range dir.asked {
			require.NotContains(t, asked, "@", "ROZETKA gives no e-mail address")
		}
		s.Quiet()
	}, withClients(dir))
}

// part of: RZ-15
func TestOfSeveralClientsTheFirstIsTaken(t *testing.T) {
	dir := &clientBook{all: []erp.Party{
		{Ref: order.Ref{Kind: "client", ID: "c1"}, Name: "Гнатюк О.", Phones: []string{"380671112233"}},
		{Ref: order.Ref{Kind: "client", ID: "c2"}, Name: "Гнатюк Олена", Phones: []string{"380671112233"}},
	}}
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		require.Equal(t, "c1", d.Here().View().Labels[bridge.PartyLabel])
		require.Len(t, dir.all, 2)
		warned := false
		for _, e := range s.Journal(bridge.JournalFilter{Order: d.Key(), Levels: []bridge.Level{bridge.LevelWarning}}) {
			warned = warned || strings.Contains(e.Text, "c2")
		}
		require.True(t, warned, "journal: %v", d.Tail())
	}, withClients(dir))
}

func withClients(dir *clientBook) func(s *chaos.Stall) {
	return func(s *chaos.Stall) {
		s.Way.Parties = bridge.Parties{Directory: "torg-1", Keys: []erp.PartyKey{erp.PartyPhone, erp.PartyName}, Create: true, Region: "UA", Fields: map[string]string{"kind": "retail"}}
		s.Accounts = func() []bridge.Option { return []bridge.Option{bridge.Account("torg-1", dir)} }
	}
}

// withNovaPoshta connects Nova Poshta.
func withNovaPoshta(np **novaposhtatest.Server) func(s *chaos.Stall) {
	return func(s *chaos.Stall) {
		*np = novaposhtatest.New(novaposhtatest.Settings{Now: time.Now})
		s.Cleanup((*np).Close)
		s.Way.Carriers = []string{"np-1"}
		s.Accounts = func() []bridge.Option {
			c := novaposhta.New(novaposhtatest.DefaultKey, ordo.WithHTTPClient(&http.Client{Transport: (*np).Transport()}))
			return []bridge.Option{bridge.Account("np-1", c.Carrier())}
		}
	}
}

// covers: RZ-13
func TestAWaybillOfNovaPoshtaIsFollowed(t *testing.T) {
	var np *novaposhtatest.Server
	onROZETKA(t, func(s *chaos.Stall) {
		number := np.MakeWaybill(nil) // in Nova Poshta's own cabinet
		d := s.Loads(chaos.Kettles())
		d.Invoices()
		d.Sends("sent", number)
		d.Stands(61, status.OrderHandedToCarrier)
		np.HandOver(number)
		np.Ship(number)
		np.Arrive(number)
		time.Sleep(3 * time.Hour)
		d.Settle()
		d.Stands(61, status.OrderArrived) // the carrier's arrival moves the order by itself
		wrote := s.RZ.Commits("orders/update")
		np.HandOut(number)
		time.Sleep(3 * time.Hour)
		d.Settle()
		d.Stands(61, status.OrderArrived) // its receipt is a notice
		require.Contains(t, strings.Join(d.Says(""), "\n"), number)
		require.Equal(t, wrote, s.RZ.Commits("orders/update"), "what ROZETKA's own tracking sets is not pushed")
		d.Tracks(3, 5)
		d.Settle()
		d.Sends("received", "") // the manager's word
		d.Stands(6, status.OrderCompleted)
		s.Quiet()

		// ROZETKA shows that it was received: the waybill follows.
		number = np.MakeWaybill(nil)
		d = s.Loads(chaos.Kettles())
		d.Invoices()
		d.Sends("sent", number)
		d.Tracks(3, 5, 6)
		d.Settle()
		d.Stands(6, status.OrderCompleted)
	}, today, withNovaPoshta(&np))
}

// part of: RZ-13
func TestAReceiptCountsWhereTheMerchantSaysSo(t *testing.T) {
	var np *novaposhtatest.Server
	onROZETKA(t, func(s *chaos.Stall) {
		number := np.MakeWaybill(nil)
		d := s.Loads(chaos.Kettles())
		d.Invoices()
		d.Sends("sent", number)
		d.Tracks(3, 5)
		np.HandOver(number)
		np.Ship(number)
		np.Arrive(number)
		np.HandOut(number)
		time.Sleep(3 * time.Hour)
		d.Settle()
		d.Stands(6, status.OrderCompleted)
		s.Quiet()
	}, today, withNovaPoshta(&np), func(s *chaos.Stall) { s.Way.AutoReceive = true })
}
