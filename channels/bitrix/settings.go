package bitrix

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Settings are what a merchant has set up in one shop. The zero Settings fit a shop as it is installed.
type Settings struct {
	// Scheme is that of orders, order.ByCarrier if it is empty. Orders with one of the delivery services Pickup, the
	// merchant's own places, are order.OwnPickup.
	Scheme order.SchemeCode
	Pickup []int64

	// Statuses is the table of the shop's statuses: status.BitrixShop, or an override of it. nil stands for the former.
	Statuses *status.Table

	// Properties are the codes of properties of orders.
	Properties Properties

	// Article is the code of the property of a basket item that has the article; "CML2_ARTICLE" if it is empty, as goods
	// from 1C have it. An item without it has the article XML_ID of its product, or else the product's number.
	Article string
	// Marked is the code of the property of a basket item that says "Y" for goods with marking codes; none if it is
	// empty: then the books say which goods are marked.
	Marked string

	// DeliveryVAT is the rate of VAT in what the delivery costs, which REST does not tell. Without it no receipt can be
	// made for an order whose delivery costs something.
	DeliveryVAT amount.VAT

	// PaySystems say more of the shop's pay systems, by their ids. A payment is made in the first one of its method.
	PaySystems map[int64]PayMethod

	// Catalogues are the information blocks of goods and of their variants, in which the product of an article is looked
	// for, by ArticleField of a product: "xmlId" if it is empty, or a property such as "property45". Without Catalogues no
	// line of goods can be added to an order of the shop, and of what is added nothing is priced without QuoteMethod.
	Catalogues   []int64
	ArticleField string

	// QuoteMethod is the REST method of the shop's own that prices an order: see [Channel.Quote]. "ordo.quote" if it is
	// empty; "-" for a shop that has none.
	QuoteMethod string
	// PriceType is the type of prices of a shop without QuoteMethod; 1, the base price, if it is 0.
	PriceType int64

	// Sink takes goods, prices and stock for the account of the channel, as REST writes no stock: an exchange1c.Sink. nil
	// for none.
	Sink exchange.Sink
}

// PayMethod says what a pay system of the shop is.
type PayMethod struct {
	// Method is how the buyer pays, as order.Payment has it; the name of the pay system if it is empty.
	Method string
	// Gateway is the vendor of the gateway behind it, such as "yookassa": a payment is named by its id there. Without it
	// the shop's own number names it.
	Gateway string
}

// Properties are codes of properties of orders, in whatever case. An empty code stands for the usual one, "-" for none.
type Properties struct {
	Name, Phone, Email         string // FIO, PHONE, EMAIL
	Login, Loyalty             string // LOGIN; none
	Recipient, RecipientPhone  string // of the goods, if it is not the buyer; none
	Region, City, ZIP, Address string // none, CITY, ZIP, ADDRESS
	Street, House, Flat        string // none
	Point                      string // the pick-up point; PICKUP_POINT
	Term                       string // the promise of delivery in words; DELIVERY_TERM
	Day                        string // the day of delivery, as 14.05.2026 or 2026-05-14; none
	Coupon                     string // the promo code, which REST does not show otherwise; ORDO_COUPON
	Source, Medium, Campaign   string // where the buyer came from; UTM_SOURCE, UTM_MEDIUM, UTM_CAMPAIGN
}

// filled are the settings with all that stands for something.
func (s Settings) filled() Settings {
	or := func(have *string, usual string) {
		switch *have {
		case "":
			*have = usual
		case "-":
			*have = ""
		}
	}
	if s.Scheme == "" {
		s.Scheme = order.ByCarrier
	}
	if s.Statuses == nil {
		s.Statuses = status.BitrixShop()
	}
	if s.PriceType == 0 {
		s.PriceType = 1
	}
	or(&s.Article, "CML2_ARTICLE")
	or(&s.ArticleField, "xmlId")
	or(&s.QuoteMethod, "ordo.quote")
	p := &s.Properties
	or(&p.Name, "FIO")
	or(&p.Phone, "PHONE")
	or(&p.Email, "EMAIL")
	or(&p.Login, "LOGIN")
	or(&p.City, "CITY")
	or(&p.ZIP, "ZIP")
	or(&p.Address, "ADDRESS")
	or(&p.Point, "PICKUP_POINT")
	or(&p.Term, "DELIVERY_TERM")
	or(&p.Coupon, "ORDO_COUPON")
	or(&p.Source, "UTM_SOURCE")
	or(&p.Medium, "UTM_MEDIUM")
	or(&p.Campaign, "UTM_CAMPAIGN")
	for _, none := range []*string{&p.Loyalty, &p.Recipient, &p.RecipientPhone, &p.Region, &p.Street, &p.House, &p.Flat, &p.Day} {
		or(none, "")
	}
	return s
}

// problems are what is wrong with the settings, as far as it can be seen without the shop.
func (s Settings) problems() error {
	var errs []error
	if name := s.Statuses.System(); name != Name {
		errs = append(errs, fmt.Errorf("the table Statuses is of %q; right would be status.BitrixShop or an override of it", name))
	}
	if slices.Contains(s.Pickup, 0) {
		errs = append(errs, errors.New("one of Pickup is 0, which is no delivery service"))
	}
	return errors.Join(errs...)
}
