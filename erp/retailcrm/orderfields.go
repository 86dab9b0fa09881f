package retailcrm

import "github.com/ordo-sdk/ordo/wire"

// OrderFields is what is written of an order. What is not set is not sent: nil pointers, empty codes and ids, zero
// dates and sums, nil lists. An empty list that is not nil is sent, and empties.
type OrderFields struct {
	Number          string          `json:"number,omitzero"`
	ExternalID      string          `json:"externalId,omitzero"` // on creation only; later: FixExternalIDs
	OrderType       string          `json:"orderType,omitzero"`
	OrderMethod     string          `json:"orderMethod,omitzero"`
	CountryISO      string          `json:"countryIso,omitzero"`
	CreatedAt       DateTime        `json:"createdAt,omitzero"`
	Status          string          `json:"status,omitzero"`
	StatusComment   *string         `json:"statusComment,omitzero"`
	FirstName       *string         `json:"firstName,omitzero"`
	LastName        *string         `json:"lastName,omitzero"`
	Patronymic      *string         `json:"patronymic,omitzero"`
	Phone           *string         `json:"phone,omitzero"`
	AdditionalPhone *string         `json:"additionalPhone,omitzero"`
	Email           *string         `json:"email,omitzero"` // at most 100 characters
	Customer        *CustomerKey    `json:"customer,omitzero"`
	Contact         *CustomerKey    `json:"contact,omitzero"`
	Company         *CustomerKey    `json:"company,omitzero"`
	Contragent      *Contragent     `json:"contragent,omitzero"`
	ManagerID       int64           `json:"managerId,omitzero"`
	CustomerComment *string         `json:"customerComment,omitzero"`
	ManagerComment  *string         `json:"managerComment,omitzero"`
	Call            *bool           `json:"call,omitzero"`
	Expired         *bool           `json:"expired,omitzero"`
	Shipped         *bool           `json:"shipped,omitzero"`
	ShipmentStore   string          `json:"shipmentStore,omitzero"`
	ShipmentDate    Date            `json:"shipmentDate,omitzero"`
	Weight          wire.Decimal    `json:"weight,omitzero"` // grams
	Length          int64           `json:"length,omitzero"` // mm
	Width           int64           `json:"width,omitzero"`  // mm
	Height          int64           `json:"height,omitzero"` // mm
	Items           []ItemFields    `json:"items,omitzero"`  // the whole list: see Order.KeepItems
	Delivery        *DeliveryFields `json:"delivery,omitzero"`
	Payments        []PaymentFields `json:"payments,omitzero"` // on creation only; later: CreatePayment
	Marketplace     *Marketplace    `json:"marketplace,omitzero"`
	CustomFields    CustomFields    `json:"customFields,omitzero"`
	Source          *Source         `json:"source,omitzero"`
	Currency        string          `json:"currency,omitzero"`
	PrivilegeType   string          `json:"privilegeType,omitzero"`
	ApplyRound      *bool           `json:"applyRound,omitzero"`
	DialogID        int64           `json:"dialogId,omitzero"`

	DiscountManualAmount  wire.Sum     `json:"discountManualAmount,omitzero"`
	DiscountManualPercent wire.Decimal `json:"discountManualPercent,omitzero"`

	Extra wire.Extra `json:"-"` // further fields to write, as JSON
}

// ItemFields is what is written of a line.
type ItemFields struct {
	ID                    int64         `json:"id,omitzero"` // of an existing line; 0 adds one
	ExternalID            string        `json:"externalId,omitzero"`
	ExternalIDs           ExternalIDs   `json:"externalIds,omitzero"`
	InitialPrice          wire.Sum      `json:"initialPrice,omitzero"`
	DiscountManualAmount  wire.Sum      `json:"discountManualAmount,omitzero"` // a unit
	DiscountManualPercent wire.Decimal  `json:"discountManualPercent,omitzero"`
	PurchasePrice         wire.Sum      `json:"purchasePrice,omitzero"`
	Quantity              Quantity      `json:"quantity,omitzero"`
	Status                string        `json:"status,omitzero"` // a product status
	Comment               *string       `json:"comment,omitzero"`
	ProductName           string        `json:"productName,omitzero"` // of a line without an offer
	Offer                 *OfferKey     `json:"offer,omitzero"`
	PriceType             *PriceTypeKey `json:"priceType,omitzero"`
	VATRate               string        `json:"vatRate,omitzero"`
	Properties            []Property    `json:"properties,omitzero"`
	MarkingCodes          []string      `json:"markingCodes,omitzero"`
	CreatedAt             DateTime      `json:"createdAt,omitzero"`
	Extra                 wire.Extra    `json:"-"` // further fields to write, as JSON
}

// OfferKey names an offer of the catalogue by one of its ids.
type OfferKey struct {
	ID         int64      `json:"id,omitzero"`
	ExternalID string     `json:"externalId,omitzero"`
	XMLID      string     `json:"xmlId,omitzero"`
	Extra      wire.Extra `json:"-"`
}

// KeepItems returns the order's lines as an edit must repeat them: an edit's items are the whole new list, and a line
// that is left out is removed. Change what must change, append what is new:
//
//	items := o.KeepItems()
//	items[0].Status = "out-of-stock"
//	o, err = crm.UpdateOrder(ctx, o.Key(), retailcrm.OrderFields{Items: items})
//
// Lines keep their id, quantity and status; what is not sent of an existing line stays as it is.
func (o *Order) KeepItems() []ItemFields {
	items := make([]ItemFields, len(o.Items))
	for i, it := range o.Items {
		items[i] = ItemFields{ID: it.ID, Quantity: it.Quantity, Status: it.Status}
	}
	return items
}

// DeliveryFields is what is written of the delivery block.
type DeliveryFields struct {
	Code    string              `json:"code,omitzero"`
	Service *DeliveryService    `json:"service,omitzero"`
	Cost    wire.Sum            `json:"cost,omitzero"`
	NetCost wire.Sum            `json:"netCost,omitzero"`
	Date    Date                `json:"date,omitzero"`
	Time    *TimeWindow         `json:"time,omitzero"`
	VATRate string              `json:"vatRate,omitzero"`
	Address *Address            `json:"address,omitzero"`
	Data    *DeliveryDataFields `json:"data,omitzero"`
}

// DeliveryDataFields is what is written of the module's own data.
type DeliveryDataFields struct {
	ExternalID      string       `json:"externalId,omitzero"`
	TrackNumber     *string      `json:"trackNumber,omitzero"`
	Status          string       `json:"status,omitzero"`
	Locked          *bool        `json:"locked,omitzero"`
	PayerType       string       `json:"payerType,omitzero"`
	Tariff          string       `json:"tariff,omitzero"`
	PickupPointID   string       `json:"pickuppointId,omitzero"`
	ShipmentPointID string       `json:"shipmentpointId,omitzero"`
	ExtraData       CustomFields `json:"extraData,omitzero"`
	Packages        []Package    `json:"packages,omitzero"`
	Extra           wire.Extra   `json:"-"` // further fields to write, as JSON
}
