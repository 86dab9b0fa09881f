package texts

// bridgeSums are the entries and notes about what an ERP shows of an order's lines and sums.
func bridgeSums() []entry {
	return []entry{
		{
			"%s does not show what the order is: %s; correct what is wrong, there or here",
			"%s показывает не то, что в заказе: %s. Исправьте неверное, там или здесь",
			"%s показує не те, що в замовленні: %s. Виправте неправильне, там або тут",
			"%s pokazuje co innego niż zamówienie: %s. Popraw to, co błędne, tam albo tutaj",
		},
		{
			"it does not show what the order is: %s; correct what is wrong, there or here",
			"там показано не то, что в заказе: %s. Исправьте неверное, там или здесь",
			"там показано не те, що в замовленні: %s. Виправте неправильне, там або тут",
			"widać tam co innego niż w zamówieniu: %s. Popraw to, co błędne, tam albo tutaj",
		},
		{
			"its sums agree with the order again",
			"суммы там снова сходятся с заказом",
			"суми там знову збігаються із замовленням",
			"kwoty znów zgadzają się z zamówieniem",
		},
		{
			"%s cannot be told of a change: %s; make the change there by hand",
			"в %s нельзя передать изменение: %s. Внесите его там вручную",
			"до %s не можна передати зміну: %s. Внесіть її там вручну",
			"do %s nie można przekazać zmiany: %s. Wprowadź ją tam ręcznie",
		},
		{
			"it cannot be told of a change: %s; make the change there by hand",
			"туда нельзя передать изменение: %s. Внесите его там вручную",
			"туди не можна передати зміну: %s. Внесіть її там вручну",
			"nie można tam przekazać zmiany: %s. Wprowadź ją tam ręcznie",
		},
		{
			"the field %q was changed there, which means nothing to an order here",
			"там изменено поле %q, которое для заказа здесь ничего не значит",
			"там змінено поле %q, яке для замовлення тут нічого не означає",
			"zmieniono tam pole %q, które dla zamówienia tutaj nic nie znaczy",
		},
		{"total: %s there, %s here", "сумма: там %s, здесь %s", "сума: там %s, тут %s", "suma: tam %s, tutaj %s"},
		{"paid: %s there, %s here", "оплачено: там %s, здесь %s", "сплачено: там %s, тут %s", "zapłacono: tam %s, tutaj %s"},
		{"%s: %s there, %s here", "%s: там %s, здесь %s", "%s: там %s, тут %s", "%s: tam %s, tutaj %s"},
		{"%s: %q there, %q here", "%s: там %q, здесь %q", "%s: там %q, тут %q", "%s: tam %q, tutaj %q"},
		{
			"%s: not there, %s for %s here",
			"%s: там нет, здесь %s на %s",
			"%s: там немає, тут %s на %s",
			"%s: tam brak, tutaj %s za %s",
		},
		{"%s: %s there, not here", "%s: там %s, здесь нет", "%s: там %s, тут немає", "%s: tam %s, tutaj brak"},
		{
			"%s: %s for %s there, not here",
			"%s: там %s на %s, здесь нет",
			"%s: там %s на %s, тут немає",
			"%s: tam %s za %s, tutaj brak",
		},
		{
			"%s: %s for %s there, %s for %s here",
			"%s: там %s на %s, здесь %s на %s",
			"%s: там %s на %s, тут %s на %s",
			"%s: tam %s za %s, tutaj %s za %s",
		},
	}
}
