package status

// Tables returns the tables of all systems that this package knows, by name of the system.
func Tables() []*Table {
	return []*Table{
		BitrixShop(),
		Bitrix24(),
		CDEK(),
		MegaMarket(),
		NovaPoshta(),
		RetailCRM(),
		Rozetka(),
		RussianPost(),
	}
}
