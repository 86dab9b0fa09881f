package bridge

import (
	"cmp"
	"context"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// atWarehouse are the states of goods that are kept at a warehouse, or have none yet.
var atWarehouse = status.ItemStates(status.ItemConfirmed, status.ItemAssembling, status.ItemPacked, status.ItemRemarking)

// stocks is what the books have, read just now.
type stocks struct {
	records    []erp.Stock // of the articles of an order
	warehouses []erp.Warehouse
	levels     []stock.Level // what the order may have, what is reserved for it included
	places     []stock.Place
}

// stocker returns the books of an order as a port that knows the stock.
func stocker(j *job, a *account) (erp.Stocker, error) {
	if a != nil && a.system != nil {
		if s, can := a.system.(erp.Stocker); can {
			return s, nil
		}
	}
	e := &ordo.Error{Account: j.route.booksAt(), Op: "stock", Class: ordo.Unsupported, Text: "it keeps no stock"}
	if a != nil {
		e.System = a.vendor()
	}
	return nil, e
}

// stockFor reads the stock of the articles of an order, and what of it is reserved for the order.
func (c *core) stockFor(ctx context.Context, j *job, a *account) (x stocks, err error) {
	s, err := stocker(j, a)
	if err != nil {
		return x, err
	}
	v := j.view()
	var articles []string
	for _, l := range v.Lines {
		if article := articleOf(v, l.ID); l.Kind == order.LineGoods && article != "" && !slices.Contains(articles, article) {
			articles = append(articles, article)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	for w, err := range s.Warehouses(ctx) {
		if err != nil {
			return x, err
		}
		x.warehouses = append(x.warehouses, w)
		if w.Problem == nil {
			x.places = append(x.places, stock.Place{
				Code: w.Code, City: w.City, Latitude: w.Latitude, Longitude: w.Longitude, Central: w.Central, Issues: w.Issues,
			})
		}
	}
	for r, err := range s.Stock(ctx, articles...) {
		if err != nil {
			return x, err
		}
		x.records = append(x.records, r)
		if r.Problem == nil {
			x.levels = append(x.levels, stock.Level{Article: r.Article, Warehouse: r.Warehouse, Free: r.Free})
		}
	}
	now, _ := stock.Of(v)
	if len(now.Reserve) == 0 {
		return x, nil
	}
	r, err := a.system.Read(ctx, nil, v)
	if err != nil {
		return x, err
	}
	own := slices.Clone(now.Reserve)
	if r.Reserved != nil {
		for i := range own {
			own[i].Quantity = amount.Milli(min(own[i].Quantity.Milli(), reservedAt(r.Reserved, own[i])))
		}
	}
	x.levels = stock.Freed(x.levels, own)
	return x, nil
}

// reservedAt is how much of a line is reserved at the warehouse of a reservation, in thousandths.
func reservedAt(rs []order.Reserved, at stock.Reservation) (n int64) {
	for _, r := range rs {
		if r.Line == at.Line && r.Warehouse == at.Warehouse {
			n += r.Quantity.Milli()
		}
	}
	return n
}

// articleOf is the article of a line, as the stock has it.
func articleOf(v order.View, line string) string {
	for _, l := range v.Lines {
		if l.ID == line {
			return cmp.Or(l.SKU, l.Name)
		}
	}
	return ""
}
