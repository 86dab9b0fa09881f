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

// cdekForms are what is wrong with a request to CDEK beyond single fields.
func cdekForms() []entry {
	return []entry{
		{
			"the order has the point %q, which is not a code of CDEK",
			"в заказе пункт «%s» — это не код СДЭК; выберите пункт",
			"у замовленні пункт «%s» — це не код СДЕК; виберіть пункт",
			"w zamówieniu jest punkt „%s”, który nie jest kodem CDEK; wybierz punkt",
		},
		{
			"the order has the point %q, which CDEK does not have",
			"в заказе пункт «%s», которого у СДЭК нет; выберите другой",
			"у замовленні пункт «%s», якого в СДЕК немає; виберіть інший",
			"w zamówieniu jest punkt „%s”, którego CDEK nie ma; wybierz inny",
		},
		{
			"the order has the city %q, which CDEK does not have",
			"в заказе город «%s», которого у СДЭК нет; выберите другой",
			"у замовленні місто «%s», якого в СДЕК немає; виберіть інше",
			"w zamówieniu jest miasto „%s”, którego CDEK nie ma; wybierz inne",
		},
		{
			"CDEK has %d places like %q: choose one",
			"у СДЭК %d {1:населённый пункт|населённых пункта|населённых пунктов} «%s»: выберите один",
			"у СДЕК %d {1:населений пункт|населені пункти|населених пунктів} «%s»: виберіть один",
			"CDEK ma %d {1:miejscowość|miejscowości|miejscowości} „%s”: wybierz jedną",
		},
		{
			"none of the shop's tariffs serves this route with this weight",
			"ни один тариф магазина не подходит для этого маршрута и веса",
			"жоден тариф магазину не підходить для цього маршруту й ваги",
			"żadna taryfa sklepu nie obsługuje tej trasy z tą wagą",
		},
		{
			"no tariff on this route fits the kind of delivery of the order",
			"на этом маршруте нет тарифа для способа доставки заказа",
			"на цьому маршруті немає тарифу для способу доставки замовлення",
			"na tej trasie nie ma taryfy dla sposobu dostawy zamówienia",
		},
		{"is %q, which CDEK does not have", "«%s»: у СДЭК такого нет", "«%s»: у СДЕК такого немає", "„%s”: CDEK tego nie ma"},
		{
			"is empty: a price needs the city, or a point",
			"не заполнено: для расчёта нужен город или пункт",
			"не заповнено: для розрахунку потрібне місто або пункт",
			"nie wypełniono: do wyceny potrzebne jest miasto lub punkt",
		},
		{
			"has no row: a price needs the weight",
			"нет строк: для расчёта нужен вес",
			"немає рядків: для розрахунку потрібна вага",
			"brak wierszy: do wyceny potrzebna jest waga",
		},
		{
			"is %q, it must be more than 0: a price needs the weight",
			"«%s», нужно больше 0: для расчёта нужен вес",
			"«%s», потрібно більше 0: для розрахунку потрібна вага",
			"„%s”, wymagane więcej niż 0: do wyceny potrzebna jest waga",
		},
		{
			"is empty, and tariff %d has no tariff in the opposite direction",
			"не заполнено, а у тарифа %d нет обратного",
			"не заповнено, а в тарифу %d немає зворотного",
			"nie wypełniono, a taryfa %d nie ma taryfy zwrotnej",
		},
		{
			"is empty: neither the order nor WithSender has who receives the goods at the shop",
			"не заполнено: ни в заказе, ни в WithSender не указано, кто в магазине принимает товар",
			"не заповнено: ні в замовленні, ні у WithSender не зазначено, хто в магазині приймає товар",
			"nie wypełniono: ani zamówienie, ani WithSender nie podaje, kto w sklepie odbiera towar",
		},
		{
			"is %d {1:piece|pieces} of article %q, but %d were handed out",
			"%d {1:штука|штуки|штук} артикула «%s», а выдано %d",
			"%d {1:штука|штуки|штук} артикулу «%s», а видано %d",
			"%d {1:sztuka|sztuki|sztuk} artykułu „%s”, a wydano %d",
		},
		{
			"the order has no article %q in package %q",
			"в заказе нет артикула «%s» в месте «%s»",
			"у замовленні немає артикулу «%s» у місці «%s»",
			"zamówienie nie ma artykułu „%s” w paczce „%s”",
		},
		{"%s and %s exclude each other", "%s и %s исключают друг друга", "%s і %s виключають одне одного", "%s i %s wykluczają się"},
		{
			"%s needs at least 2 pieces, the order has %d",
			"для %s нужно не менее 2 штук, а в заказе %d",
			"для %s потрібно щонайменше 2 штуки, а в замовленні %d",
			"%s wymaga co najmniej 2 sztuk, a zamówienie ma %d",
		},
		{
			"%s is not available at a parcel locker",
			"%s недоступно в постамате",
			"%s недоступно в поштоматі",
			"%s jest niedostępne w automacie paczkowym",
		},
		{
			"has %d {1:row|rows}, a parcel locker accepts 1",
			"%d {1:место|места|мест}, постамат принимает одно",
			"%d {1:місце|місця|місць}, поштомат приймає одне",
			"%d {1:paczka|paczki|paczek}, automat paczkowy przyjmuje jedną",
		},
		{
			"is %q, as in another package: it must be unique",
			"«%s» — как у другого места; номера должны различаться",
			"«%s» — як в іншого місця; номери мають різнитися",
			"„%s” jak w innej paczce; numery muszą być różne",
		},
		{
			"is %q, as in another row of the package: it must be unique",
			"«%s» — как в другой строке места; артикулы должны различаться",
			"«%s» — як в іншому рядку місця; артикули мають різнитися",
			"„%s” jak w innym wierszu paczki; artykuły muszą być różne",
		},
		{
			"is %d, it must be 1 with a marking code: give each marked unit a row",
			"%d, а с кодом маркировки нужна 1: на каждую единицу своя строка",
			"%d, а з кодом маркування потрібна 1: на кожну одиницю свій рядок",
			"%d, a z kodem znakowania wymagana 1: każda sztuka w osobnym wierszu",
		},
		{
			"is %d g, less than the net weight",
			"%d г — меньше веса нетто",
			"%d г — менше за вагу нетто",
			"%d g, mniej niż waga netto",
		},
		{
			"has %d {1:row|rows} of goods, at most %d are allowed",
			"%d {1:строка|строки|строк} товаров, допустимо не более %d",
			"%d {1:рядок|рядки|рядків} товарів, допустимо щонайбільше %d",
			"%d {1:wiersz|wiersze|wierszy} towarów, dozwolone najwyżej %d",
		},
		{
			"has %d {1:piece|pieces}, at most %d are allowed",
			"%d {1:штука|штуки|штук}, допустимо не более %d",
			"%d {1:штука|штуки|штук}, допустимо щонайбільше %d",
			"%d {1:sztuka|sztuki|sztuk}, dozwolone najwyżej %d",
		},
	}
}
