package texts

// bitrix24People is what people read who did something in a Bitrix24 portal that cannot be, or that has to be said.
func bitrix24People() []entry {
	return []entry{
		{"%q has goods in Bitrix24 of which the order has not so many left: %s", "«%s» в Битрикс24: столько товара в заказе не осталось: %s", "«%s» у Бітрікс24: стільки товару в замовленні не залишилося: %s", "„%s” w Bitrix24: w zamówieniu nie zostało tyle towaru: %s"},
		{"%q has no goods in Bitrix24: add those that it is about as its products", "«%s» в Битрикс24 без товаров: добавьте товары, о которых речь", "«%s» у Бітрікс24 без товарів: додайте товари, про які йдеться", "„%s” w Bitrix24 nie ma towarów: dodaj te, których dotyczy"},
		{"%q has no reason in Bitrix24: choose one, and the return is made", "«%s» в Битрикс24 без причины: выберите её, и возврат будет оформлен", "«%s» у Бітрікс24 без причини: оберіть її, і повернення буде оформлено", "„%s” w Bitrix24 nie ma przyczyny: wybierz ją, a zwrot zostanie utworzony"},
		{"%q was created in Bitrix24: goods are added in the rows of the deal", "«%s» создано в Битрикс24: товары добавляют в строках сделки", "«%s» створено в Бітрікс24: товари додають у рядках угоди", "„%s” utworzono w Bitrix24: towary dodaje się w wierszach transakcji"},
		{"%s has more marking codes than units in Bitrix24: %s", "%s: кодов маркировки в Битрикс24 больше, чем единиц: %s", "%s: кодів маркування в Бітрікс24 більше, ніж одиниць: %s", "%s: w Bitrix24 jest więcej kodów znakowania niż sztuk: %s"},
		{"%s of %q were added there", "там добавлено: %s × «%s»", "там додано: %s × «%s»", "dodano tam: %s × „%s”"},
		{
			"%s was moved to %q, which nobody sets by hand: it follows transfers, shipments and returns; create an item for a return or a shipment instead",
			"%s: переведено в «%s», вручную это не ставят: состояние следует из перемещений, отгрузок и возвратов; создайте вместо этого элемент возврата или отгрузки",
			"%s: переведено в «%s», вручну цього не ставлять: стан випливає з переміщень, відвантажень і повернень; створіть натомість елемент повернення або відвантаження",
			"%s: przeniesiono do „%s”, tego nie ustawia się ręcznie: stan wynika z przesunięć, wysyłek i zwrotów; utwórz zamiast tego element zwrotu lub wysyłki",
		},
		{"%s: the row was deleted there, here %s are ordered", "%s: строка там удалена, здесь заказано %s", "%s: рядок там видалено, тут замовлено %s", "%s: wiersz usunięto tam, tu zamówiono %s"},
		{"%s: there the row is %q now", "%s: в строке там теперь «%s»", "%s: у рядку там тепер «%s»", "%s: w wierszu jest tam teraz „%s”"},
		{"prices were changed there", "там изменены цены", "там змінено ціни", "zmieniono tam ceny"},
		{
			"return %d was moved to %q, which nobody sets by hand: move it to %q to have the money paid back",
			"возврат %d переведён в «%s», вручную это не ставят: чтобы вернуть деньги, переведите его в «%s»",
			"повернення %d переведено в «%s», вручну цього не ставлять: щоб повернути гроші, переведіть його в «%s»",
			"zwrot %d przeniesiono do „%s”, tego nie ustawia się ręcznie: aby zwrócić pieniądze, przenieś go do „%s”",
		},
		{
			"row %q has no article or no quantity", "строка «%s» без артикула или количества", "рядок «%s» без артикулу або кількості",
			"wiersz „%s” nie ma artykułu albo ilości",
		},
		{
			"row %q in Bitrix24 has no article or no quantity: give it a product, or a name with the article in brackets",
			"строка «%s» в Битрикс24 без артикула или количества: выберите товар или укажите артикул в названии в квадратных скобках",
			"рядок «%s» у Бітрікс24 без артикулу або кількості: оберіть товар або вкажіть артикул у назві у квадратних дужках",
			"wiersz „%s” w Bitrix24 nie ma artykułu albo ilości: wybierz towar lub podaj artykuł w nazwie w nawiasach kwadratowych",
		},
		{"shipment %d is not known here: it is taken away", "отгрузка %d здесь неизвестна: она будет убрана", "відвантаження %d тут невідоме: його буде прибрано", "wysyłka %d nie jest tu znana: zostanie usunięta"},
		{
			"shipment %d was moved to %q, which nobody sets by hand: it follows what the carrier reports and the returns of its goods",
			"отгрузка %d переведена в «%s», вручную это не ставят: состояние следует из сообщений перевозчика и возвратов её товаров",
			"відвантаження %d переведено в «%s», вручну цього не ставлять: стан випливає з повідомлень перевізника та повернень його товарів",
			"wysyłkę %d przeniesiono do „%s”, tego nie ustawia się ręcznie: stan wynika z informacji przewoźnika i zwrotów jej towarów",
		},
		{"the buyer's contact there and here: %s", "контакт покупателя там и здесь: %s", "контакт покупця там і тут: %s", "kontakt kupującego tam i tu: %s"},
		{"the carrier's form of shipment %d has lines without a field: %s", "в заявке перевозчику по отгрузке %d есть строки без поля: %s", "у заявці перевізнику за відвантаженням %d є рядки без поля: %s", "w zleceniu dla przewoźnika wysyłki %d są wiersze bez pola: %s"},
		{
			"the deal of the order was deleted in Bitrix24: the order is worked on here; nothing more is shown there",
			"сделка заказа удалена в Битрикс24: работа с заказом продолжается здесь, там больше ничего не показывается",
			"угоду замовлення видалено в Бітрікс24: робота із замовленням триває тут, там більше нічого не показується",
			"transakcję zamówienia usunięto w Bitrix24: praca z zamówieniem trwa tutaj, tam nic więcej nie jest pokazywane",
		},
		{
			"the deal was moved back to %q, and the order is %s: what was done is taken back by its own command, such as a return",
			"сделка возвращена в «%s», а заказ — %s: сделанное отменяют своей командой, например возвратом",
			"угоду повернуто в «%s», а замовлення — %s: зроблене скасовують своєю командою, наприклад поверненням",
			"transakcję cofnięto do „%s”, a zamówienie jest %s: to, co zrobiono, cofa się osobnym poleceniem, na przykład zwrotem",
		},
		{
			"the deal was moved to %q, and the order is not paid: the stage follows the payment, record the payment instead",
			"сделка переведена в «%s», а заказ не оплачен: стадия следует за оплатой, внесите вместо этого оплату",
			"угоду переведено в «%s», а замовлення не оплачене: стадія йде за оплатою, внесіть натомість оплату",
			"transakcję przeniesiono do „%s”, a zamówienie nie jest opłacone: etap wynika z płatności, zapisz zamiast tego płatność",
		},
		{"the promo code there is %q, here it is %q", "промокод там «%s», здесь «%s»", "промокод там «%s», тут «%s»", "kod promocyjny tam „%s”, tu „%s”"},
		{
			"all rows of the deal were deleted, which cancels nothing: to cancel the order, move the deal to %q",
			"все строки сделки удалены, это ничего не отменяет: чтобы отменить заказ, переведите сделку на стадию «%s»",
			"усі рядки угоди видалено, це нічого не скасовує: щоб скасувати замовлення, переведіть угоду на стадію «%s»",
			"usunięto wszystkie wiersze deala, co niczego nie anuluje: aby anulować zamówienie, przenieś deal na etap „%s”",
		},
		{
			"the quantity %q of row %q is no number of goods", "количество «%s» в строке «%s» — не число товаров",
			"кількість «%s» у рядку «%s» — не число товарів", "ilość „%s” w wierszu „%s” nie jest liczbą towarów",
		},
		{
			"the reason of a return that was made does not change: it is put back", "причина оформленного возврата не меняется: она возвращена на место",
			"причина оформленого повернення не змінюється: її повернуто на місце", "przyczyna utworzonego zwrotu się nie zmienia: zostaje przywrócona",
		},
		{"the task was closed", "задача закрыта", "завдання закрито", "zadanie zamknięto"},
	}
}
