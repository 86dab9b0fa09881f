package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/status"
)

// moscow is the time zone of everyone in the story.
var moscow = time.FixedZone("MSK", 3*60*60)

// on is a moment in March 2026.
func on(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, moscow)
}

// goods are what the buyers buy.
var goods = []megamarkettest.Goods{
	{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Discount: 100, Count: 2},
	{OfferID: "TEAPOT", Name: "Чайник", Price: 2500},
}

// Who acts.
const (
	theBuyer    = "buyer"
	megaMarket  = "Megamarket"
	theMerchant = "merchant"
	theCourier  = "courier"
	theCarrier  = "CDEK"
	novaPoshta  = "carrier"
	theBridge   = "ordo"
)

// plot is one of the stories and how it must end.
type plot struct {
	name   string
	title  string
	order  megamarkettest.Order
	scenes []scene
	ends   ending
}

// scene is something that a person does, or only the time.
type scene struct {
	at   time.Time
	who  string
	what string
	do   func(*purchase)
}

// ending is the state in which an order must end.
type ending struct {
	state status.OrderState
	lots  []string
	crm   string
}

// plots returns the stories in the order in which they are shown.
func plots() []plot { return []plot{standard(), delivery(), cancel()} }

// standard is an order that Megamarket delivers.
func standard() plot {
	return plot{
		name: "standard", title: "Megamarket delivers: one lot is refused, the others are confirmed in the same save",
		order: megamarkettest.Order{ID: "955100777", Goods: goods},
		scenes: []scene{
			{on(2, 9, 40), theMerchant, "counts the mugs: one is broken. Saves once: lot 2 «out-of-stock», the order «availability-confirmed»", func(p *purchase) {
				p.saves("availability-confirmed", map[int]string{2: "out-of-stock"})
			}},
			{on(2, 11, 0), theMerchant, "makes two packages: lot 1, lot 3", func(p *purchase) { p.packs([]int{1}, []int{3}) }},
			{on(2, 11, 5), theMerchant, "unticks «Не синхронизировать со службой доставки»", func(p *purchase) { p.unticks() }},
			{on(2, 15, 30), theMerchant, "ticks «Заказ передан курьеру»", func(p *purchase) { p.ticksCourier() }},
			{at: on(4, 16, 0), who: theBridge, what: "reads the order, as it does every hour: no change"},
			{on(4, 16, 20), megaMarket, "hands the goods over to the buyer and sends no webhook", func(p *purchase) { p.handedOut() }},
			{at: on(4, 17, 0), who: theBridge, what: "reads the order again"},
		},
		ends: ending{status.OrderDelivered, []string{"DELIVERED", "MERCHANT_CANCELED", "DELIVERED"}, "complete"},
	}
}

// delivery is an order that the merchant delivers.
func delivery() plot {
	return plot{
		name: "delivery", title: "The merchant delivers: the date is moved, the buyer accepts a part at the door",
		order: megamarkettest.Order{ID: "955100778", Scheme: megamarkettest.MerchantDelivery, Goods: goods, DeliveryFee: 800},
		scenes: []scene{
			{on(2, 9, 40), theMerchant, "agrees on Saturday with the buyer and sets «Дата доставки» before the order is confirmed", func(p *purchase) {
				p.setsDate(on(7, 0, 0), "12:00", "16:00")
			}},
			{on(2, 10, 10), theMerchant, "sets the order «client-confirmed»", func(p *purchase) { p.saves("client-confirmed", nil) }},
			{on(2, 10, 15), theMerchant, "sets «Дата доставки» again: Saturday, 12:00 to 16:00", func(p *purchase) {
				p.setsDate(on(7, 0, 0), "12:00", "16:00")
			}},
			{on(2, 16, 0), theMerchant, "makes a package of lots 1, 2, 3 and unticks «Не синхронизировать…»", func(p *purchase) {
				p.packs([]int{1, 2, 3})
				p.unticks()
			}},
			{on(7, 11, 30), theMerchant, "ticks «Заказ передан курьеру»", func(p *purchase) { p.ticksCourier() }},
			{on(7, 13, 20), theMerchant, "learns that the buyer took one mug of two. Saves once: lot 2 «failure», the order «complete»", func(p *purchase) {
				p.saves("complete", map[int]string{2: "failure"})
			}},
		},
		ends: ending{status.OrderPartlyDelivered, []string{"DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED"}, "complete"},
	}
}

