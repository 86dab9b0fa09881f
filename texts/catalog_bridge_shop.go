package texts

// bridgeShops is what is said of channels that send their orders and cannot be asked.
func bridgeShops() []entry {
	return []entry{
		{
			"a fault in the program: %s",
			"сбой в программе: %s",
			"збій у програмі: %s",
			"błąd w programie: %s",
		},
		{
			"the work on the order broke off: %v; it is tried again in an hour",
			"работа над заказом прервалась: %s; повтор через час",
			"робота над замовленням перервалася: %s; повтор за годину",
			"praca nad zamówieniem została przerwana: %s; ponowna próba za godzinę",
		},
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
		{
			"what changed at %s in %s came after a later change of the lines, and was not taken: compare the lines",
			"изменение, сделанное %s в %s, пришло после более позднего изменения позиций и не принято: сверьте позиции",
			"зміна, зроблена %s у %s, надійшла після пізнішої зміни позицій і не прийнята: звірте позиції",
			"zmiana wprowadzona %s w %s nadeszła po późniejszej zmianie pozycji i nie została przyjęta: porównaj pozycje",
		},
		{
			"the order was changed in %s while a change made here is on its way there, which counts: compare both",
			"заказ изменён в %s, пока изменение, сделанное здесь, ещё туда передаётся; действует сделанное здесь: сверьте оба",
			"замовлення змінено в %s, поки зміна, зроблена тут, ще туди передається; діє зроблена тут: звірте обидві",
			"zamówienie zmieniono w %s, gdy zmiana wprowadzona tutaj jest jeszcze w drodze; obowiązuje ta tutaj: porównaj obie",
		},
		{
			"what the channel shows of the order cannot be kept: %v",
			"то, что канал показывает о заказе, не удаётся сохранить: %v",
			"те, що канал показує про замовлення, не вдається зберегти: %v",
			"nie można zapisać tego, co kanał pokazuje o zamówieniu: %v",
		},
		{
			"the label %s of the order cannot be kept: %v",
			"метку %s заказа не удаётся сохранить: %v",
			"мітку %s замовлення не вдається зберегти: %v",
			"nie można zapisać etykiety %s zamówienia: %v",
		},
		{
			"a cancellation changed nothing: as many units of its lines are cancelled already",
			"отмена ничего не изменила: столько единиц её позиций уже отменено",
			"скасування нічого не змінило: стільки одиниць його позицій уже скасовано",
			"anulowanie niczego nie zmieniło: tyle sztuk jego pozycji jest już anulowanych",
		},
		{
			"line %s has %s in %s, and %s here, as the others are cancelled: see to it",
			"позиция %s: %s в %s, здесь %s, так как остальные отменены. Исправьте вручную",
			"позиція %s: %s у %s, тут %s, бо решту скасовано. Виправте вручну",
			"pozycja %s: %s w %s, tutaj %s, bo pozostałe anulowano. Popraw ręcznie",
		},
	}
}

