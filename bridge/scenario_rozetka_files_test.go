package bridge_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// torgsoftOffice is a merchant's Torgsoft, which meets the outside in a folder.
type torgsoftOffice struct {
	*chaos.Stall
	folder *files.MemoryFolder
	sync   *torgsoft.Sync
}

func (o *torgsoftOffice) puts(name string, content []byte) {
	o.Helper()
	require.NoError(o, o.folder.Put(name, content))
}

// reads reads the goods that Torgsoft has put into the folder, once it is whole: its size is the same twice.
func (o *torgsoftOffice) reads() torgsoft.Catalog {
	o.Helper()
	for range 2 {
		for _, err := range o.sync.Records(o.Context(), exchange.Goods, "") {
			require.NoError(o, err)
		}
	}
	c, err := o.sync.Catalog(o.Context())
	require.NoError(o, err)
	return c
}

// types is somebody at Torgsoft who writes documents, which are given to the bridge.
func (o *torgsoftOffice) types(name, rows string) {
	o.Helper()
	o.puts(name, []byte("Kind;Number;Date;Order;State;TTN;Centre;Basis;Void\n"+rows))
	for range 2 {
		for d, err := range o.sync.Documents(o.Context()) {
			require.NoError(o, err)
			require.NoError(o, d.Problem)
			cmd, err := d.Command()
			require.NoError(o, err)
			_, err = o.Bridge.Do(o.Context(), "rz-1/"+d.Order, cmd, order.By{Actor: o.Manager, Key: d.Key()}, bridge.Fresh)
			require.NoError(o, err)
		}
	}
	o.Settle()
}

// covers: RZ-12
func TestAnOrderOfROZETKAIsWorkedThroughTorgsoftsFolder(t *testing.T) {
	const rows = "41207;\"Чайник; білий\";750;3,000\r\n41208;\"Чашка\";120,5;10,000\r\n"
	cp1251, err := charmap.Windows1251.NewEncoder().String(rows)
	require.NoError(t, err)
	for name, x := range map[string]struct {
		content  []byte
		columns  []string
		encoding torgsoft.Encoding
	}{
		"UTF-8 with a header":           {[]byte("\ufeff\"GoodID\";\"GoodName\";\"RetailPrice\";\"WarehouseQuantity\"\r\n" + rows), nil, torgsoft.UTF8},
		"windows-1251 without a header": {[]byte(cp1251), []string{"GoodID", "GoodName", "RetailPrice", "WarehouseQuantity"}, torgsoft.Windows1251},
	} {
		t.Run(name, func(t *testing.T) {
			onROZETKA(t, func(s *chaos.Stall) {
				o := &torgsoftOffice{Stall: s, folder: files.Memory()}
				o.sync = torgsoft.New(o.folder, torgsoft.Settings{Account: "torg-1", Quiet: -1, Goods: torgsoft.Format{Columns: x.columns}})
				o.puts("TSGoods.trs", x.content[:len(x.content)-9]) // half-written
				for range 2 {
					for _, err := range o.sync.Records(s.Context(), exchange.Goods, "") {
						if err != nil {
							break
						}
					}
				}
				refused := 0
				for e, err := range o.folder.List(s.Context(), "refused/*") {
					require.NoError(t, err)
					refused++
					_ = e
				}
				require.Equal(t, 2, refused, "kept aside, with the reason")
				time.Sleep(time.Minute)
				o.puts("TSGoods.trs", x.content)
				c := o.reads()
				require.Equal(t, x.encoding, c.Encoding)
				require.Len(t, c.Goods, 2)
				g, known := c.Good("41207")
				require.True(t, known)
				require.Equal(t, "Чайник; білий", g.Name)

				d := s.Loads(chaos.Kettles())
				_, err := o.sync.WriteOrder(s.Context(), d.Here().View())
				require.NoError(t, err)
				_, err = o.sync.WriteOrder(s.Context(), d.Here().View())
				require.NoError(t, err)
				var written []byte
				for e, err := range o.folder.List(s.Context(), "*.json") {
					require.NoError(t, err)
					require.Empty(t, written, "once")
					r, err := o.folder.Read(s.Context(), e.Name)
					require.NoError(t, err)
					var b bytes.Buffer
					_, err = b.ReadFrom(r)
					require.NoError(t, err)
					require.NoError(t, r.Close())
					written = b.Bytes()
				}
				var in struct {
					Options struct{ OrderNumber string }
					Goods   []struct{ GoodID, Price, Count string }
				}
				require.NoError(t, json.Unmarshal(written, &in))
				require.Equal(t, fmt.Sprint(d.ID), in.Options.OrderNumber)
				require.Equal(t, "41207 700.00 2", in.Goods[0].GoodID+" "+in.Goods[0].Price+" "+in.Goods[0].Count)

				o.types("documents-1.csv", fmt.Sprintf("invoice;77;02.03.2026;%d;;;main;;\n", d.ID))
				d.Stands(2, status.OrderAssembling)
				o.types("documents-2.csv", fmt.Sprintf("waybill;91;02.03.2026;%d;sent;%s;shop;77;\n", d.ID, ttn))
				d.Stands(3, status.OrderHandedToCarrier)
				o.types("documents-3.csv", fmt.Sprintf("waybill;91;;%d;received;;;;\n", d.ID))
				d.Stands(6, status.OrderCompleted)
				s.Quiet()
			})
		})
	}
}

