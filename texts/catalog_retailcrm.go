package texts

// retailCRM are the warnings to the people who work in RetailCRM.
func retailCRM() []entry {
	return []entry{
		{
			"the catalogue has no offer with the externalId %s: the lines came by name only, without stock; add the offers, or put the right goods into the lines",
			"в каталоге нет торговых предложений с externalId %s: позиции добавлены только по названию, без остатков. Добавьте предложения или укажите в позициях нужные товары",
			"у каталозі немає торгових пропозицій з externalId %s: позиції додано лише за назвою, без залишків. Додайте пропозиції або вкажіть у позиціях потрібні товари",
			"w katalogu nie ma ofert z externalId %s: pozycje dodano tylko z nazwy, bez stanów. Dodaj oferty albo wskaż w pozycjach właściwe towary",
		},
		{
			"line %s (%s) is cancelled at %s, whatever status it has here: do not send it",
			"позиция %s (%s) отменена в %s, какой бы статус она ни имела здесь: не отправляйте её",
			"позицію %s (%s) скасовано в %s, хоч який би статус вона мала тут: не відправляйте її",
			"pozycja %s (%s) jest anulowana w %s niezależnie od statusu tutaj: nie wysyłaj jej",
		},
		{
			"line %s (%s) was removed here, but it is still part of the order at %s: put it back and give it a status of refusal",
			"позиция %s (%s) здесь удалена, но остаётся в заказе в %s: верните её и поставьте статус отказа",
			"позицію %s (%s) тут видалено, але вона лишається в замовленні в %s: поверніть її і поставте статус відмови",
			"pozycję %s (%s) tutaj usunięto, ale nadal jest w zamówieniu w %s: przywróć ją i ustaw status odmowy",
		},
		{
			"a marking code was refused: enter another one; the goods are not packed before",
			"код маркировки отклонён: укажите другой, до этого товар не будет упакован",
			"код маркування відхилено: зазначте інший, до цього товар не буде упаковано",
			"kod znakowania odrzucony: podaj inny, wcześniej towar nie zostanie spakowany",
		},
		{
			"the packages were changed after %s had accepted the packing: it keeps the first ones, and so do the labels",
			"грузоместа изменены после того, как %s принял упаковку: там и на этикетках остаются прежние",
			"вантажні місця змінено після того, як %s прийняв пакування: там і на етикетках лишаються попередні",
			"paczki zmieniono po przyjęciu pakowania przez %s: tam i na etykietach pozostają poprzednie",
		},
		{"entrance: %s", "подъезд: %s", "під'їзд: %s", "klatka: %s"},
		{"floor: %s", "этаж: %s", "поверх: %s", "piętro: %s"},
		{"recipient: %s", "получатель: %s", "отримувач: %s", "odbiorca: %s"},
	}
}
