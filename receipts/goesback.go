package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// goesBack is what a refund pays back, by payment.
type goesBack []sharePaidBack

type sharePaidBack struct {
	form  Form
	rates int // of the payment
	minor int64
}

func (b *book) goesBack(k order.Block) *goesBack {
	var g goesBack
	for _, shares := range [][]order.PaymentShare{k.Done, k.From} {
		for _, f := range shares {
			p := b.payments[f.Payment]
			g = append(g, sharePaidBack{p.form, p.rates, f.Amount.Minor()})
		}
	}
	return &g
}

func (g goesBack) sum(forms ...Form) (minor int64) {
	for _, s := range g {
		if slices.Contains(forms, s.form) {
			minor += s.minor
		}
	}
	return minor
}

// take takes a sum, the forms in this order.
func (g *goesBack) take(minor int64, forms ...Form) (taken goesBack) {
	for _, form := range forms {
		for i := range *g {
			s := &(*g)[i]
			if some := min(minor, s.minor); s.form == form && some > 0 {
				taken = append(taken, sharePaidBack{form, s.rates, some})
				s.minor, minor = s.minor-some, minor-some
			}
		}
	}
	return taken
}

// forGoods takes the price of settled goods. Money for which an advance is there stays for that, as long as gift cards
// and bonus points cover the rest of the goods.
func (g *goesBack) forGoods(minor, advance int64) goesBack {
	money := g.sum(Electronic, Cash)
	kept := min(g.sum(allForms...)-minor, advance, money)
	taken := g.take(min(minor, money-kept), Electronic, Cash)
	taken = append(taken, g.take(minor-taken.sum(allForms...), Offset, Consideration)...)
	return append(taken, g.take(minor-taken.sum(allForms...), Electronic, Cash)...)
}

// byRates splits what goes back by the rates of VAT that its payments were receipted with.
func (g goesBack) byRates() (parts []goesBack) {
	for _, s := range g {
		i := slices.IndexFunc(parts, func(p goesBack) bool { return p[0].rates == s.rates })
		if i < 0 {
			parts = append(parts, goesBack{s})
			continue
		}
		parts[i] = append(parts[i], s)
	}
	return parts
}

// payments returns the payments of a receipt.
func (g goesBack) payments() (paid []Payment) {
	for _, s := range g {
		paid = merge(paid, []Payment{{s.form, amount.RUB(s.minor)}})
	}
	return paid
}
