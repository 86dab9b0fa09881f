package texts

// exchange1CSink are texts of what a shop cannot be told by its exchange with 1C.
func exchange1CSink() []entry {
	return []entry{
		{
			"a shop takes no goods without an id or a name",
			"магазин не принимает товар без идентификатора или названия",
			"магазин не приймає товар без ідентифікатора чи назви",
			"sklep nie przyjmuje towaru bez identyfikatora lub nazwy",
		},
		{
			"the exchange with a shop has no way to take a price away",
			"обмен с магазином не умеет убирать цену",
			"обмін із магазином не вміє прибирати ціну",
			"wymiana ze sklepem nie potrafi usunąć ceny",
		},
		{
			"a price needs an id of goods, a type and a sum",
			"цене нужны идентификатор товара, вид и сумма",
			"ціні потрібні ідентифікатор товару, вид і сума",
			"cena wymaga identyfikatora towaru, rodzaju i kwoty",
		},
		{
			"stock needs an id of goods",
			"остатку нужен идентификатор товара",
			"залишку потрібен ідентифікатор товару",
			"stan magazynowy wymaga identyfikatora towaru",
		},
	}
}