// cancel is an order that its buyer cancels.
func cancel() plot {
	return plot{
		name: "cancel", title: "The buyer cancels an order that is confirmed",
		order: megamarkettest.Order{ID: "955100779", Goods: goods[:1]},
		scenes: []scene{
			{on(2, 9, 40), theMerchant, "sets the order «availability-confirmed»", func(p *purchase) { p.saves("availability-confirmed", nil) }},
			{on(2, 12, 25), theBuyer, "cancels the order at Megamarket", func(p *purchase) { p.cancelled() }},
		},
		ends: ending{status.OrderCancelled, []string{"CUSTOMER_CANCELED", "CUSTOMER_CANCELED"}, "cancel-other"},
	}
}

// purchase is an order and what people do with it. The first error is kept in err.
type purchase struct {
	*world
	id  string // of the shipment
	err error
}

func (p *purchase) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// card returns the order in RetailCRM.
func (p *purchase) card() retailcrmtest.Order {
	o, ok := p.crm.Order(p.id)
	if !ok {
		p.fail(fmt.Errorf("order %s is not in RetailCRM", p.id))
	}
	return o
}

// saves sets the order's status, and those of some lines, in one save.
func (p *purchase) saves(code string, lots map[int]string) {
	type line struct {
		ID     int64  `json:"id"`
		Status string `json:"status,omitempty"`
	}
	c := p.card()
	patch := struct {
		Status string `json:"status"`
		Items  []line `json:"items,omitempty"`
	}{Status: code}
	for i, it := range c.Items {
		if len(lots) > 0 {
			patch.Items = append(patch.Items, line{it.ID, lots[i+1]})
		}
	}
	b, err := json.Marshal(patch)
	if err != nil || p.err != nil {
		p.fail(err)
		return
	}
	p.crm.Edit(c.ID, string(b))
}

// packs makes a package of each list of lots.
func (p *purchase) packs(boxes ...[]int) {
	c := p.card()
	var all []retailcrmtest.Package
	for i, lots := range boxes {
		one := retailcrmtest.Package{ID: strconv.Itoa(i + 1), Weight: 400, Length: 100, Width: 100, Height: 120, Items: map[int64]int{}}
		for _, lot := range lots {
			if lot <= len(c.Items) {
				one.Items[c.Items[lot-1].ID] = 1
			}
		}
		all = append(all, one)
	}
	if p.err == nil {
		p.crm.SetPackages(c.ID, all...)
	}
}

// unticks lets RetailCRM send the parcel to the delivery service.
func (p *purchase) unticks() {
	if c := p.card(); p.err == nil {
		p.crm.SetLocked(c.ID, false)
	}
}

// ticksCourier sets the module's field.
func (p *purchase) ticksCourier() {
	if c := p.card(); p.err == nil {
		p.crm.SetCustomField(c.ID, retailcrm.DefaultMapping().Courier.Field, true)
	}
}

// setsDate sets the date and the time of delivery.
func (p *purchase) setsDate(day time.Time, from, to string) {
	if c := p.card(); p.err == nil {
		p.crm.SetDeliveryDate(c.ID, day)
		p.crm.SetDeliveryTime(c.ID, from, to)
	}
}

// handedOut is Megamarket's courier at the door.
func (p *purchase) handedOut() {
	if err := p.mm.Deliver(p.id); err != nil {
		p.fail(err)
	}
}

// cancelled is the buyer who changes their mind.
func (p *purchase) cancelled() {
	if err := p.mm.CancelByBuyer(p.id); err != nil {
		p.fail(err)
	}
}
