package retailcrm

import "github.com/ordo-sdk/ordo/wire"

// Customer is the buyer of an order, as much of it as an order tells.
type Customer struct {
	ID         int64      `json:"id,omitzero"`
	ExternalID string     `json:"externalId,omitzero"`
	Type       string     `json:"type,omitzero"` // customer, customer_corporate
	Site       string     `json:"site,omitzero"`
	FirstName  string     `json:"firstName,omitzero"`
	LastName   string     `json:"lastName,omitzero"`
	Patronymic string     `json:"patronymic,omitzero"`
	Email      string     `json:"email,omitzero"`
	Extra      wire.Extra `json:"-"`
}

// CustomerKey names an existing customer when an order is written: by one of the ids.
type CustomerKey struct {
	ID         int64  `json:"id,omitzero"`
	ExternalID string `json:"externalId,omitzero"`
	BrowserID  string `json:"browserId,omitzero"`
	Type       string `json:"type,omitzero"` // customer, customer_corporate
}

// Company is the company of a corporate order.
type Company struct {
	ID         int64      `json:"id,omitzero"`
	ExternalID string     `json:"externalId,omitzero"`
	Name       string     `json:"name,omitzero"`
	Extra      wire.Extra `json:"-"`
}

// The kinds of contragents, spelled as the CRM spells them.
const (
	Individual   = "individual"
	LegalEntity  = "legal-entity"
	Entrepreneur = "enterpreneur"
)

// Contragent is the legal side of the buyer. The CRM's further fields (names, numbers, bank) are in Extra.
type Contragent struct {
	Type  string     `json:"contragentType,omitzero"`
	Extra wire.Extra `json:"-"`
}
