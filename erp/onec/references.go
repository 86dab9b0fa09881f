package onec

import "github.com/ordo-sdk/ordo/wire"

// Organizations are the seller's own legal persons.
func (c *Client) Organizations() Catalog[Organization] {
	return NewCatalog[Organization](c, "Catalog_Организации")
}

// Organization is a legal person of the seller.
type Organization struct {
	Object
	Name   string `json:"Description"`
	INN    string `json:"ИНН"`
	KPP    string `json:"КПП"`
	Prefix string `json:"Префикс"` // of the numbers of documents
}

// Agreements are the terms of sale.
func (c *Client) Agreements() Catalog[Agreement] {
	return NewCatalog[Agreement](c, "Catalog_СоглашенияСКлиентами")
}

// Agreement is terms of sale: with one customer, or typical.
type Agreement struct {
	Object
	Number    string `json:"Номер"`
	Name      string `json:"Description"`
	Typical   bool   `json:"Типовое"`
	Status    string `json:"Статус"`
	PriceType Guid   `json:"ВидЦен_Key"`
	Operation string `json:"ХозяйственнаяОперация"`
	Begins    Time   `json:"ДатаНачалаДействия"`
}

// Entry is an entry of a small catalogue.
type Entry struct {
	Object
	Code string `json:"Code"` // of a currency its number by ОКВ, such as 643
	Name string `json:"Description"`
}

// Currencies are the currencies; their codes are numbers.
func (c *Client) Currencies() Catalog[Entry] { return NewCatalog[Entry](c, "Catalog_Валюты") }

// Priorities are the priorities of orders.
func (c *Client) Priorities() Catalog[Entry] {
	return NewCatalog[Entry](c, "Catalog_Приоритеты")
}

// PriceTypes are the kinds of prices.
func (c *Client) PriceTypes() Catalog[Entry] { return NewCatalog[Entry](c, "Catalog_ВидыЦен") }

// CancelReasons are the reasons for which rows of orders are cancelled.
func (c *Client) CancelReasons() Catalog[Entry] {
	return NewCatalog[Entry](c, "Catalog_ПричиныОтменыЗаказовКлиентов")
}

// VATRates are the rates of VAT, from 11.5 on. In 11.4 they are an enumeration.
func (c *Client) VATRates() Catalog[VATRate] {
	return NewCatalog[VATRate](c, "Catalog_СтавкиНДС")
}

// VATRate is a rate of VAT.
type VATRate struct {
	Object
	Name       string       `json:"Description"`
	Rate       wire.Decimal `json:"Ставка,omitzero"`       // percent
	Code       string       `json:"ПеречислениеСтавкаНДС"` // such as НДС20
	Calculated bool         `json:"РасчетнаяСтавка"`       // of a sum that holds it, such as 20/120
}
