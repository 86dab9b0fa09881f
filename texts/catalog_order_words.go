package texts

// orderTelling are the refusals about what the channel and the buyer are told.
func orderTelling() []entry {
	return []entry{
		{"told", "сообщение покупателю", "повідомлення покупцю", "wiadomość do kupującego"},
		{"code", "код", "код", "kod"},
		{
			"the scheme %s wants to know how the buyer was told: say it in Cancel.Told",
			"по схеме «%s» нужно указать, как об отмене сообщили покупателю: заполните Cancel.Told",
			"за схемою «%s» треба вказати, як про скасування повідомили покупця: заповніть Cancel.Told",
			"model „%s” wymaga informacji, jak powiadomiono kupującego o anulowaniu: podaj ją w Cancel.Told",
		},
		{
			"a refusal at the door is sent when the order is closed, by its reason; leave the code out",
			"отказ при вручении передаётся при закрытии заказа по своей причине; код не указывайте",
			"відмова під час вручення передається в разі закриття замовлення за своєю причиною; код не вказуйте",
			"odmowa przy odbiorze jest przekazywana przy zamknięciu zamówienia według przyczyny; nie podawaj kodu",
		},
		{"shipping cost", "стоимость доставки", "вартість доставки", "koszt dostawy"},
		{
			"it is not set; set it to 0 if shipping costs nothing", "она не указана; если доставка бесплатна, укажите 0",
			"її не вказано; якщо доставка безкоштовна, вкажіть 0", "nie podano go; jeśli dostawa jest bezpłatna, podaj 0",
		},
		{"it is open; open are %v", "оно уже ожидается; ожидаются: %v", "воно вже очікується; очікуються: %v", "jest już oczekiwana; oczekiwane: %v"},
		{
			"some goods are %s; it may be asked for only while all are %s",
			"часть товаров имеет статус «%s»; запросить его можно, пока статус всех товаров: %s",
			"частина товарів має статус «%s»; запитати його можна, поки статус усіх товарів: %s",
			"część towarów ma status „%s”; można o nią prosić, dopóki wszystkie mają status: %s",
		},
		{
			"%s does not know all that an order waits for; report an Intent with GiveConfirmation",
			"%s не знает всего, чего ждёт заказ; передайте Intent с GiveConfirmation",
			"%s не знає всього, чого чекає замовлення; передайте Intent із GiveConfirmation",
			"%s nie zna wszystkiego, na co czeka zamówienie; przekaż Intent z GiveConfirmation",
		},
		{
			"%s waits for the confirmation %s, but here some goods are %s: stop them, or see to the confirmation",
			"%s ждёт согласования «%s», а здесь статус части товаров: «%s»; остановите их или получите согласование",
			"%s чекає погодження «%s», а тут статус частини товарів: «%s»; зупиніть їх або отримайте погодження",
			"%s czeka na zgodę „%s”, a tutaj część towarów ma status „%s”; zatrzymaj je albo uzyskaj zgodę",
		},
	}
}
