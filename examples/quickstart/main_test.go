package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// program runs the program and returns its output.
func program(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return out.String(), errs.String(), code
}

// everything is the output without flags.
var everything = sync.OnceValues(func() (stdout, stderr string) {
	var out, errs bytes.Buffer
	run(nil, &out, &errs)
	return out.String(), errs.String()
})

// final returns an order of the -json output, and its journal.
func final(t *testing.T, name string) (entry, []bridge.Entry) {
	t.Helper()
	stdout, stderr, code := program(t, "-json", "-order", name)
	require.Zero(t, code, stderr)
	var d document
	require.NoError(t, json.Unmarshal([]byte(stdout), &d))
	require.Len(t, d.Orders, 1)
	return d.Orders[0], d.Journal
}

func TestAnOrderThatMegamarketDelivers(t *testing.T) {
	t.Parallel()
	e, journal := final(t, "standard")
	require.Equal(t, "delivered", e.State)
	require.Equal(t, []string{"DELIVERED", "MERCHANT_CANCELED", "DELIVERED"}, e.Lots)
	require.Equal(t, "complete", e.Card)
	require.Equal(t, sums{amount.RUB(428000), amount.RUB(89000), amount.RUB(339000), amount.RUB(339000), amount.RUB(339000)}, e.Sums)
	require.Empty(t, e.Notes)
	require.NotEmpty(t, e.Labels["mm-1"])
	require.Equal(t, "complete", e.Labels["crm-1"])
	var sent []string
	for _, x := range journal {
		if x.Account == "mm-1" && x.Effect != "" {
			sent = append(sent, x.Text)
		}
	}
	require.Equal(t, []string{
		"refuse line 2: applied", "confirm lines 1 and 3: applied", "pack lines 1 and 3: applied", "ship lines 1 and 3: applied",
	}, sent, "the refusal goes first, and everything is sent once")
}

func TestAnOrderThatTheMerchantDelivers(t *testing.T) {
	t.Parallel()
	e, journal := final(t, "delivery")
	require.Equal(t, "partly-delivered", e.State)
	require.Equal(t, []string{"DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED"}, e.Lots)
	require.Equal(t, amount.RUB(89000), e.Sums.Refused)
	require.Len(t, e.Notes, 1)
	require.Contains(t, e.Notes[0], "move-date is refused")
	levels := map[bridge.Level]int{}
	for _, x := range journal {
		levels[x.Level]++
	}
	require.Equal(t, 1, levels[bridge.LevelNotice])
	require.Zero(t, levels[bridge.LevelWarning]+levels[bridge.LevelError])
	last := e.Timeline[len(e.Timeline)-1]
	require.Contains(t, last.Lots, "7 Mar 12:00-16:00", "the date was moved there too")
}

func TestAnOrderThatTheBuyerCancels(t *testing.T) {
	t.Parallel()
	e, _ := final(t, "cancel")
	require.Equal(t, "cancelled", e.State)
	require.Equal(t, []string{"CUSTOMER_CANCELED", "CUSTOMER_CANCELED"}, e.Lots)
	require.Equal(t, "cancel-other", e.Card)
	require.True(t, e.Sums.ToPay.IsZero())
	require.Equal(t, e.Sums.Ordered, e.Sums.Refused)
}

func TestAnOrderOfTheOwnShop(t *testing.T) {
	t.Parallel()
	stdout, stderr, code := program(t, "-json", "-order", "shop")
	require.Zero(t, code, stderr)
	var d document
	require.NoError(t, json.Unmarshal([]byte(stdout), &d))
	require.Empty(t, d.Orders)
	require.Equal(t, "delivered", d.Shop.State)
	require.Equal(t, []amount.Money{amount.RUB(369000), amount.RUB(369000)}, []amount.Money{d.Shop.Total, d.Shop.Kept})
	require.Equal(t, []receipt{
		{Number: 10817, Kind: "sell", For: "payment/p1", Sum: amount.RUB(458000)},
		{Number: 10818, Kind: "sell_refund", For: "refund/R1/advance", Sum: amount.RUB(-89000)},
		{Number: 10819, Kind: "sell", For: "goods", Sum: amount.RUB(369000), Offset: true},
	}, d.Shop.Receipts)
	for _, e := range d.Journal {
		require.Equal(t, bridge.LevelInfo, e.Level, e.Text)
	}

	page, stderr, code := program(t, "-order", "shop")
	require.Zero(t, code, stderr)
	require.Contains(t, page, "kept by YooKassa: 3690.00")
	require.NotContains(t, page, "at Megamarket", "those orders are not shown")
}

