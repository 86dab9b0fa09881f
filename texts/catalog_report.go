package texts

// reports are the words of a report's page.
func reports() []entry {
	return []entry{
		{"Orders", "Заказы", "Замовлення", "Zamówienia"},
		{"Stages of orders", "Стадии заказов", "Стадії замовлень", "Etapy zamówień"},
		{"Returns", "Возвраты", "Повернення", "Zwroty"},
		{"Goods by state and place", "Товары по статусам и местам", "Товари за статусами та місцями", "Towary według stanu i miejsca"},
		{"Who did what", "Кто что сделал", "Хто що зробив", "Kto co zrobił"},
		{"how many", "количество", "кількість", "liczba"},
		{"units", "единиц", "одиниць", "sztuk"},
		{"sum, %s", "сумма, %s", "сума, %s", "suma, %s"},
		{"not ended", "не закончено", "не завершено", "niezakończone"},
		{"half took at most", "половина заняла не больше", "половина тривала не більше", "połowa trwała najwyżej"},
		{"nine tenths took at most", "девять десятых заняли не больше", "дев'ять десятих тривали не більше", "dziewięć dziesiątych trwało najwyżej"},
		{"in all", "всего", "усього", "razem"},
		{
			"order %s cannot be read and is not counted: %v",
			"заказ %s не читается и не посчитан: %v",
			"замовлення %s не читається і не пораховане: %v",
			"zamówienia %s nie da się odczytać i nie jest policzone: %v",
		},
		{"stage", "стадия", "стадія", "etap"},
		{"channel", "канал", "канал", "kanał"},
		{"day", "день", "день", "dzień"},
		{"week", "неделя", "тиждень", "tydzień"},
		{"month", "месяц", "місяць", "miesiąc"},
		{"warehouse", "склад", "склад", "magazyn"},
		{"by whom", "кто", "хто", "kto"},
		{"what", "что", "що", "co"},
	}
}
