package texts

// bridgeShops is what is said of channels that send their orders and cannot be asked.
func bridgeShops() []entry {
	return []entry{
		{
			"order %s was announced again with other content, which was not taken: compare it with the channel",
			"заказ %s прислан повторно с другим содержимым; оно не принято. Сверьте заказ с магазином",
			"замовлення %s надіслано повторно з іншим вмістом; його не прийнято. Звірте замовлення з магазином",
			"zamówienie %s przysłano ponownie z inną treścią; nie została przyjęta. Porównaj je ze sklepem",
		},
		{
			"what the channel changed at %s came after a later change, and was not taken",
			"изменение, сделанное в магазине %s, пришло после более позднего и не принято",
			"зміна, зроблена в магазині %s, надійшла після пізнішої і не прийнята",
			"zmiana wprowadzona w sklepie %s nadeszła po późniejszej i nie została przyjęta",
		},
		{
			"when the channel changed the order cannot be kept: %v",
			"не удалось сохранить, когда заказ изменён в магазине: %s",
			"не вдалося зберегти, коли замовлення змінено в магазині: %s",
			"nie udało się zapisać, kiedy zamówienie zmieniono w sklepie: %s",
		},
		{
			"the channel changed discounts or charges of the order; the prices of its lines contain them",
			"магазин изменил скидки или наценки заказа; они учтены в ценах позиций",
			"магазин змінив знижки або націнки замовлення; їх враховано в цінах позицій",
			"sklep zmienił rabaty lub dopłaty zamówienia; są ujęte w cenach pozycji",
		},
		{
			"line %s is %s %s in %s, and %s %s here: its article, name, VAT or marking changed there; see to it",
			"позиция %s: «%s %s» в %s, здесь «%s %s». Там изменились артикул, название, НДС или маркировка; исправьте вручную",
			"позиція %s: «%s %s» у %s, тут «%s %s». Там змінилися артикул, назва, ПДВ або маркування; виправте вручну",
			"pozycja %s: „%s %s” w %s, tutaj „%s %s”. Zmieniono tam kod towaru, nazwę, VAT lub oznakowanie; popraw ręcznie",
		},
	}
}
