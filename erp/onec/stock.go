package onec

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
)

// Where stock is found, by release; what the base has decides.
const (
	distribution = "InformationRegister_РаспределениеЗапасов" // 11.5
	freeStock    = "AccumulationRegister_СвободныеОстатки"    // 11.4
	onHand       = "AccumulationRegister_ТоварыНаСкладах"     // all
)

// Level is how much of a good there is at a warehouse.
type Level struct {
	Good, Characteristic, Warehouse Guid
	OnHand, Reserved, Free          Quantity
}

// Goods in one question: web servers cut addresses of a few thousand characters.
const goodsAtOnce = 8

// ListStock reads how much of the goods there is at each warehouse; where there is nothing, there is no level. Stock
// that is kept for a purpose of its own (a "назначение") does not count, as for 1C's own picker of goods, nor does
// stock of departments. Nothing is kept: what is read holds for the moment.
//
// It is read from РаспределениеЗапасов, or else from СвободныеОстатки, or else from ТоварыНаСкладах, where what is to
// be shipped counts as reserved.
func (c *Client) ListStock(ctx context.Context, goods ...Guid) ([]Level, error) {
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
		return nil, c.rest.Fail("GET "+distribution, ordo.Unsupported, "the base offers no register of stock: put "+distribution+", "+
			freeStock+" or "+onHand+" into the interface's composition", nil)
	}
	sums := map[Level]*Level{}
	for some := range slices.Chunk(distinct(goods), goodsAtOnce) {
		for l, err := range read(ctx, In("Номенклатура_Key", some...)) {
			if err != nil {
				return nil, err
			}
			key := Level{Good: l.Good, Characteristic: l.Characteristic, Warehouse: l.Warehouse}
			sum := sums[key]
			if sum == nil {
				sum = &key
				sums[key] = sum
			}
			sum.OnHand += l.OnHand
			sum.Reserved += l.Reserved
			sum.Free += l.Free
		}
	}
	out := make([]Level, 0, len(sums))
	for _, l := range sums {
		if l.OnHand != 0 || l.Reserved != 0 || l.Free != 0 {
			out = append(out, *l)
		}
	}
	slices.SortFunc(out, compareLevels)
	return out, nil
}

