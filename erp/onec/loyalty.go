package onec

// LoyaltyCards are the cards of loyalty.
func (c *Client) LoyaltyCards() Catalog[LoyaltyCard] {
	return NewCatalog[LoyaltyCard](c, "Catalog_КартыЛояльности")
}

// LoyaltyCard is a card of loyalty.
type LoyaltyCard struct {
	Object
	Name         string `json:"Description"`
	Kind         Guid   `json:"Owner_Key"` // see [Client.LoyaltyKinds]
	Barcode      string `json:"Штрихкод"`
	Magnetic     string `json:"МагнитныйКод"`
	Status       string `json:"Статус"` // Действует, Аннулирована
	Partner      Guid   `json:"Партнер_Key"`
	Counterparty Guid   `json:"Контрагент_Key"`
	Agreement    Guid   `json:"Соглашение_Key"`
}

// LoyaltyKinds are the kinds of cards: in practice, the levels of loyalty.
func (c *Client) LoyaltyKinds() Catalog[LoyaltyKind] {
	return NewCatalog[LoyaltyKind](c, "Catalog_ВидыКартЛояльности")
}

// LoyaltyKind is a kind of cards.
type LoyaltyKind struct {
	Object
	Name     string `json:"Description"`
	Personal bool   `json:"Персонализирована"`
	Type     string `json:"ТипКарты"`
	Program  Guid   `json:"БонуснаяПрограммаЛояльности_Key"`
	Begins   Time   `json:"ДатаНачалаДействия"`
	Ends     Time   `json:"ДатаОкончанияДействия"`
}

// Bonuses are the balances of bonus points, by program and partner.
func (c *Client) Bonuses() Register[Bonus] {
	return NewRegister[Bonus](c, "AccumulationRegister_БонусныеБаллы")
}

// Bonus is a balance of bonus points.
type Bonus struct {
	Program  Guid     `json:"БонуснаяПрограммаЛояльности_Key"`
	Partner  Guid     `json:"Партнер_Key"`
	Accrued  Quantity `json:"НачисленоBalance"`
	ToUse    Quantity `json:"КСписаниюBalance"`
	Reserved Quantity `json:"ЗарезервированоBalance"` // 11.5
	Record
}
