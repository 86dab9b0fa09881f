package chaos

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// works is the merchant, who looks at an order and does the next thing that its card allows.
func (f *fair) works(d *deal) {
	c, ok := f.cards[d.ID]
	if !ok {
		return
	}
	if _, gone := f.Mapping.Cancel[c.Status]; gone {
		d.done = true
		return
	}
	switch d.stage {
	case waiting:
		f.decides(d, c)
	case confirmed:
		f.prepares(d, c)
	case packing:
		f.awaitsPacking(d, c)
	case onTheWay:
		f.ends(d, c)
	case closed:
		d.done = true
	}
}

// decides confirms an order, or does not.
func (f *fair) decides(d *deal, c retailcrmtest.Order) {
	switch {
	case c.Status != "new":
	case d.ends == "before":
		f.CRM.SetStatus(c.ID, "no-product")
	case d.cut > 0:
		if l := c.Items[d.cut-1]; !l.Canceled {
			f.CRM.SetItemStatus(c.ID, l.ID, "out-of-stock")
		}
		if d.cut = 0; f.chance(50) {
			f.decides(d, c)
		}
	default:
		f.CRM.SetStatus(c.ID, "availability-confirmed")
		d.stage = confirmed
	}
}

// prepares packs an order that was confirmed, or gives it up, or agrees another date.
func (f *fair) prepares(d *deal, c retailcrmtest.Order) {
	switch {
	case d.ends == "after":
		f.CRM.SetStatus(c.ID, "no-product")
	case d.dates > 0 && f.chance(50):
		f.moves(d, c)
	default:
		f.boxes(d, c)
		f.CRM.SetLocked(c.ID, false)
		d.stage = packing
	}
}

// moves agrees another date.
func (f *fair) moves(d *deal, c retailcrmtest.Order) {
	d.dates--
	day := time.Now().In(Moscow).AddDate(0, 0, 4+f.dice.IntN(5))
	from := 8 + f.dice.IntN(8)
	f.CRM.SetDeliveryDate(c.ID, day)
	f.CRM.SetDeliveryTime(c.ID, fmt.Sprintf("%02d:00", from), fmt.Sprintf("%02d:00", from+1+f.dice.IntN(5)))
}

// boxes puts the goods that are still wanted into one or two packages.
func (f *fair) boxes(d *deal, c retailcrmtest.Order) {
	ps := []retailcrmtest.Package{{ID: "1", Weight: 400, Items: map[int64]int{}}, {ID: "2", Weight: 500, Items: map[int64]int{}}}
	for _, it := range c.Items {
		if !it.Canceled {
			ps[f.dice.IntN(2)].Items[it.ID] = 1
		}
	}
	ps = slices.DeleteFunc(ps, func(p retailcrmtest.Package) bool { return len(p.Items) == 0 })
	if len(ps) > 0 {
		f.CRM.SetPackages(c.ID, ps...)
	}
	d.packed, d.noticed = wanted(c), time.Now()
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

// awaitsPacking gives the order to the courier once it is packed, and packs anew if the buyer has changed it.
func (f *fair) awaitsPacking(d *deal, c retailcrmtest.Order) {
	switch c.Status {
	case "assembling-complete":
		switch {
		case d.dates > 0:
			f.moves(d, c)
		case !d.own && f.chance(20) && f.MM.Scan(d.ID) == nil: // nobody says that it was handed over
			d.stage = onTheWay
		default:
			f.CRM.SetCustomField(c.ID, f.Mapping.Courier.Field, true)
			d.stage = onTheWay
		}
	case "delivering":
		d.stage = onTheWay
	default:
		if wanted(c) != d.packed || time.Since(d.noticed) > 3*time.Hour {
			f.boxes(d, c)
		}
	}
}

// ends brings the goods to the buyer.
func (f *fair) ends(d *deal, c retailcrmtest.Order) {
	switch {
	case c.Status == "complete":
		d.done = true
	case c.Status != "delivering":
	case !d.own:
		_ = f.MM.Deliver(d.ID) // what is delivered already stays so
	case d.refuse > 0:
		left := d.refuse
		for _, it := range c.Items {
			if !it.Canceled && left > 0 {
				f.CRM.SetItemStatus(c.ID, it.ID, "failure")
				left--
			}
		}
		if d.refuse = 0; f.chance(50) {
			f.ends(d, c)
		}
	default:
		f.CRM.SetStatus(c.ID, "complete")
		d.stage = closed
	}
}
