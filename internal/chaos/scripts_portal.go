package chaos

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// portalScripts are days of people in Bitrix24, with a shop on 1C-Bitrix and books in 1C: each of the three may have
// taken a write whose answer nobody got.
var portalScripts = []script{
	long(sold("Bitrix24: edited at the shop's prices, issued by a shop, one back", func(s *Shop) *Sale {
		s.Has("MUG", Shop1, 9, "BOWL", Shop1, 9)
		s.Bus.AddCoupon("MAY10", 10, "1000", time.Now().AddDate(1, 0, 0))
		x := s.Orders("", bitrixtest.Item{Article: "MUG", Quantity: "2"}, bitrixtest.Item{Article: "BOWL"})
		rows := s.Portal.Rows(x.Deal().ID)
		rows[0].Quantity = 3
		require.NoError(x, s.Portal.SetsRows(bitrix24test.Operator, x.Deal().ID, rows...))
		x.Settle()
		require.NoError(x, s.Portal.SetsField(bitrix24test.Operator, x.Deal().ID, bitrix24.FieldPromo, "MAY10"))
		x.Settle()
		x.Pays()
		x.makes(Shipments, nil, x.Portal.Rows(x.Deal().ID)...)
		x.As(Clerk, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.Presses(bitrix24test.Seller1, Shipments, 1, "Выдана")
		bowl := x.Portal.Rows(x.Deal().ID)[1:]
		x.makes(Returns, map[string]any{s.ItemField(bitrix24.ReturnReason): "брак"}, bowl...)
		x.As(Seller1, order.Receive{Block: 1, Custody: status.CustodyReceived})
		x.Presses(bitrix24test.Operator, Returns, 1, "Вернуть деньги")
		return x
	}, WithPortal)),
}

func long(s script) script { s.long = true; return s }

// makes is the operator, who makes an item of a smart process below the deal with goods.
func (x *Sale) makes(process string, fields map[string]any, goods ...bitrix24test.Line) {
	x.Helper()
	goods = slices.Clone(goods)
	for i := range goods {
		goods[i].ID = 0
	}
	_, err := x.Portal.AddsItem(bitrix24test.Operator, process, x.Deal().ID, fields, goods...)
	require.NoError(x, err)
	x.Settle()
}

// once finds what must stand in a timeline once: the number of an event, or the key of a note.
var once = regexp.MustCompile(`#\d+ · |\(#[0-9a-f]+\)`)

// inPortal is what people see in Bitrix24, and what the shop has.
func (x *Sale) inPortal() (out []string) {
	if x.Portal == nil {
		return nil
	}
	d := x.Deal()
	out = append(out, fmt.Sprint(len(x.Portal.Deals()), " deals, ", len(x.Portal.Contacts()), " contacts: ", d.Stage, " ", d.Opportunity), fmt.Sprint(x.DealRows()))
	for _, f := range []string{bitrix24.FieldStatus, bitrix24.FieldPromo, bitrix24.FieldSumBefore, bitrix24.FieldTotal, bitrix24.FieldPaid} {
		out = append(out, f+" "+x.Shown(f))
	}
	for _, process := range []string{Positions, Shipments, Returns} {
		var items []string
		for _, it := range x.Items(process) {
			items = append(items, it.Title+" "+it.Stage)
		}
		slices.Sort(items)
		out = append(out, fmt.Sprint(process, " ", items))
	}
	told := map[string]int{} // by the number of the event, or the key of the note
	for _, n := range x.Portal.Timeline(d.ID) {
		told[once.FindString(n.Title+n.Text)]++
	}
	for mark, n := range told {
		if n > 1 {
			out = append(out, fmt.Sprint("told ", n, " times: ", mark))
		}
	}
	for _, t := range x.Portal.Tasks() {
		out = append(out, t.Title+" "+t.Status)
	}
	o := x.InBus()
	return append(out, fmt.Sprint("shop: ", o.Status, " ", o.Price, " ", o.Paid, " ", len(o.Payments), " payments, ", len(o.Shipments), " shipments, ", len(o.Lines), " lines"))
}
