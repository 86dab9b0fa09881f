package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// result is all that happened, and the state of each system at the end.
type result struct {
	rows     []row
	view     order.View
	receipts []printed
	payments []yookassatest.Payment
	refunds  []yookassatest.Refund
	wrong    []error // where RetailCRM showed other sums than the order after a step
}

// row is one line of what happened.
type row struct {
	at        time.Time
	who, what string
	state     string
	card      string // total and paid, in RetailCRM
}

// printed is a receipt as the register printed it.
type printed struct {
	atoltest.Receipt
	content
}

// content is the part of a document that has sums.
type content struct {
	Items []struct {
		Name     string      `json:"name"`
		Quantity json.Number `json:"quantity"`
		Sum      json.Number `json:"sum"`
	} `json:"items"`
	Payments []struct {
		Type int         `json:"type"` // 1 electronic, 2 offset of an advance, 4 in kind
		Sum  json.Number `json:"sum"`
	} `json:"payments"`
}

// play runs the story and reads all systems at the end.
func (c *counter) play(ctx context.Context, scenes []scene) (*result, error) {
	t := &result{}
	var after int64
	for _, s := range scenes {
		c.clock.To(s.at)
		if err := s.do(ctx, c); err != nil {
			return t, fmt.Errorf("%s %s: %w", s.who, s.what, err)
		}
		t.rows = append(t.rows, row{at: s.at, who: s.who, what: s.what})
		if err := c.settle(ctx); err != nil {
			return t, err
		}
		for e, err := range c.store.Journal(ctx, bridge.JournalFilter{After: after, Order: id}) {
			if err != nil {
				return t, err
			}
			after = e.N
			if e.What != "waiting" {
				t.rows = append(t.rows, row{at: e.At, who: "ordo", what: by(e.Account) + strings.TrimSuffix(e.Text, ": applied")})
			}
		}
		o, err := c.b.Order(ctx, id)
		if err != nil {
			return t, err
		}
		t.view = o.View()
		last := &t.rows[len(t.rows)-1]
		last.state = fmt.Sprintf("%s, %s", t.view.State, t.view.Payment)
		total, paid, err := c.card()
		if err != nil {
			return t, err
		}
		last.card = total.Text() + ", " + paid.Text()
		if here := erp.SumsOf(t.view); total != here.Total || paid != here.Paid {
			t.wrong = append(t.wrong, fmt.Errorf("after %q RetailCRM shows %s and %s paid, the order is %s and %s", s.what, total, paid, here.Total, here.Paid))
		}
	}
	t.payments, t.refunds = c.yk.Payments(), c.yk.Refunds()
	for _, r := range c.kassa.Receipts() {
		var body struct {
			Receipt content `json:"receipt"`
		}
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return t, err
		}
		t.receipts = append(t.receipts, printed{r, body.Receipt})
	}
	return t, nil
}

// card returns what RetailCRM shows: what the order costs, and what of it was paid and not paid back.
func (c *counter) card() (total, paid amount.Money, err error) {
	o, known := c.crm.Order(number)
	if !known {
		return total, paid, errors.New("RetailCRM does not have the order")
	}
	total, err = amount.ParseMoney(o.Field("totalSumm"), "RUB")
	paid = amount.RUB(0)
	for _, p := range o.Payments {
		if p.Status == "paid" && err == nil {
			var m amount.Money
			m, err = amount.ParseMoney(p.Amount, "RUB")
			paid = plus(paid, m)
		}
	}
	return total, paid, err
}

func (t *result) print(w io.Writer) {
	fmt.Fprintf(w, "Order %s of the shop: returns, a price reduction and an exchange, each paid back once, each with its receipt\n\n", number)
	t.printStory(w)
	t.printBlocks(w)
	t.printReceipts(w)
	t.printMoney(w)
}

func (t *result) printStory(w io.Writer) {
	fmt.Fprintln(w, "What happens (Moscow time, roubles)")
	b := stage.Table{Titles: []string{"time", "who", "what", "order, payment", "RetailCRM: total, paid"}, Width: map[int]int{2: 53}}
	for _, r := range t.rows {
		b.Add(r.at.In(moscow).Format("2 Jan 15:04"), r.who, r.what, r.state, r.card)
	}
	b.Print(w)
	fmt.Fprintln(w)
}

// printBlocks prints the goods that stay sold, then each block. What they cost and what was paid back are together what
// was paid.
func (t *result) printBlocks(w io.Writer) {
	fmt.Fprintln(w, "The order's blocks")
	b := stage.Table{Titles: []string{"block", "goods", "reason", "money", "receipt", "sum", "paid back"}, Right: map[int]bool{5: true, 6: true}}
	var sold []string
	for _, l := range t.view.Lines {
		if l.Living.Sign() > 0 {
			sold = append(sold, l.Living.String()+" × "+l.Name)
		}
	}
	b.Add("sold", strings.Join(sold, ", "), "", "", "", t.view.Total.Text(), "")
	for _, k := range t.view.Blocks {
		receipt := ""
		if k.Receipt != nil {
			receipt = k.Receipt.Number
		}
		b.Add(fmt.Sprintf("R%d", k.N), t.goods(k.Parts), string(k.Reason), k.Money.String(), receipt, k.Sum.Text(), k.Refunded.Text())
	}
	b.Rule()
	b.Add("", "paid", "", "", "", t.view.Paid.Text(), t.view.Refunded.Text())
	b.Print(w)
	fmt.Fprintln(w)
}

// goods names the units of a block.
func (t *result) goods(parts []order.Part) string {
	var out []string
	for _, p := range parts {
		for _, l := range t.view.Lines {
			if n, err := p.To.Sub(p.From); err == nil && l.ID == p.Line {
				out = append(out, n.String()+" × "+l.Name)
			}
		}
	}
	return strings.Join(out, ", ")
}

