package cdek

import "github.com/ordo-sdk/ordo/wire"

// Contact is a sender or a recipient.
type Contact struct {
	Company string `json:"company,omitzero"`
	Name    string `json:"name,omitzero"` // in full; without "/", not digits only
	// Kind is LEGAL_ENTITY or INDIVIDUAL.
	Kind           string  `json:"contragent_type,omitzero"`
	PassportSeries string  `json:"passport_series,omitzero"`
	PassportNumber string  `json:"passport_number,omitzero"`
	PassportIssuer string  `json:"passport_organization,omitzero"`
	PassportIssued Date    `json:"passport_date_of_issue,omitzero"`
	BornOn         Date    `json:"passport_date_of_birth,omitzero"`
	TIN            string  `json:"tin,omitzero"`
	Email          string  `json:"email,omitzero"` // a bad one is dropped with a warning
	Phones         []Phone `json:"phones,omitempty"`
}

// Party is a contact as CDEK returns it.
type Party struct {
	Contact
	PassportOK bool       `json:"passport_requirements_satisfied,omitzero"`
	Extra      wire.Extra `json:"-"`
}

// Phone is a telephone number in international form, +7 and ten digits, of at most 24 characters.
type Phone struct {
	Number     string     `json:"number"`
	Additional string     `json:"additional,omitzero"`
	Extra      wire.Extra `json:"-"`
}

// Seller is the seller, if it is not the holder of the contract.
type Seller struct {
	Name      string     `json:"name,omitzero"`
	INN       string     `json:"inn,omitzero"`
	Phone     string     `json:"phone,omitzero"`
	Ownership string     `json:"ownership_form,omitzero"` // 9 АО, 61 ЗАО, 63 ИП, 119 ОАО, 137 ООО, 147 ПАО, 179 ТОО
	Address   string     `json:"address,omitzero"`
	GIIS      string     `json:"giis_subdivision_id,omitzero"` // of a seller of jewellery
	Extra     wire.Extra `json:"-"`
}

// Location is a place. CDEK finds the city by the first of: Code, the coordinates, FIAS, postal code with country,
// region and city, address. A postal code alone often finds nothing.
type Location struct {
	Code        int          `json:"code,omitzero"` // CDEK's code of the city: Moscow 44, Saint Petersburg 137
	CityUUID    string       `json:"city_uuid,omitzero"`
	FIAS        string       `json:"fias_guid,omitzero"`
	Longitude   wire.Decimal `json:"longitude,omitzero"`
	Latitude    wire.Decimal `json:"latitude,omitzero"`
	CountryCode string       `json:"country_code,omitzero"` // two letters; empty means RU
	Country     string       `json:"country,omitzero"`
	Region      string       `json:"region,omitzero"`
	RegionCode  int          `json:"region_code,omitzero"`
	SubRegion   string       `json:"sub_region,omitzero"`
	City        string       `json:"city,omitzero"`
	PostalCode  string       `json:"postal_code,omitzero"`
	Address     string       `json:"address,omitzero"`         // street, house, flat; required in an order
	Kind        string       `json:"contragent_type,omitzero"` // in the calculator
}

// Place is a location as CDEK returns it.
type Place struct {
	Location
	Extra wire.Extra `json:"-"` // also the deprecated fields
}
