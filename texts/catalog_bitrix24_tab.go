package texts

// bitrix24Tab is what stands in the tab of a deal in Bitrix24: stock by warehouse and the forms of carriers.
func bitrix24Tab() []entry {
	return []entry{
		{"%s are reserved nowhere", "%s нигде не зарезервировано", "%s ніде не зарезервовано", "%s: nigdzie niezarezerwowane"},
		{"As of", "По состоянию на", "Станом на", "Stan na"},
		{
			"Bitrix24 does not confirm who opened this page: open the tab of the deal again",
			"Битрикс24 не подтверждает, кто открыл эту страницу: откройте вкладку сделки заново",
			"Бітрікс24 не підтверджує, хто відкрив цю сторінку: відкрийте вкладку угоди знову",
			"Bitrix24 nie potwierdza, kto otworzył tę stronę: otwórz kartę transakcji ponownie",
		},
		{"Check which fields apply", "Обновить поля", "Оновити поля", "Odśwież pola"},
		{"Free", "Свободно", "Вільно", "Wolne"},
		{"On hand", "На складе", "На складі", "W magazynie"},
		{"Read again", "Обновить", "Оновити", "Odśwież"},
		{"Request to the carrier", "Заявка перевозчику", "Заявка перевізнику", "Zlecenie dla przewoźnika"},
		{"Reserved for this order", "В резерве этого заказа", "У резерві цього замовлення", "Zarezerwowane dla tego zamówienia"},
		{"Send the request", "Отправить заявку", "Надіслати заявку", "Wyślij zlecenie"},
		{"Stock and carriers", "Остатки и доставка", "Залишки та доставка", "Stany i dostawa"},
		{"Stock by warehouse", "Остатки по складам", "Залишки по складах", "Stany magazynowe"},
		{"no", "нет", "ні", "nie"},
		{"open this page in a deal of Bitrix24", "откройте эту страницу в сделке Битрикс24", "відкрийте цю сторінку в угоді Бітрікс24", "otwórz tę stronę w transakcji Bitrix24"},
		{
			"shipment S%d is no longer waiting for a request: see its state below",
			"отправление S%d больше не ждёт заявки: его состояние указано ниже",
			"відправлення S%d більше не чекає на заявку: його стан зазначено нижче",
			"przesyłka S%d nie czeka już na zlecenie: jej stan podano poniżej",
		},
		{
			"the carrier %s is asked for S%d: the tracking number stands here as soon as the carrier gives it",
			"заявка перевозчику %s на S%d передана: трек-номер появится здесь, как только перевозчик его даст",
			"заявку перевізнику %s на S%d передано: трек-номер з'явиться тут, щойно перевізник його надасть",
			"zlecenie do przewoźnika %s na S%d przekazano: numer przesyłki pojawi się tutaj, gdy przewoźnik go nada",
		},
		{
			"the form of S%d was not sent: correct what is marked below",
			"заявка на S%d не отправлена: исправьте то, что отмечено ниже",
			"заявку на S%d не надіслано: виправте те, що позначено нижче",
			"zlecenia na S%d nie wysłano: popraw to, co zaznaczono poniżej",
		},
		{
			"the order of this deal is not known here, or cannot be read now: try again in a minute",
			"заказ этой сделки здесь неизвестен или сейчас не читается: повторите через минуту",
			"замовлення цієї угоди тут невідоме або зараз не читається: повторіть за хвилину",
			"zamówienie tej transakcji nie jest tu znane albo nie można go teraz odczytać: spróbuj za minutę",
		},
		{"this cannot be shown now: try again in a minute", "сейчас это показать нельзя: повторите через минуту", "зараз це показати не можна: повторіть за хвилину", "nie można tego teraz pokazać: spróbuj za minutę"},
		{"this deal does not exist, or you may not see it", "такой сделки нет, или у вас нет к ней доступа", "такої угоди немає, або у вас немає до неї доступу", "nie ma takiej transakcji albo nie masz do niej dostępu"},
		{"this deal is no order of a shop", "эта сделка не является заказом магазина", "ця угода не є замовленням магазину", "ta transakcja nie jest zamówieniem sklepu"},
		{"this page is too old: open the tab of the deal again", "страница устарела: откройте вкладку сделки заново", "сторінка застаріла: відкрийте вкладку угоди знову", "strona wygasła: otwórz kartę transakcji ponownie"},
		{"what the browser sent cannot be read", "данные от браузера не читаются", "дані від браузера не читаються", "nie można odczytać danych z przeglądarki"},
		{"yes", "да", "так", "tak"},
		{
			"you are not among those who work with orders: ask your administrator to add user %d of Bitrix24",
			"вас нет среди тех, кто работает с заказами: попросите администратора добавить пользователя %d Битрикс24",
			"вас немає серед тих, хто працює із замовленнями: попросіть адміністратора додати користувача %d Бітрікс24",
			"nie ma cię wśród osób pracujących z zamówieniami: poproś administratora o dodanie użytkownika %d Bitrix24",
		},
	}
}
