package texts

// orderExpenses are about what an order cost its seller.
func orderExpenses() []entry {
	return []entry{
		{"expense", "расход", "витрата", "koszt"},
		{"expense %s", "расход %s", "витрата %s", "koszt %s"},
		{"%s is recorded", "%s уже записан", "%s вже записано", "%s jest już zapisany"},
		{"it is recorded", "он уже записан", "її вже записано", "jest już zapisany"},
		{"%s is in the order's own currency", "%s — в валюте самого заказа", "%s — у валюті самого замовлення", "%s jest w walucie samego zamówienia"},
		{
			"name its document by kind and number, or not at all",
			"укажите и вид, и номер документа либо не указывайте документ",
			"вкажіть і вид, і номер документа або не вказуйте документ",
			"podaj rodzaj i numer dokumentu albo nie podawaj dokumentu",
		},
		{
			"it is known with %s; drop it first, or give this one an id of its own",
			"он записан с суммой %s; сначала отмените его или дайте этому расходу свой номер",
			"її записано із сумою %s; спершу скасуйте її або дайте цій витраті свій номер",
			"jest zapisany na kwotę %s; najpierw go wycofaj albo nadaj temu kosztowi własny numer",
		},
		{
			"the order has no such expense", "в заказе нет такого расхода",
			"у замовленні немає такої витрати", "zamówienie nie ma takiego kosztu",
		},
		{"expense recorded: %s, %s", "записан расход: %s, %s", "записано витрату: %s, %s", "zapisano koszt: %s, %s"},
		{"expense recorded: %s, %s, %s", "записан расход: %s, %s, %s", "записано витрату: %s, %s, %s", "zapisano koszt: %s, %s, %s"},
		{"expense %s taken back", "расход %s отменён", "витрату %s скасовано", "koszt %s wycofany"},
	}
}