func TestAnOrderThatDocumentsLeadThroughROZETKA(t *testing.T) {
	t.Parallel()
	stdout, stderr, code := program(t, "-json", "-order", "rozetka")
	require.Zero(t, code, stderr)
	var d document
	require.NoError(t, json.Unmarshal([]byte(stdout), &d))
	require.Empty(t, d.Orders)
	e := d.ROZETKA
	require.Equal(t, []string{"completed", "6 Посылка получена"}, []string{e.State, e.Status})
	require.Equal(t, []amount.Money{amount.UAH(152000), amount.UAH(152000), amount.UAH(152000)}, []amount.Money{e.Total, e.Costs, e.Paid})
	require.Equal(t, []string{"invoice 77 issued", "waybill 91 received"}, e.Documents)
	require.Equal(t, []string{"41207 written off: 2", "41208 written off: 1"}, e.Stock)
	var there []string
	for _, r := range e.Timeline {
		if len(r.Stall) > 0 && (len(there) == 0 || there[len(there)-1] != r.Stall[0]) {
			there = append(there, r.Stall[0])
		}
	}
	require.Equal(t, []string{
		"26 Обрабатывается менеджером", "2 Данные подтверждены. Ожидает отправки", "61 Заплановано передачу перевізникові",
		"3 Передан в службу доставки", "5 Ожидает в пункте самовывоза", "6 Посылка получена",
	}, there)
	var sent []string
	for _, x := range d.Journal {
		require.NotContains(t, []bridge.Level{bridge.LevelWarning, bridge.LevelError}, x.Level, x.Text)
		if x.Account == "rz-1" && x.Effect != "" {
			kind, _, _ := strings.Cut(x.Text, " ")
			sent = append(sent, strings.TrimSuffix(kind, ":"))
		}
	}
	require.Equal(t, []string{"take", "confirm", "ship", "close"}, sent, "what ROZETKA's tracking sets is not written")

	page, stderr, code := program(t, "-order", "rozetka")
	require.Zero(t, code, stderr)
	page, _, ok := strings.Cut(page, "\nThe journal\n")
	require.True(t, ok)
	page, sums, ok := strings.Cut(page, "\nSums at ROZETKA")
	require.True(t, ok)
	_, page, _ = strings.Cut(page, "\n\n")
	all, _ := everything()
	require.Contains(t, all, page, "among others it is the same")
	require.Contains(t, all, sums)
}

func TestEverythingIsPrinted(t *testing.T) {
	t.Parallel()
	all, stderr := everything()
	require.Empty(t, stderr)
	for _, want := range []string{
		"2 × Кружка красная", "Megamarket ← confirm lines 1 and 3", "partly-confirmed", "1,3 CONFIRMED", "availability-confirmed",
		"Saturday, 7 March 2026", "7 Mar 12:00-16:00", "out-with-courier", "cancelled in the channel: lines 1 and 2",
		"11140.00", "3560.00", "7580.00", "Notes to the merchant", "notice", "The journal", "Receipts of the shop", "YooKassa ← refund of 890.00 RUB for R1", "CDEK ← parcel for S1", "S1 is arrived: Принят на склад до",
		"ROZETKA ← confirm", "S1 is arrived: Прибув на відділення", "«получен»", "6 Посылка получена", "Sums at ROZETKA",
	} {
		require.Contains(t, all, want)
	}
	for line := range strings.SplitSeq(all, "\n") {
		require.LessOrEqual(t, utf8.RuneCountInString(line), pageWidth, line)
		require.Equal(t, strings.TrimRight(line, " "), line)
	}
	again, _, _ := program(t, "-order", "all")
	require.Equal(t, all, again, "the output is always the same")
}

func TestOneOrderIsPrintedAsAmongOthers(t *testing.T) {
	t.Parallel()
	all, _ := everything()
	for _, p := range plots() {
		one, stderr, code := program(t, "-order", p.name)
		require.Zero(t, code, stderr)
		page, _, ok := strings.Cut(one, "\nSums\n")
		require.True(t, ok)
		_, page, ok = strings.Cut(page, p.title)
		require.True(t, ok)
		require.Contains(t, all, page)
	}
}

func TestEveryExchangeIsShownWithoutSecrets(t *testing.T) {
	t.Parallel()
	stdout, stderr, code := program(t, "-v")
	require.Zero(t, code, stderr)
	for _, want := range []string{"order/confirm", "orderService/order/packing", "shop-example-ru_7011/sell_refund", "(POST /refunds, try 1)", "/api/v5/orders/history", "(PUT /orders/{id}, try 1)", "TrackingDocument.getStatusDocuments", "200 OK", `"token":"***"`} {
		require.Contains(t, stderr, want)
	}
	for _, secret := range []string{token, crmKey, callbackPassword, moduleClientID, ykSecret, atolPassword, cdekPassword, cdekSecret, rzPassword, npKey} {
		require.NotContains(t, stdout, secret)
		require.NotContains(t, stderr, secret)
	}
	quiet, _ := everything()
	require.Equal(t, quiet, stdout)
}

