package onec

import "github.com/ordo-sdk/ordo/wire"

// Goods are what is sold: goods, services, packaging.
func (c *Client) Goods() Catalog[Good] { return NewCatalog[Good](c, EntityGood) }

// Good is what is sold, or a folder of it.
type Good struct {
	Object
	Code            string       `json:"Code"`
	Name            string       `json:"Description"`
	FullName        string       `json:"НаименованиеПолное"`
	Article         string       `json:"Артикул"`
	Parent          Guid         `json:"Parent_Key"`
	IsFolder        bool         `json:"IsFolder"`
	Kind            Guid         `json:"ВидНоменклатуры_Key"`
	Type            string       `json:"ТипНоменклатуры"` // Товар, Услуга, Работа, Набор, МногооборотнаяТара
	Unit            Guid         `json:"ЕдиницаИзмерения_Key"`
	VATRate         Guid         `json:"СтавкаНДС_Key"` // 11.5
	VATName         string       `json:"СтавкаНДС"`     // 11.4
	Characteristics string       `json:"ИспользованиеХарактеристик"`
	Brand           Guid         `json:"Марка_Key"`
	Maker           Guid         `json:"Производитель_Key"`
	SearchCode      string       `json:"КодДляПоиска"`
	Description     string       `json:"Описание"`
	Picture         Guid         `json:"ФайлКартинки_Key"`
	Weighed         bool         `json:"ВесИспользовать"`
	WeightOver      wire.Decimal `json:"ВесЧислитель,omitzero"` // the weight of WeightUnder units, in WeightUnit
	WeightUnder     wire.Decimal `json:"ВесЗнаменатель,omitzero"`
	WeightUnit      Guid         `json:"ВесЕдиницаИзмерения_Key"`

	Properties []Property `json:"ДополнительныеРеквизиты"`
}

// Characteristics are the variants of goods, such as a size.
func (c *Client) Characteristics() Catalog[Characteristic] {
	return NewCatalog[Characteristic](c, "Catalog_ХарактеристикиНоменклатуры")
}

// Characteristic is a variant of a good, or of all goods of a kind.
type Characteristic struct {
	Object
	Name      string `json:"Description"`
	FullName  string `json:"НаименованиеПолное"`
	Owner     Value  `json:"Owner"`
	OwnerType Type   `json:"Owner_Type"` // Catalog_Номенклатура or Catalog_ВидыНоменклатуры

	Properties []Property `json:"ДополнительныеРеквизиты"`
}

// Units are the units of measure and the packagings.
func (c *Client) Units() Catalog[Unit] {
	return NewCatalog[Unit](c, "Catalog_УпаковкиЕдиницыИзмерения")
}

// Unit is a unit of measure, or a packaging that holds Over/Under of it.
type Unit struct {
	Object
	Code  string       `json:"Code"` // of a unit: by ОКЕИ, such as 796
	Name  string       `json:"Description"`
	Over  wire.Decimal `json:"Числитель,omitzero"`
	Under wire.Decimal `json:"Знаменатель,omitzero"`
}

// Barcodes are the barcodes of goods.
func (c *Client) Barcodes() Register[Barcode] {
	return NewRegister[Barcode](c, "InformationRegister_ШтрихкодыНоменклатуры")
}

// Barcode is a barcode of a good, such as a GTIN.
type Barcode struct {
	Barcode        string `json:"Штрихкод"`
	Good           Guid   `json:"Номенклатура_Key"`
	Characteristic Guid   `json:"Характеристика_Key"`
	Packaging      Guid   `json:"Упаковка_Key"`
	Record
}