// distinct returns each good once: one that is in two questions would be counted twice.
func distinct(goods []Guid) []Guid {
	all := make([]Guid, len(goods))
	for i, g := range goods {
		all[i] = g
		if id, err := ParseGuid(string(g)); err == nil {
			all[i] = id
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func compareLevels(a, b Level) int {
	return strings.Compare(string(a.Good+a.Characteristic+a.Warehouse), string(b.Good+b.Characteristic+b.Warehouse))
}

// Distribution is a record of РаспределениеЗапасов: what of a good is in one state.
type Distribution struct {
	Good           Guid     `json:"Номенклатура_Key"`
	Characteristic Guid     `json:"Характеристика_Key"`
	Warehouse      Value    `json:"Склад"`
	WarehouseType  Type     `json:"Склад_Type"` // Catalog_Склады, or a department
	Assignment     Guid     `json:"Назначение_Key"`
	State          string   `json:"Состояние"` // such as ОстатокНаСкладе, ВРезерве, Обеспечить
	Order          Value    `json:"ЗаказНаОтгрузку"`
	OrderType      Type     `json:"ЗаказНаОтгрузку_Type"`
	OnHand         Quantity `json:"ВНаличии"`
	Stock          Quantity `json:"Запас"`
	Reserve        Quantity `json:"Резерв"`
	Free           Quantity `json:"Свободно"`
	Reserved       Quantity `json:"Зарезервировано"` // for the order
	NotSupplied    Quantity `json:"НеОбеспечено"`    // of the order
	Record
}

// Distributions are how stock is distributed among orders, from 11.5 on.
func (c *Client) Distributions() Register[Distribution] {
	return NewRegister[Distribution](c, distribution)
}

func (c *Client) distributed(ctx context.Context, goods Filter) iter.Seq2[Level, error] {
	f := And(Eq("Состояние", "ОстатокНаСкладе"), Eq("Назначение_Key", Guid("")), goods)
	return levels(c, distribution, c.Distributions().List(ctx, f), func(d Distribution) (Level, bool, error) {
		l := Level{d.Good, d.Characteristic, Guid(d.Warehouse), d.OnHand, d.Reserve, d.Free}
		return l, d.WarehouseType == EntityWarehouse, d.Problem
	})
}

type freeBalance struct {
	Good           Guid     `json:"Номенклатура_Key"`
	Characteristic Guid     `json:"Характеристика_Key"`
	Warehouse      Guid     `json:"Склад_Key"`
	OnHand         Quantity `json:"ВНаличииBalance"`
	Reserved       Quantity `json:"ВРезервеСоСкладаBalance"`
	Ordered        Quantity `json:"ВРезервеПодЗаказBalance"`
	ToShip         Quantity `json:"КОтгрузкеBalance"` // of ТоварыНаСкладах
	Record
}

func (c *Client) free(ctx context.Context, goods Filter) iter.Seq2[Level, error] {
	return c.balance(ctx, freeStock, goods)
}

func (c *Client) atHand(ctx context.Context, goods Filter) iter.Seq2[Level, error] {
	return c.balance(ctx, onHand, And(goods, Eq("Назначение_Key", Guid(""))))
}

func (c *Client) balance(ctx context.Context, register string, f Filter) iter.Seq2[Level, error] {
	rows := NewRegister[freeBalance](c, register).Balance(ctx, f, "Номенклатура", "Характеристика", "Склад")
	return levels(c, register, rows, func(b freeBalance) (Level, bool, error) {
		reserved := b.Reserved + b.Ordered + b.ToShip
		return Level{b.Good, b.Characteristic, b.Warehouse, b.OnHand, reserved, b.OnHand - reserved}, true, b.Problem
	})
}

// levels makes levels of records. One that cannot be read ends the list: a sum without it would be wrong.
func levels[T any](c *Client, register string, rows iter.Seq2[T, error], level func(T) (Level, bool, error)) iter.Seq2[Level, error] {
	return func(yield func(Level, error) bool) {
		for row, err := range rows {
			if err != nil {
				yield(Level{}, err)
				return
			}
			l, counts, problem := level(row)
			if problem != nil {
				yield(Level{}, c.invalid("GET "+register, "a record of stock cannot be read, and a sum without it would be wrong", problem))
				return
			}
			if counts && !yield(l, nil) {
				return
			}
		}
	}
}

// Reserves are what a posted order holds.
type Reserves struct {
	Held    []Level // Reserved is how much
	Missing []Level // Reserved is how much could not be reserved
}

// GetReserves reads what 1C holds for an order, and what it could not reserve. In 11.4 no register says it, and the
// rows of the order do: what is there with a way of supply that reserves is held, as 1C would not have posted the order
// otherwise.
func (c *Client) GetReserves(ctx context.Context, order Guid) (*Reserves, error) {
	m, err := c.Metadata(ctx)
	if err != nil {
		return nil, err
	}
	if !m.Has(distribution) {
		return c.reservesByRows(ctx, order, m.Words())
	}
	var out Reserves
	f := And(Or(Eq("Состояние", "ВРезерве"), Eq("Состояние", "Обеспечить")), Eq("ЗаказНаОтгрузку", Reference{EntityOrder, order}))
	for d, err := range c.Distributions().List(ctx, f) {
		if err == nil && d.Problem != nil {
			err = c.invalid("GET "+distribution, "a record of a reserve cannot be read", d.Problem)
		}
		if err != nil {
			return nil, err
		}
		l := Level{Good: d.Good, Characteristic: d.Characteristic}
		if d.WarehouseType == EntityWarehouse {
			l.Warehouse = Guid(d.Warehouse)
		}
		if l.Reserved = d.Reserved; d.State == "ВРезерве" && l.Reserved != 0 {
			out.Held = append(out.Held, l)
		}
		if l.Reserved = d.NotSupplied; d.State == "Обеспечить" && l.Reserved != 0 {
			out.Missing = append(out.Missing, l)
		}
	}
	slices.SortFunc(out.Held, compareLevels)
	slices.SortFunc(out.Missing, compareLevels)
	return &out, nil
}

func (c *Client) reservesByRows(ctx context.Context, id Guid, w Words) (*Reserves, error) {
	o, err := c.Orders().Get(ctx, id)
	if err != nil {
		return nil, err
	}
	var out Reserves
	if o.Problem != nil {
		return nil, c.invalid("GET "+EntityOrder, "the rows of the order cannot be read", o.Problem)
	}
	for _, r := range o.Goods {
		l := Level{Good: r.Good, Characteristic: r.Characteristic, Warehouse: r.Warehouse, Reserved: r.Quantity}
		if l.Warehouse == "" {
			l.Warehouse = o.Warehouse
		}
		switch {
		case r.Cancelled || !o.Posted:
		case r.Supply == w.Reserve || r.Supply == w.Ship:
			out.Held = append(out.Held, l)
		case r.Supply == w.Supply || r.Supply == w.ReserveLater:
			out.Missing = append(out.Missing, l)
		}
	}
	return &out, nil
}
