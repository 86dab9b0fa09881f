package retailcrm

import (
	"slices"

	"github.com/ordo-sdk/ordo/wire"
)

// Item is a line of an order.
type Item struct {
	ID                    int64         `json:"id"` // names the line when editing
	ExternalID            string        `json:"externalId,omitzero"`
	ExternalIDs           ExternalIDs   `json:"externalIds,omitzero"`
	InitialPrice          wire.Sum      `json:"initialPrice,omitzero"` // before discounts
	DiscountManualAmount  wire.Sum      `json:"discountManualAmount,omitzero"`
	DiscountManualPercent wire.Decimal  `json:"discountManualPercent,omitzero"`
	DiscountTotal         wire.Sum      `json:"discountTotal,omitzero"` // a unit
	Discounts             []Discount    `json:"discounts,omitzero"`
	Prices                []Price       `json:"prices,omitzero"` // after discounts, by how many units have them
	PurchasePrice         wire.Sum      `json:"purchasePrice,omitzero"`
	Quantity              Quantity      `json:"quantity"`
	Status                string        `json:"status"` // a product status
	IsCanceled            bool          `json:"isCanceled"`
	Comment               string        `json:"comment,omitzero"`
	ProductName           string        `json:"productName,omitzero"`
	Offer                 *Offer        `json:"offer,omitzero"`
	PriceType             *PriceTypeKey `json:"priceType,omitzero"`
	VATRate               string        `json:"vatRate,omitzero"` // none, 0, 10, 20, ...
	Properties            Properties    `json:"properties,omitzero"`
	MarkingCodes          []string      `json:"markingCodes,omitzero"`
	CreatedAt             DateTime      `json:"createdAt,omitzero"`
	BonusesChargeTotal    wire.Decimal  `json:"bonusesChargeTotal,omitzero"`
	BonusesCreditTotal    wire.Decimal  `json:"bonusesCreditTotal,omitzero"`

	Extra wire.Extra `json:"-"` // what this type does not know
}

// Discount is a part of a line's discount.
type Discount struct {
	Type   string     `json:"type"` // manual_order, manual_product, loyalty_level, personal or loyalty_personal, ...
	Amount wire.Sum   `json:"amount"`
	Extra  wire.Extra `json:"-"` // what this type does not know
}

// Price is what some units of a line cost.
type Price struct {
	Price    wire.Sum   `json:"price"`
	Quantity Quantity   `json:"quantity"`
	Extra    wire.Extra `json:"-"` // what this type does not know
}

// PriceTypeKey names a price type.
type PriceTypeKey struct {
	Code  string     `json:"code"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// Property is a property of a product, such as its colour.
type Property struct {
	Code  string     `json:"code,omitzero"`
	Name  string     `json:"name"`
	Value string     `json:"value"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// ExternalID is an id that a module gave to a line.
type ExternalID struct {
	Code  string     `json:"code"`
	Value string     `json:"value"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// ExternalIDs are the ids that modules gave to a line. The CRM writes [{}] for none.
type ExternalIDs []ExternalID

// UnmarshalJSON implements json.Unmarshaler.
func (e *ExternalIDs) UnmarshalJSON(b []byte) error {
	var all []ExternalID
	if err := decode(b, &all); err != nil {
		return err
	}
	*e = nil
	for _, id := range all {
		if id.Code != "" || id.Value != "" || len(id.Extra) > 0 {
			*e = append(*e, id)
		}
	}
	return nil
}

// has reports whether a line has the id.
func (e ExternalIDs) has(id ExternalID) bool {
	return slices.ContainsFunc(e, func(own ExternalID) bool { return own.Code == id.Code && own.Value == id.Value })
}

// Offer is the catalogue's side of a line.
type Offer struct {
	ID          int64      `json:"id,omitzero"`
	ExternalID  string     `json:"externalId,omitzero"`
	XMLID       string     `json:"xmlId,omitzero"`
	DisplayName string     `json:"displayName,omitzero"`
	Name        string     `json:"name,omitzero"`
	Article     string     `json:"article,omitzero"`
	VATRate     string     `json:"vatRate,omitzero"`
	Barcode     string     `json:"barcode,omitzero"`
	Unit        *Unit      `json:"unit,omitzero"`
	Properties  Properties `json:"properties,omitzero"`
	Extra       wire.Extra `json:"-"` // what this type does not know
}
