package onec

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order/amount"
)

// priceRecords are the prices of the kinds that the settings name. A price of a characteristic counts before that of
// its goods.
func (s *System) priceRecords(ctx context.Context, g *catalogue) (out []exchange.Record, _ error) {
	goods := g.each()
	for _, kind := range sortedKeys(s.set.Prices) {
		id, err := s.key(ctx, named{"prices." + kind, "Catalog_ВидыЦен", byName, s.set.Prices[kind]})
		if err != nil {
			return nil, err
		}
		all, err := s.client.pricesOf(ctx, id, Filter{})
		if err != nil {
			return nil, err
		}
		by := map[goodsKey]PriceRecord{}
		for _, p := range all {
			if p.Packaging == "" && p.PricingPackaging == "" && p.PricingSeries == "" {
				by[goodsKey{p.Good, firstGuid(p.Characteristic, p.PricingCharacteristic)}] = p
			}
		}
		for _, x := range goods {
			p, has := by[x.key()]
			if !has {
				p, has = by[goodsKey{x.good.Ref, ""}]
			}
			if has && !x.gone {
				out = append(out, s.priceRecord(x, kind, p))
			}
		}
	}
	return out, nil
}

func (s *System) priceRecord(x sold, kind string, p PriceRecord) exchange.Record {
	key := x.sku + "/" + kind
	problem := errors.Join(x.problem, p.Problem)
	if problem == nil {
		m, err := p.Price.Money(s.isoCurrency())
		if err == nil {
			r := exchange.NewRecord(exchange.Prices, key, exchange.Price{SKU: x.sku, Type: kind, Price: m})
			r.Ref = x.ref()
			return r
		}
		problem = err
	}
	return exchange.Record{Kind: exchange.Prices, Key: key, Ref: x.ref(), Problem: problem}
}

// isoCurrency is the currency of the settings by its ISO code.
func (s *System) isoCurrency() string {
	iso := map[string]string{"": "RUB", "643": "RUB", "933": "BYN", "398": "KZT", "980": "UAH", "978": "EUR", "840": "USD", "985": "PLN"}
	return iso[s.set.Currency]
}

// stockRecords are how much is free at each warehouse of the settings; none of goods that no register has.
func (s *System) stockRecords(ctx context.Context, g *catalogue) (out []exchange.Record, _ error) {
	p, err := s.warehouses(ctx)
	if err != nil {
		return nil, err
	}
	levels, err := s.client.allStock(ctx)
	if err != nil {
		return nil, err
	}
	by := map[goodsKey][]Level{}
	for _, l := range levels {
		k := goodsKey{l.Good, l.Characteristic}
		by[k] = append(by[k], l)
	}
	for _, x := range g.each() {
		if x.problem != nil && len(by[x.key()]) > 0 {
			out = append(out, exchange.Record{Kind: exchange.Stocks, Key: x.sku, Ref: x.ref(), Problem: x.problem})
			continue
		}
		for _, l := range by[x.key()] {
			code, known := p.codes[l.Warehouse]
			if !known || x.gone {
				continue
			}
			r := exchange.NewRecord(exchange.Stocks, x.sku+"/"+code, exchange.Stock{SKU: x.sku, Warehouse: code, Quantity: freeOf(l)})
			r.Ref = x.ref()
			out = append(out, r)
		}
	}
	return out, nil
}

// freeOf is what may be sold.
func freeOf(l Level) amount.Quantity { return l.Free.Amount() }

// allStock is ListStock of all goods, in one question.
func (c *Client) allStock(ctx context.Context) ([]Level, error) {
	m, err := c.Metadata(ctx)
	if err != nil {
		return nil, err
	}
	read := c.distributed
	switch {
	case m.Has(distribution):
	case m.Has(freeStock):
		read = c.free
	case m.Has(onHand):
		read = c.atHand
	default:
		return nil, c.rest.Fail("GET "+distribution, ordo.Unsupported, "the base offers no register of stock", nil)
	}
	sums := map[Level]Level{}
	for l, err := range read(ctx, Filter{}) {
		if err != nil {
			return nil, err
		}
		k := Level{Good: l.Good, Characteristic: l.Characteristic, Warehouse: l.Warehouse}
		sum := sums[k]
		sum.Good, sum.Characteristic, sum.Warehouse = l.Good, l.Characteristic, l.Warehouse
		sum.OnHand, sum.Reserved, sum.Free = sum.OnHand+l.OnHand, sum.Reserved+l.Reserved, sum.Free+l.Free
		sums[k] = sum
	}
	out := make([]Level, 0, len(sums))
	for _, l := range sums {
		out = append(out, l)
	}
	slices.SortFunc(out, compareLevels)
	return out, nil
}