// The marketplace pays what is left after its commission, for many orders at once. An order is paid by what people
// record of it, and the commission is an expense.
//
// pain: RZ-P1
func TestThePayoutOfTheMarketplaceIsNotTheBuyersPayment(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		o := chaos.Kettles()
		o.Lines = []rozetkatest.Line{{OfferID: "41207", Name: "Чайник", Price: 1000_00}}
		d := s.Found(o)
		require.NoError(t, s.RZ.SetStatus(d.ID, 6))
		s.Settle()
		v := d.Here().View()
		require.Equal(t, amount.UAH(1000_00), v.Paid, "an order that was received is fully paid")
		d.Must(order.RecordExpense{Expense: order.Expense{ID: "payout-17", Kind: "commission", Amount: amount.UAH(15_00), Text: "виплата 985.00 з 4 замовлень"}})
		now := d.Here().View()
		require.Equal(t, []amount.Money{v.Total, v.Paid, v.Due}, []amount.Money{now.Total, now.Paid, now.Due})
		require.False(t, d.Here().Held())
		s.Quiet()
	})
}

// What an order's life takes of ROZETKA: the calls of a pass are for all orders together.
func TestWhatALifeCostsAtROZETKA(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		s.Sync()
		const n = 10
		var ds []*chaos.Deal
		for range n {
			ds = append(ds, s.Found(chaos.Kettles()))
		}
		s.RZ.Forget()
		s.Settle()
		for _, d := range ds {
			require.NoError(t, d.Invoice())
		}
		s.Settle()
		for _, d := range ds {
			require.NoError(t, d.Waybill("sent", ttn))
		}
		s.Settle()
		for _, d := range ds {
			require.NoError(t, d.Waybill("received", ""))
		}
		s.Settle()
		require.Equal(t, 4*n, s.RZ.Commits("orders/update"), "26, 2, 3 and 6 by the way over 5")
		t.Logf("an order: %d reads and %d writes; %d pages of searches in all", s.RZ.Calls("orders/get")/n, s.RZ.Calls("orders/update")/n, s.RZ.Calls("GET /orders/search"))
		require.LessOrEqual(t, s.RZ.Calls("orders/get"), 12*n)
	})
}

// A pass over orders that are known reads those that have changed.
func TestAPassOverKnownOrdersOfROZETKACostsWhatChanged(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		const known = 400
		var last *chaos.Deal
		for range known {
			last = s.Found(chaos.Kettles())
		}
		s.Settle()
		time.Sleep(time.Minute)
		s.Sync() // each was changed by the take
		s.RZ.Forget()
		require.NoError(t, s.RZ.EditLines(last.ID, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 1; return ls }))
		s.Sync()
		require.Equal(t, 1, s.RZ.Calls("orders/get"), "the one that has changed")
		require.LessOrEqual(t, s.RZ.Calls("GET /orders/search"), 2*known/20+8, "pages of twenty, by creation and by change")
	})
}
