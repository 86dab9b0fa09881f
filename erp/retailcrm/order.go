package retailcrm

import "github.com/ordo-sdk/ordo/wire"

// Order is an order as the CRM tells it. Flags and texts that the CRM leaves out are zero here.
type Order struct {
	ID              int64        `json:"id"`
	Slug            int64        `json:"slug,omitzero"`
	Number          string       `json:"number"`
	ExternalID      string       `json:"externalId"`
	Site            string       `json:"site"`
	OrderType       string       `json:"orderType"`
	OrderMethod     string       `json:"orderMethod"`
	CountryISO      string       `json:"countryIso"`
	CreatedAt       DateTime     `json:"createdAt"`
	StatusUpdatedAt DateTime     `json:"statusUpdatedAt"`
	MarkDatetime    DateTime     `json:"markDatetime,omitzero"`
	FullPaidAt      DateTime     `json:"fullPaidAt,omitzero"`
	Status          string       `json:"status"`
	StatusComment   string       `json:"statusComment"`
	FirstName       string       `json:"firstName"`
	LastName        string       `json:"lastName"`
	Patronymic      string       `json:"patronymic"`
	Phone           string       `json:"phone"`
	AdditionalPhone string       `json:"additionalPhone"`
	Email           string       `json:"email"`
	Customer        *Customer    `json:"customer,omitzero"`
	Contact         *Customer    `json:"contact,omitzero"`
	Company         *Company     `json:"company,omitzero"`
	Contragent      *Contragent  `json:"contragent,omitzero"`
	ManagerID       int64        `json:"managerId,omitzero"`
	CustomerComment string       `json:"customerComment"`
	ManagerComment  string       `json:"managerComment"`
	Call            bool         `json:"call"`
	Expired         bool         `json:"expired"`
	Shipped         bool         `json:"shipped"` // the CRM's "Отгружен"
	ShipmentStore   string       `json:"shipmentStore"`
	ShipmentDate    Date         `json:"shipmentDate,omitzero"`
	Weight          wire.Decimal `json:"weight,omitzero"` // grams
	Length          int64        `json:"length,omitzero"` // mm
	Width           int64        `json:"width,omitzero"`  // mm
	Height          int64        `json:"height,omitzero"` // mm
	Items           []Item       `json:"items"`
	Delivery        *Delivery    `json:"delivery,omitzero"`
	Payments        []Payment    `json:"payments"`
	Marketplace     *Marketplace `json:"marketplace,omitzero"`
	CustomFields    CustomFields `json:"customFields"`
	Source          *Source      `json:"source,omitzero"`
	Currency        string       `json:"currency"`      // ISO 4217
	PrivilegeType   string       `json:"privilegeType"` // none, personal_discount, loyalty_level, loyalty_event
	ApplyRound      bool         `json:"applyRound"`
	DialogID        int64        `json:"dialogId,omitzero"`
	FromAPI         bool         `json:"fromApi"`

	DiscountManualAmount  wire.Sum     `json:"discountManualAmount,omitzero"`
	DiscountManualPercent wire.Decimal `json:"discountManualPercent,omitzero"`
	Summ                  wire.Sum     `json:"summ,omitzero"`      // of the goods
	TotalSumm             wire.Sum     `json:"totalSumm,omitzero"` // with delivery
	PrepaySum             wire.Sum     `json:"prepaySum,omitzero"`
	PurchaseSumm          wire.Sum     `json:"purchaseSumm,omitzero"`
	BonusesCreditTotal    wire.Decimal `json:"bonusesCreditTotal,omitzero"`
	BonusesChargeTotal    wire.Decimal `json:"bonusesChargeTotal,omitzero"`

	Extra wire.Extra `json:"-"` // what this type does not know
}

// Key names the order in calls.
func (o *Order) Key() OrderKey { return OrderKey{ID: o.ID, Site: o.Site} }

// Item returns the line with this module-owned id, or nil.
func (o *Order) Item(code, value string) *Item {
	for i := range o.Items {
		for _, id := range o.Items[i].ExternalIDs {
			if id.Code == code && id.Value == value {
				return &o.Items[i]
			}
		}
	}
	return nil
}

// Payment returns the payment with this externalId, or nil.
func (o *Order) Payment(externalID string) *Payment {
	for i := range o.Payments {
		if o.Payments[i].ExternalID == externalID {
			return &o.Payments[i]
		}
	}
	return nil
}

// Marketplace is the marketplace that an order came from.
type Marketplace struct {
	Code    string     `json:"code"`
	OrderID string     `json:"orderId"` // the order's number there
	Extra   wire.Extra `json:"-"`       // what this type does not know
}

// Source is where the buyer came from.
type Source struct {
	Source   string     `json:"source,omitzero"`
	Medium   string     `json:"medium,omitzero"`
	Campaign string     `json:"campaign,omitzero"`
	Keyword  string     `json:"keyword,omitzero"`
	Content  string     `json:"content,omitzero"`
	Extra    wire.Extra `json:"-"` // what this type does not know
}
