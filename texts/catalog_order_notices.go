package texts

// orderNotices are the refusals about notices to people.
func orderNotices() []entry {
	return []entry{
		{"notice", "сообщение", "повідомлення", "powiadomienie"},
		{"notice %d", "сообщение %d", "повідомлення %d", "powiadomienie %d"},
		{"answer", "ответ", "відповідь", "odpowiedź"},
		{"addressee", "адресат", "адресат", "adresat"},
		{"place %s", "место %s", "місце %s", "miejsce %s"},
		{"person %s", "сотрудник %s", "співробітник %s", "osoba %s"},
		{"file %d", "файл %d", "файл %d", "plik %d"},
		{"its name is not set", "не указано имя", "не зазначено імені", "nie podano nazwy"},
		{"set a role, a place or a person", "укажите роль, место или сотрудника", "укажіть роль, місце або співробітника", "podaj rolę, miejsce albo osobę"},
		{
			"units must lie between 0 and %s and be multiples of %s",
			"единицы должны быть в пределах от 0 до %s и кратны %s",
			"одиниці мають бути в межах від 0 до %s і кратні %s",
			"jednostki muszą mieścić się między 0 a %s i być wielokrotnością %s",
		},
		{
			"neither its reference nor its URL is set",
			"не указаны ни ссылка на запись, ни URL",
			"не зазначено ні посилання на запис, ні URL",
			"nie podano ani odwołania, ani adresu URL",
		},
		{
			"its URL must be a link of at most %d bytes, such as https://...; the content is kept elsewhere",
			"URL должен быть ссылкой не длиннее %d байт, например https://...; содержимое хранится в другом месте",
			"URL має бути посиланням не довшим за %d байтів, наприклад https://...; вміст зберігається в іншому місці",
			"URL musi być odnośnikiem o długości do %d bajtów, na przykład https://...; treść jest przechowywana gdzie indziej",
		},
		{
			"the order has %d {1:notice|notices}",
			"в заказе %d {1:сообщение|сообщения|сообщений}",
			"у замовленні %d {1:повідомлення|повідомлення|повідомлень}",
			"zamówienie ma %d {1:powiadomienie|powiadomienia|powiadomień}",
		},
		{
			"it says the same and is not answered yet",
			"в нём то же самое, и на него ещё не ответили",
			"у ньому те саме, і на нього ще не відповіли",
			"mówi to samo i nie ma jeszcze odpowiedzi",
		},
		{"the addressee was told", "адресату уже сообщили", "адресату вже повідомили", "adresat został powiadomiony"},
		{
			"the addressee was not told yet: mark it as told first",
			"адресату ещё не сообщили: сначала отметьте, что сообщили",
			"адресату ще не повідомили: спочатку позначте, що повідомили",
			"adresat nie został jeszcze powiadomiony: najpierw oznacz powiadomienie jako przekazane",
		},
		{
			"it is for %s: they or the operator mark it",
			"оно для: %s. Отмечает адресат или менеджер",
			"воно для: %s. Позначає адресат або менеджер",
			"jest dla: %s. Oznacza je adresat albo menedżer",
		},
		{
			"it is for %s: they or the operator answer it",
			"оно для: %s. Отвечает адресат или менеджер",
			"воно для: %s. Відповідає адресат або менеджер",
			"jest dla: %s. Odpowiada adresat albo menedżer",
		},
	}
}
