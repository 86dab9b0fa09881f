package killtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// deal is an order at Megamarket, with what its buyer and the merchant have in mind.
type deal struct {
	*world
	order  megamarkettest.Order
	id     string // "" until it is placed
	lots   int
	own    bool // the merchant delivers
	cut    int  // the lot that the merchant has not; 0: none
	cancel bool // the merchant cancels it
	leaves int  // the lot that the buyer cancels; 0: none
	refuse int  // the line that is refused at the door; 0: none
	stage  int
	packed string // the lines that were packed
	since  time.Time
}

// The stages of a deal.
const (
	unplaced = iota
	placed
	confirmed
	packing
	travelling
	closing
	ended
)

// deal makes the plan of an order.
func (w *world) deal(dice *rand.Rand) *deal {
	d := &deal{world: w}
	d.order.Goods = []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка красная", Price: 900 + dice.Int64N(200), Discount: dice.Int64N(100), Count: 1 + dice.IntN(2)}}
	d.lots = d.order.Goods[0].Count
	if dice.IntN(10) < 4 {
		d.order.Goods = append(d.order.Goods, megamarkettest.Goods{OfferID: "TEAPOT", Name: "Чайник", Price: 2000 + dice.Int64N(900)})
		d.lots++
	}
	if d.own = dice.IntN(10) < 3; d.own {
		d.order.Scheme = megamarkettest.MerchantDelivery
	}
	switch luck := dice.IntN(100); {
	case luck < 8:
		d.cancel = true
	case d.lots > 1 && luck < 20:
		d.cut = 1 + dice.IntN(d.lots)
	case d.lots > 1 && luck < 28 && !d.own:
		d.leaves = 1 + dice.IntN(d.lots)
	case d.lots > 1 && luck < 40 && d.own:
		d.refuse = 1 + dice.IntN(d.lots)
	}
	return d
}

func (d *deal) over() bool { return d.stage == ended }

func (d *deal) where() string {
	if d.id == "" {
		return "not placed yet"
	}
	c := d.cards[d.id]
	return fmt.Sprintf("%s: own %t, stage %d, %v at Megamarket, %q in RetailCRM: %s", d.id, d.own, d.stage, d.mm.Statuses(d.id), c.Status, c.Field("managerComment"))
}

// step is the merchant, who looks at the card and does the next thing that it allows.
func (d *deal) step(now time.Time) {
	if d.stage == unplaced {
		d.id, d.stage = d.mm.Place(d.order), placed
		return
	}
	c, ok := d.cards[d.id]
	if !ok {
		return
	}
	switch _, gone := retailcrm.DefaultMapping().Cancel[c.Status]; {
	case gone || d.stage == closing:
		if !slices.ContainsFunc(d.mm.Statuses(d.id), isUnderWay) {
			d.stage = ended
		}
	case d.stage == placed && c.Status == "new":
		d.decide(c)
	case d.stage == confirmed && c.Status != "new":
		d.pack(c, now)
		d.stage = packing
	case d.stage == packing:
		d.awaitPacking(c, now)
	case d.stage == travelling && c.Status == "delivering":
		d.deliver(c)
	}
}

// isUnderWay reports whether Megamarket waits to be told something of a lot.
func isUnderWay(lot string) bool {
	return slices.Contains([]string{"NEW", "CONFIRMED", "PACKED"}, lot)
}

// decide confirms an order, or cancels it.
func (d *deal) decide(c retailcrmtest.Order) {
	switch {
	case d.cancel:
		d.crm.SetStatus(c.ID, "no-product")
		d.stage = closing
		return
	case d.cut > 0:
		d.crm.SetItemStatus(c.ID, c.Items[d.cut-1].ID, "out-of-stock")
	}
	d.crm.SetStatus(c.ID, "availability-confirmed")
	if d.leaves > 0 {
		_ = d.mm.CancelByBuyer(d.id, d.leaves) // what is cancelled already stays so
	}
	d.stage = confirmed
}

// pack puts the goods that are still wanted into one package.
func (d *deal) pack(c retailcrmtest.Order, now time.Time) {
	p := retailcrmtest.Package{ID: "1", Weight: 400, Items: map[int64]int{}}
	for _, it := range c.Items {
		if !it.Canceled {
			p.Items[it.ID] = 1
		}
	}
	d.packed, d.since = wanted(c), now
	if len(p.Items) > 0 {
		d.crm.SetPackages(c.ID, p)
	}
	d.crm.SetLocked(c.ID, false)
}

// wanted names the lines that are not cancelled.
func wanted(c retailcrmtest.Order) string {
	out := ""
	for _, it := range c.Items {
		if !it.Canceled {
			out += " " + strconv.FormatInt(it.ID, 10)
		}
	}
	return out
}

// awaitPacking gives the order to the courier once it is packed, and packs anew what the buyer has changed, or what
// nobody here has heard of.
func (d *deal) awaitPacking(c retailcrmtest.Order, now time.Time) {
	switch {
	case c.Status == "assembling-complete":
		d.crm.SetCustomField(c.ID, retailcrm.DefaultMapping().Courier.Field, true)
		d.stage = travelling
	case wanted(c) != d.packed || now.Sub(d.since) > 10*time.Second:
		d.crm.SetLocked(c.ID, true)
		d.pack(c, now)
	}
}

// deliver brings the goods to the buyer. What Megamarket delivers ends here: it tells nobody, and ordo reads it within
// the hour.
func (d *deal) deliver(c retailcrmtest.Order) {
	if !d.own {
		d.stage = ended
		return
	}
	d.stage = closing
	if d.refuse > 0 && !c.Items[d.refuse-1].Canceled {
		d.crm.SetItemStatus(c.ID, c.Items[d.refuse-1].ID, "failure")
	}
	d.crm.SetStatus(c.ID, "complete")
}