// printReceipts prints the receipts. A sale is money in, a refund money out; the offset of an advance moves none.
func (t *result) printReceipts(w io.Writer) {
	fmt.Fprintln(w, "The receipts at ATOL Online")
	b := stage.Table{
		Titles: []string{"no", "receipt", "for", "positions", "sum", "by offset", "by card"},
		Right:  map[int]bool{4: true, 5: true, 6: true}, Width: map[int]int{3: 50},
	}
	total := amount.RUB(0)
	for _, r := range t.receipts {
		var items []string
		for _, i := range r.Items {
			items = append(items, fmt.Sprintf("%s × %s %s", i.Quantity, i.Name, i.Sum))
		}
		offset, card, err := r.split()
		if err != nil {
			b.Add("", err.Error(), "", "", "", "", "")
			continue
		}
		if sum, err := total.Add(card); err == nil {
			total = sum
		}
		b.Add(fmt.Sprint(r.Number), r.Operation, strings.TrimPrefix(r.ExternalID, "shop-1%2F"+number+"/"), strings.Join(items, "\n"), r.Total, offset.Text(), card.Text())
	}
	b.Rule()
	b.Add("", "", "", "sales less refunds", "", "", total.Text())
	b.Print(w)
	fmt.Fprintln(w)
}

// split returns how a receipt was paid; a refund is negative.
func (r printed) split() (offset, card amount.Money, err error) {
	offset, card = amount.RUB(0), amount.RUB(0)
	for _, p := range r.Payments {
		m, err := amount.ParseMoney(p.Sum.String(), "RUB")
		switch {
		case err != nil:
			return offset, card, err
		case p.Type != 1 && r.Operation == "sell_refund":
			offset, err = offset.Sub(m)
		case p.Type != 1:
			offset, err = offset.Add(m)
		case r.Operation == "sell_refund":
			card, err = card.Sub(m)
		default:
			card, err = card.Add(m)
		}
		if err != nil {
			return offset, card, err
		}
	}
	return offset, card, nil
}

// printMoney prints the payments and refunds at YooKassa.
func (t *result) printMoney(w io.Writer) {
	fmt.Fprintln(w, "The money at YooKassa")
	b := stage.Table{Titles: []string{"what", "state", "sum"}, Right: map[int]bool{2: true}}
	for _, p := range t.payments {
		b.Add("payment", p.Status, strings.TrimSuffix(p.Amount, " RUB"))
	}
	for _, r := range t.refunds {
		sum := "-" + strings.TrimSuffix(r.Amount, " RUB")
		if r.Status != "succeeded" {
			sum = "0.00"
		}
		key := strings.Split(r.Metadata["refund_key"], "/")
		b.Add("refund of "+strings.Join(key[min(2, len(key)):], ", "), strings.TrimSpace(r.Status+" "+r.Reason), sum)
	}
	b.Rule()
	kept, err := t.kept()
	if err != nil {
		b.Add(err.Error(), "", "")
	}
	b.Add("kept", "", kept.Text())
	b.Print(w)
}

// kept returns payments less refunds.
func (t *result) kept() (amount.Money, error) {
	sum := amount.RUB(0)
	for _, p := range t.payments {
		for i, text := range []string{p.Amount, p.Refunded} {
			m, err := amount.ParseMoney(strings.TrimSuffix(text, " RUB"), "RUB")
			if err == nil && i == 0 {
				sum, err = sum.Add(m)
			} else if err == nil {
				sum, err = sum.Sub(m)
			}
			if err != nil {
				return sum, err
			}
		}
	}
	return sum, nil
}

// check returns the sums that differ.
func (t *result) check() error {
	var errs []error
	should := func(holds bool, format string, args ...any) {
		if !holds {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	errs = append(errs, t.wrong...)
	all, byReceipts := t.view.Total, amount.RUB(0)
	for _, k := range t.view.Blocks {
		all = plus(all, k.Refunded)
		should(k.Returned && k.Receipt != nil, "R%d: money %s, receipt: %t", k.N, k.Money, k.Receipt != nil)
	}
	should(all == t.view.Paid, "what is sold and what was paid back add up to %s, and %s was paid", all, t.view.Paid)
	for _, r := range t.receipts {
		offset, card, err := r.split()
		should(err == nil, "receipt %d: %v", r.Number, err)
		byReceipts = plus(byReceipts, card)
		goods := amount.RUB(0)
		for _, i := range r.Items {
			m, err := amount.ParseMoney(i.Sum.String(), "RUB")
			should(err == nil, "receipt %d: %v", r.Number, err)
			goods = plus(goods, m)
		}
		paid := plus(offset, card)
		should(goods.Text() == r.Total && strings.TrimPrefix(paid.Text(), "-") == r.Total, "receipt %d: %s of goods, %s paid, %s in all", r.Number, goods.Text(), paid.Text(), r.Total)
		should(r.Status == "done", "receipt %s is %s", r.ExternalID, r.Status)
	}
	kept, err := t.kept()
	should(err == nil, "%v", err)
	should(kept == byReceipts, "YooKassa kept %s, and the receipts add up to %s", kept, byReceipts)
	should(kept == t.view.Total, "YooKassa kept %s, and the order costs %s", kept, t.view.Total)
	should(len(t.view.Holds) == 0, "the order is on hold: %v", t.view.Holds)
	return errors.Join(errs...)
}

// by names the account of an entry of the journal.
func by(account string) string {
	if account == "" {
		return ""
	}
	return account + ": "
}

// plus adds sums in roubles that are far from overflowing.
func plus(a, b amount.Money) amount.Money {
	return amount.RUB(a.Minor() + b.Minor())
}