func TestAStoryThatEndsOtherwiseIsAnError(t *testing.T) {
	t.Parallel()
	wrong := map[string]struct {
		spoil func(*plot)
		want  string
	}{
		"another state": {func(p *plot) { p.ends.state = status.OrderCompleted }, "state: got cancelled, want completed"},
		"other lots":    {func(p *plot) { p.ends.lots = []string{"NEW", "NEW"} }, "want [NEW NEW]"},
		"another card":  {func(p *plot) { p.ends.crm = "complete" }, `want "complete"`},
		"an impossible step": {
			func(p *plot) { p.scenes[1].do = func(p *purchase) { p.handedOut() } }, "2 March 12:25: order cancel: megamarkettest",
		},
	}
	for name, tt := range wrong {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := cancel()
			tt.spoil(&p)
			var out, errs bytes.Buffer
			err := choice{plots: []plot{p}}.show(t.Context(), &out, &errs)
			require.ErrorContains(t, err, tt.want)
			require.Contains(t, out.String(), "Order 955100779", "the story is printed all the same")
		})
	}
	t.Run("receipts that differ", func(t *testing.T) {
		s := sale{kept: amount.RUB(300), receipts: []receipt{{Sum: amount.RUB(300)}, {Sum: amount.RUB(-100)}, {Sum: amount.RUB(200), Offset: true}}}
		s.view.State, s.view.Total = status.OrderDelivered, amount.RUB(200)
		require.ErrorContains(t, errors.Join(s.wrong()...), "YooKassa kept 3.00 RUB, and the order costs 2.00 RUB")
		require.ErrorContains(t, errors.Join(s.wrong()...), "the receipts come to 2.00 RUB, and YooKassa kept 3.00 RUB")
	})
	t.Run("another end at ROZETKA", func(t *testing.T) {
		s := stall{number: 7, ttn: "20450000000001", view: order.View{State: status.OrderDelivered, Total: amount.UAH(100), Paid: amount.UAH(50)}}
		s.there = rozetkatest.Order{Status: 5, Lines: []rozetkatest.Line{{Price: 200, Quantity: 1}}}
		text := errors.Join(s.wrong()...).Error()
		for _, want := range []string{
			"order rozetka (7): state: got delivered, want completed", "got 5 Ожидает в пункте самовывоза, want 6", "waybill at ROZETKA",
			"it costs 2.00 UAH at ROZETKA, and 1.00 UAH here", "0.50 UAH is paid of 1.00 UAH", "stock: []",
		} {
			require.Contains(t, text, want)
		}
	})
	t.Run("sums that differ", func(t *testing.T) {
		x := history{plot: cancel(), p: &purchase{}}
		x.sums = sums{amount.RUB(300), amount.RUB(100), amount.RUB(200), amount.RUB(199), amount.RUB(201)}
		var all []string
		for _, err := range x.wrong() {
			all = append(all, err.Error())
		}
		text := strings.Join(all, "\n")
		require.Contains(t, text, "lots at Megamarket cost 1.99 RUB")
		require.Contains(t, text, "the order in RetailCRM costs 2.01 RUB")
		require.NotContains(t, text, "ordered less")
	})
}

func TestAWrongCommandLineIsExplained(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"an unknown order":   {[]string{"-order", "rush"}, `there is no order "rush"; choose standard, delivery, cancel, shop, rozetka or all`},
		"an extra argument":  {[]string{"cancel"}, `unexpected argument "cancel"`},
		"an unknown flag":    {[]string{"-xml"}, "-xml"},
		"a flag without arg": {[]string{"-order"}, "-order"},
		"not a truth value":  {[]string{"-json=perhaps"}, "perhaps"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := program(t, tt.args...)
			require.Equal(t, 2, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, tt.want)
			require.Contains(t, stderr, usage)
		})
	}
	t.Run("help is no mistake", func(t *testing.T) {
		stdout, stderr, code := program(t, "-h")
		require.Zero(t, code)
		require.Empty(t, stderr)
		require.Equal(t, usage, stdout)
	})
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }

func TestABrokenOutputIsAnError(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-order", "cancel"}, {"-order", "cancel", "-json"}} {
		require.Equal(t, 1, run(args, broken{}, broken{}))
	}
}
