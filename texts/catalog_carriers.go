package texts

// carrierForms are what is wrong with the form of a request to a carrier.
func carrierForms() []entry {
	return []entry{
		{"shipment S%d has no goods", "в отправлении S%d нет товаров", "у відправленні S%d немає товарів", "przesyłka S%d nie zawiera towarów"},
		{"the order has no shipment S%d", "в заказе нет отправления S%d", "у замовленні немає відправлення S%d", "zamówienie nie ma przesyłki S%d"},
		{
			"is empty: without it a lost answer would make a second parcel",
			"не заполнено: без него при потере ответа появится вторая посылка",
			"не заповнено: без нього в разі втрати відповіді з’явиться друга посилка",
			"nie wypełniono: bez tego utrata odpowiedzi utworzy drugą paczkę",
		},
		{"is empty: %s is needed", "не заполнено: нужно указать %s", "не заповнено: потрібно зазначити %s", "nie wypełniono: wymagane %s"},
		{
			"has no rows: at least %d is needed",
			"нет строк: нужно не менее %d",
			"немає рядків: потрібно щонайменше %d",
			"brak wierszy: wymagane co najmniej %d",
		},
		{
			"has %d {1:row|rows}, at least %d are needed",
			"%d {1:строка|строки|строк}, нужно не менее %d",
			"%d {1:рядок|рядки|рядків}, потрібно щонайменше %d",
			"%d {1:wiersz|wiersze|wierszy}, wymagane co najmniej %d",
		},
		{
			"has %d {1:row|rows}, at most %d are allowed",
			"%d {1:строка|строки|строк}, допустимо не более %d",
			"%d {1:рядок|рядки|рядків}, допустимо щонайбільше %d",
			"%d {1:wiersz|wiersze|wierszy}, dozwolone najwyżej %d",
		},
		{
			"has no row %d, but row %d: number the rows from 1 without gaps",
			"нет строки %d, но есть строка %d: нумеруйте строки с 1 без пропусков",
			"немає рядка %d, але є рядок %d: нумеруйте рядки з 1 без пропусків",
			"nie ma wiersza %d, a jest wiersz %d: numeruj wiersze od 1 bez luk",
		},
		{"the form has no such field", "в форме нет такого поля", "у формі немає такого поля", "formularz nie ma takiego pola"},
		{
			"has %d characters, at most %d are allowed",
			"%d {1:символ|символа|символов}, допустимо не более %d",
			"%d {1:символ|символи|символів}, допустимо щонайбільше %d",
			"%d {1:znak|znaki|znaków}, dozwolone najwyżej %d",
		},
		{
			"has %q: it must be ASCII without spaces",
			"содержит «%s»: нужны латиница и цифры без пробелов",
			"містить «%s»: потрібні латиниця й цифри без пробілів",
			"zawiera „%s”: wymagane znaki ASCII bez spacji",
		},
		{"is %q: %s", "«%s»: %s", "«%s»: %s", "„%s”: %s"},
		{"is %q: it must look like %s", "«%s»: нужен вид %s", "«%s»: потрібен вигляд %s", "„%s”: wymagana postać %s"},
		{"is %s, at least %s is needed", "%s, нужно не менее %s", "%s, потрібно щонайменше %s", "%s, wymagane co najmniej %s"},
		{"is %s, at most %s is allowed", "%s, допустимо не более %s", "%s, допустимо щонайбільше %s", "%s, dozwolone najwyżej %s"},

		{"a number", "число", "число", "liczbę"},
		{"a number %s", "число, %s", "число, %s", "liczbę, %s"},
		{"a phone", "телефон", "телефон", "telefon"},
		{"an email", "адрес электронной почты", "адресу електронної пошти", "adres e-mail"},
		{"a date", "дату", "дату", "datę"},
		{"a flag", "да или нет", "так або ні", "tak lub nie"},
		{"a choice", "вариант из списка", "варіант зі списку", "opcję z listy"},
		{"a point", "пункт выдачи", "пункт видачі", "punkt odbioru"},
		{"a city", "город", "місто", "miasto"},
		{"a text", "текст", "текст", "tekst"},

		{"it is not UTF-8", "кодировка не UTF-8", "кодування не UTF-8", "kodowanie nie jest UTF-8"},
		{"a whole number is written like 1200", "целое число пишут так: 1200", "ціле число пишуть так: 1200", "liczbę całkowitą zapisuje się tak: 1200"},
		{"a number is written like 0.35", "число пишут так: 0.35", "число пишуть так: 0.35", "liczbę zapisuje się tak: 0.35"},
		{
			"a sum is written like 250.00, in %s",
			"сумму пишут так: 250.00, в %s",
			"суму пишуть так: 250.00, у %s",
			"kwotę zapisuje się tak: 250.00, w %s",
		},
		{
			"a telephone number is written like +79010000002",
			"телефон пишут так: +79010000002",
			"телефон пишуть так: +79010000002",
			"telefon zapisuje się tak: +79010000002",
		},
		{
			"an e-mail address is written like name@shop.example",
			"адрес почты пишут так: name@shop.example",
			"адресу пошти пишуть так: name@shop.example",
			"adres e-mail zapisuje się tak: name@shop.example",
		},
		{"a date is written like 2026-02-03", "дату пишут так: 2026-02-03", "дату пишуть так: 2026-02-03", "datę zapisuje się tak: 2026-02-03"},
		{"it is true or false", "возможны true и false", "можливі true і false", "dozwolone są true i false"},
		{"it is one of %s", "выберите одно из: %s", "виберіть одне з: %s", "wybierz jedno z: %s"},
		{
			"it is some of %s, separated by commas",
			"выберите из: %s, через запятую",
			"виберіть із: %s, через кому",
			"wybierz z: %s, rozdziel przecinkami",
		},
		{"units are written like L1:0-2", "единицы пишут так: L1:0-2", "одиниці пишуть так: L1:0-2", "sztuki zapisuje się tak: L1:0-2"},
	}
}
