package onec

// Warehouses are the warehouses and the shops.
func (c *Client) Warehouses() Catalog[Warehouse] { return NewCatalog[Warehouse](c, EntityWarehouse) }

// Warehouse is a warehouse or a shop, or a folder of them. It has no code.
type Warehouse struct {
	Object
	Name         string `json:"Description"`
	Parent       Guid   `json:"Parent_Key"`
	IsFolder     bool   `json:"IsFolder"`
	Type         string `json:"ТипСклада"`                               // ОптовыйСклад or РозничныйМагазин
	OrdersOut    bool   `json:"ИспользоватьОрдернуюСхемуПриОтгрузке"`    // it ships by outgoing orders of its own
	OrdersIn     bool   `json:"ИспользоватьОрдернуюСхемуПриПоступлении"` // it receives by incoming orders of its own
	StockChecked bool   `json:"КонтролироватьСвободныеОстатки"`
	Issues       bool   `json:"ВМагазинеПоддерживаетсяСборкаЗаказов"`
	RetailPrice  Guid   `json:"РозничныйВидЦены_Key"`

	Contacts   []Contact  `json:"КонтактнаяИнформация"`
	Properties []Property `json:"ДополнительныеРеквизиты"`
}
