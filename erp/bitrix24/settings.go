package bitrix24

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// Settings are what a merchant chose for one portal; the zero value is good. [System.Setup] makes what they name, and
// [System.Check] says what of it is not there. The JSON form is read by [ParseSettings].
type Settings struct {
	// Originator is the originatorId of our deals and the head of the keys of their items; "" is "ordo". Two
	// installations that share a portal need two.
	Originator string `json:"originator,omitzero"`
	// Prefix stands before the order's number in the originId of a deal. Orders of two channels of one portal are told
	// apart by it where their numbers may be the same.
	Prefix string `json:"prefix,omitzero"`
	// Funnel is the name of the funnel of the deals; "" is «Заказы», in Language.
	Funnel string `json:"funnel,omitzero"`
	// Language is that of the names of stages and fields, and of what stands in fields; "" is Russian. Notes are in the
	// language of the account.
	Language texts.Language `json:"language,omitzero"`
	// Processes are the titles of the smart processes.
	Processes ProcessSettings `json:"processes,omitzero"`
	// Responsible is the user who is responsible for deals, and for what is addressed to nobody in People; 0 leaves it to
	// the portal: whoever the webhook or the application acts for.
	Responsible int `json:"responsible,omitzero"`
	// People says which users notices go to.
	People []Person `json:"people,omitzero"`
	// Goods says how the rows of a deal name goods.
	Goods GoodsSettings `json:"goods,omitzero"`
	// Region is the country of telephone numbers without one, ISO 3166; "" is RU.
	Region string `json:"region,omitzero"`
}

// ProcessSettings are the titles of smart processes.
type ProcessSettings struct {
	Positions string `json:"positions,omitzero"` // "" is «Позиция заказа», in Settings.Language
	Shipments string `json:"shipments,omitzero"` // "" is «Отгрузка»
	Returns   string `json:"returns,omitzero"`   // "" is «Возврат»
	// Discounts is the title of that which shows discounts and promo codes of other systems; "" is «Скидка».
	Discounts string `json:"discounts,omitzero"`
}

// Person is a user of the portal. A notice goes to the first entry whose fields are all its addressee's; an empty field
// stands for any.
type Person struct {
	Role   order.Role `json:"role,omitzero"`
	Place  string     `json:"place,omitzero"`  // as in order.Actor
	Person string     `json:"person,omitzero"` // as in order.Actor.ID
	User   int        `json:"user"`            // the user's id in the portal
}

// GoodsSettings says how goods are named.
type GoodsSettings struct {
	// By is the field of the catalogue's products that has the article of a line: "xmlId" (external code), "code"
	// (symbolic code), or "" for rows without a product, whose names are those of the lines.
	By string `json:"by,omitzero"`
	// PriceType is the id of the catalogue's type of price that [System] keeps exchanged prices in; 0 is the base one.
	PriceType int `json:"priceType,omitzero"`
}

// The values of GoodsSettings.By.
const (
	byNothing = ""
	byXMLID   = "xmlId"
	byCode    = "code"
)

const defaultOriginator = "ordo"

// originator is the originatorId of our deals.
func (s *Settings) originator() string {
	if s.Originator == "" {
		return defaultOriginator
	}
	return s.Originator
}

// region is the country of telephone numbers without one.
func (s *Settings) region() string {
	if s.Region == "" {
		return "RU"
	}
	return s.Region
}

// user returns whom a notice goes to; 0 if the settings name nobody.
func (s *Settings) user(to order.Addressee) int {
	for _, p := range s.People {
		if fits(string(p.Role), string(to.Role)) && fits(p.Place, to.Place) && fits(p.Person, to.Person) {
			return p.User
		}
	}
	return s.Responsible
}

func fits(set, is string) bool { return set == "" || set == is }