// bridgeQuotes is what is said of edits whose prices a shop is asked for.
func bridgeQuotes() []entry {
	return []entry{
		{
			"promo code %s: the order is paid, and what is paid keeps its price",
			"промокод %s: заказ оплачен, а цена оплаченного не меняется",
			"промокод %s: замовлення оплачено, а ціна оплаченого не змінюється",
			"kod promocyjny %s: zamówienie jest opłacone, a cena tego, co opłacone, nie zmienia się",
		},
		{
			"promo code %s holds, but no adjustment has it",
			"промокод %s действует, но скидки по нему в ответе нет",
			"промокод %s діє, але знижки за ним у відповіді немає",
			"kod promocyjny %s obowiązuje, ale w odpowiedzi nie ma jego rabatu",
		},
		{
			"its prices cannot be taken: %v",
			"его цены нельзя применить: %s",
			"його ціни не можна застосувати: %s",
			"nie można zastosować jego cen: %s",
		},
		{
			"the edit was not made: line %s: %s",
			"заказ не изменён: позиция %s: %s",
			"замовлення не змінено: позиція %s: %s",
			"zamówienie nie zostało zmienione: pozycja %s: %s",
		},
		{
			"the edit was not made: %s",
			"заказ не изменён: %s",
			"замовлення не змінено: %s",
			"zamówienie nie zostało zmienione: %s",
		},
		{
			"%s cannot be asked for prices: %v; try again later",
			"%s не отвечает на запрос цен: %s. Повторите позже",
			"%s не відповідає на запит цін: %s. Повторіть пізніше",
			"%s nie odpowiada na zapytanie o ceny: %s. Ponów później",
		},
		{
			"it has prices of its own, and %s has others: leave Edit.Reprice out, or give the edit without asking",
			"в изменении указаны свои цены, а у %s — другие: уберите Edit.Reprice или измените заказ без запроса цен",
			"у зміні вказано власні ціни, а в %s — інші: приберіть Edit.Reprice або змініть замовлення без запиту цін",
			"zmiana ma własne ceny, a %s ma inne: usuń Edit.Reprice albo zmień zamówienie bez pytania o ceny",
		},
		{
			"%s has no prices to ask for (channels.Pricer): give the edit with its own",
			"у %s нельзя запросить цены (channels.Pricer): укажите их в изменении",
			"у %s не можна запитати ціни (channels.Pricer): вкажіть їх у зміні",
			"%s nie udostępnia cen (channels.Pricer): podaj je w zmianie",
		},
		{
			"a price came for it that was not asked for",
			"магазин прислал цену, о которой не спрашивали; проверьте ответ магазина",
			"магазин надіслав ціну, про яку не запитували; перевірте відповідь магазину",
			"sklep przysłał cenę, o którą nie pytano; sprawdź odpowiedź sklepu",
		},
		{
			"two prices came for it",
			"магазин прислал две цены; проверьте ответ магазина",
			"магазин надіслав дві ціни; перевірте відповідь магазину",
			"sklep przysłał dwie ceny; sprawdź odpowiedź sklepu",
		},
		{
			"its price %s cannot be meant: it must be in %s, and not negative",
			"цена %s недопустима: нужна неотрицательная цена в %s",
			"ціна %s недопустима: потрібна невід’ємна ціна в %s",
			"cena %s jest niedopuszczalna: potrzebna nieujemna cena w %s",
		},
		{
			"no price came for it",
			"магазин не прислал цену; проверьте ответ магазина",
			"магазин не надіслав ціну; перевірте відповідь магазину",
			"sklep nie przysłał ceny; sprawdź odpowiedź sklepu",
		},
		{
			"that %s of it are available cannot be meant",
			"количество в наличии %s недопустимо; проверьте ответ магазина",
			"кількість у наявності %s недопустима; перевірте відповідь магазину",
			"dostępna ilość %s jest niedopuszczalna; sprawdź odpowiedź sklepu",
		},
		{
			"%s are wanted and %s available",
			"нужно %s, в наличии %s; уменьшите количество",
			"потрібно %s, у наявності %s; зменште кількість",
			"potrzeba %s, dostępne %s; zmniejsz ilość",
		},
		{
			"the answer %q about the promo code is not known",
			"неизвестный ответ магазина о промокоде: %q",
			"невідома відповідь магазину про промокод: %q",
			"nieznana odpowiedź sklepu o kodzie promocyjnym: %q",
		},
		{
			"nothing came about the promo code %s",
			"магазин ничего не ответил о промокоде %s",
			"магазин нічого не відповів про промокод %s",
			"sklep nic nie odpowiedział o kodzie promocyjnym %s",
		},
		{
			"promo code %s: %s",
			"промокод %s: %s",
			"промокод %s: %s",
			"kod promocyjny %s: %s",
		},
		{
			"the shop does not know it",
			"магазин его не знает",
			"магазин його не знає",
			"sklep go nie zna",
		},
		{
			"it has expired",
			"срок его действия истёк",
			"строк його дії минув",
			"jego ważność wygasła",
		},
		{
			"the order does not meet its conditions",
			"заказ не отвечает его условиям",
			"замовлення не відповідає його умовам",
			"zamówienie nie spełnia jego warunków",
		},
		{
			"the order does not meet its conditions any more",
			"заказ больше не отвечает его условиям",
			"замовлення більше не відповідає його умовам",
			"zamówienie nie spełnia już jego warunków",
		},
		{
			"promo code %s of %s does not count after the edit: %s; tell the buyer",
			"промокод %s на %s после изменения заказа не действует: %s. Сообщите покупателю",
			"промокод %s на %s після зміни замовлення не діє: %s. Повідомте покупця",
			"kod promocyjny %s na %s po zmianie zamówienia nie działa: %s. Powiadom kupującego",
		},
		{
			"%s of %s is gone after the edit, as the shop gives it no more: tell the buyer",
			"скидки «%s» на %s после изменения заказа больше нет: магазин её не даёт. Сообщите покупателю",
			"знижки «%s» на %s після зміни замовлення більше немає: магазин її не дає. Повідомте покупця",
			"rabatu „%s” na %s po zmianie zamówienia już nie ma: sklep go nie daje. Powiadom kupującego",
		},
	}
}
