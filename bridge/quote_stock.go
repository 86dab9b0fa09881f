package bridge

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// toBeReserved are the states of goods that must still be found in the stock, unless a warehouse has reserved them.
var toBeReserved = status.ItemStates(status.ItemNew, status.ItemConfirmed, status.ItemAssembling, status.ItemRemarking)

// oldStock is the age from which people are told how old the stock is that the books give.
const oldStock = time.Hour

// checkStock asks the books for what comes in, where they keep stock. It returns an error if they have less, or do not
// answer and must.
func (x *editing) checkStock(ctx context.Context, j *job, e order.Edit) error {
	lines := extended(e)
	for _, l := range e.Add {
		lines[l.ID] = l.Quantity
	}
	var goods []order.LineView // that come in, one for each article
	for _, l := range x.tried.Lines {
		if _, comes := lines[l.ID]; comes && l.Kind == order.LineGoods && articleOf(x.tried, l.ID) != "" {
			is := func(g order.LineView) bool { return articleOf(x.tried, g.ID) == articleOf(x.tried, l.ID) }
			if !slices.ContainsFunc(goods, is) {
				goods = append(goods, l)
			}
		}
	}
	a := j.accounts[j.route.booksAt()]
	s, err := stocker(j, a)
	if err != nil || len(goods) == 0 {
		return nil //nolint:nilerr // books without stock have nothing to say
	}
	var articles []string
	for _, l := range goods {
		articles = append(articles, articleOf(x.tried, l.ID))
	}
	free, unknown, asOf := map[string]int64{}, map[string]error{}, time.Time{}
	sctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	for r, err := range s.Stock(sctx, articles...) {
		switch {
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case err != nil && j.route.NeedsStock:
			return x.refused(j, "", order.Textf("%s cannot be asked for the stock: %v; try again later", a.name, clip(err.Error(), maxReason)), err)
		case err != nil:
			x.hints = append(x.hints, order.Textf("%s could not be asked for the stock: %v; nobody knows whether %s are there: check it", a.name, clip(err.Error(), maxReason), strings.Join(articles, ", ")))
			return nil
		case r.Problem != nil:
			unknown[r.Article] = r.Problem
			continue
		}
		free[r.Article] += r.Free.Milli()
		if !r.AsOf.IsZero() && (asOf.IsZero() || r.AsOf.Before(asOf)) {
			asOf = r.AsOf
		}
	}
	for i, l := range goods {
		article := articles[i]
		if err := unknown[article]; err != nil {
			x.hints = append(x.hints, order.Textf("line %s: %s does not know the stock of %s: %v; enter it there", l.ID, a.name, article, clip(err.Error(), maxReason)))
			continue
		}
		if want := x.unreserved(article); want > free[article] {
			why := order.Textf("%s of %s are wanted, and %s has %s free", amount.Milli(want), article, a.name, amount.Milli(free[article]))
			return x.ofClass(j, ordo.Conflict, l.ID, why)
		}
	}
	if !asOf.IsZero() && j.now().Sub(asOf) > oldStock {
		x.hints = append(x.hints, order.Textf("the stock of %s is as it was at %s: check that %s are there", a.name, stamp(asOf), strings.Join(articles, ", ")))
	}
	return nil
}

// unreserved is how much of an article the edited order needs and no warehouse keeps for it, in thousandths.
func (x *editing) unreserved(article string) (n int64) {
	for _, l := range x.tried.Lines {
		if l.Kind != order.LineGoods || articleOf(x.tried, l.ID) != article {
			continue
		}
		for _, p := range l.Portions {
			kept := p.Warehouse != "" && p.State != status.ItemConfirmed
			if p.Block == 0 && p.Transfer == 0 && !kept && toBeReserved.Has(p.State) {
				n += p.To.Milli() - p.From.Milli()
			}
		}
	}
	return n
}
