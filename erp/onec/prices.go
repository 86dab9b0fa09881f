package onec

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Where prices are kept. Since 11.5 a base may keep new ones in the second register, by variants for pricing.
const (
	prices   = "InformationRegister_ЦеныНоменклатуры"
	prices25 = "InformationRegister_ЦеныНоменклатуры25"
)

// PriceRecord is a price of a good.
type PriceRecord struct {
	Good           Guid `json:"Номенклатура_Key"`
	Characteristic Guid `json:"Характеристика_Key"`
	PriceType      Guid `json:"ВидЦены_Key"`
	Price          Sum  `json:"Цена"`
	Packaging      Guid `json:"Упаковка_Key"`
	Currency       Guid `json:"Валюта_Key"`
	// The next are of the second register: characteristics, series and packagings as far as prices depend on them.
	PricingCharacteristic Guid `json:"ХарактеристикаЦО_Key"`
	PricingSeries         Guid `json:"СерияЦО_Key"`
	PricingPackaging      Guid `json:"УпаковкаЦО_Key"`
	Record
}

// ListPrices reads the prices of one kind that hold now, by goods and characteristics. Goods without a price have no
// record; one that cannot be read has its Problem. Where a base has both registers of prices, those of a good are taken
// from the one with its latest price: which of them a base uses is not documented.
func (c *Client) ListPrices(ctx context.Context, priceType Guid, goods ...Guid) ([]PriceRecord, error) {
	var filters []Filter
	for some := range slices.Chunk(goods, goodsAtOnce) {
		filters = append(filters, In("Номенклатура_Key", some...))
	}
	return c.pricesOf(ctx, priceType, filters...)
}

// pricesOf is ListPrices of the goods that pass one of the filters, each of which is a question of its own.
func (c *Client) pricesOf(ctx context.Context, priceType Guid, goods ...Filter) ([]PriceRecord, error) {
	m, err := c.Metadata(ctx)
	if err != nil {
		return nil, err
	}
	last := map[Guid]Time{}
	from := map[Guid]string{}
	all := map[string][]PriceRecord{}
	for _, register := range []string{prices, prices25} {
		if register == prices25 && !m.Has(register) && !m.Has(register+recorded) {
			continue
		}
		r := NewRegister[PriceRecord](c, register)
		for _, some := range goods {
			for p, err := range r.SliceLast(ctx, time.Time{}, m.Has(register+recorded) || register == prices, And(Eq("ВидЦены_Key", priceType), some)) {
				if err != nil {
					return nil, err
				}
				all[register] = append(all[register], p)
				if old, has := last[p.Good]; !has || p.Period.After(old.Time) {
					last[p.Good], from[p.Good] = p.Period, register
				}
			}
		}
	}
	var out []PriceRecord
	for register, records := range all {
		for _, p := range records {
			if from[p.Good] == register {
				out = append(out, p)
			}
		}
	}
	slices.SortFunc(out, func(a, b PriceRecord) int {
		return cmp.Or(cmp.Compare(a.Good, b.Good), cmp.Compare(a.Characteristic, b.Characteristic), cmp.Compare(a.Packaging, b.Packaging),
			cmp.Compare(a.PricingCharacteristic, b.PricingCharacteristic), cmp.Compare(a.PricingPackaging, b.PricingPackaging))
	})
	return out, nil
}
