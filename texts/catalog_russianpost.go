package texts

// russianPostForms are what is wrong with an order of Russian Post beyond single fields, what its form could not fill
// in, and what its tracking leaves out.
func russianPostForms() []entry {
	return []entry{
		{
			"is empty: an address needs a street or a district",
			"не заполнено: в адресе нужна улица или микрорайон",
			"не заповнено: в адресі потрібна вулиця або мікрорайон",
			"jest puste: adres wymaga ulicy lub dzielnicy",
		},
		{
			"is not complete: length, width and height belong together",
			"заполнено не полностью: длина, ширина и высота указываются вместе",
			"заповнено не повністю: довжина, ширина й висота вказуються разом",
			"jest niepełne: długość, szerokość i wysokość podaje się razem",
		},
		{
			"is empty: a parcel to a point needs its class, or all sizes",
			"не заполнено: для пункта выдачи нужен типоразмер или все размеры",
			"не заповнено: для пункту видачі потрібен типорозмір або всі розміри",
			"jest puste: przesyłka do punktu wymaga klasy albo wszystkich wymiarów",
		},
		{
			"is %s, and the package does not fit in it: it is of class %s",
			"это %s, а упаковка больше: её типоразмер %s",
			"це %s, а упаковка більша: її типорозмір %s",
			"to %s, a opakowanie się nie mieści: jego klasa to %s",
		},
		{
			"is part of a package that is too large for points: one side has at most %d cm, all three together %d cm",
			"упаковка слишком велика для пунктов выдачи: одна сторона — не больше %d см, сумма трёх — не больше %d см",
			"упаковка завелика для пунктів видачі: одна сторона — не більше %d см, сума трьох — не більше %d см",
			"opakowanie jest za duże dla punktów: jeden bok ma najwyżej %d cm, wszystkie trzy razem %d cm",
		},
		{
			"is %s: the cash on delivery cannot be above the declared value of %s",
			"это %s: наложенный платёж не может быть больше объявленной ценности %s",
			"це %s: післяплата не може бути більшою за оголошену цінність %s",
			"to %s: pobranie nie może przekraczać zadeklarowanej wartości %s",
		},
		{
			"has a partial redemption, which needs at least 2 pieces; the parcel has %d",
			"частичный выкуп возможен от 2 штук, в отправлении штук: %d",
			"частковий викуп можливий від 2 штук, у відправленні штук: %d",
			"częściowy wykup wymaga co najmniej 2 sztuk, w przesyłce sztuk: %d",
		},
		{
			"is %q as in another row: articles tell what came back",
			"«%s» уже есть в другой строке: по артикулу видно, что вернулось",
			"«%s» вже є в іншому рядку: за артикулом видно, що повернулося",
			"„%s” jest już w innym wierszu: po symbolu widać, co wróciło",
		},
		{
			"the history of the parcel cannot be read now: its state is that of %s",
			"историю отправления сейчас прочитать нельзя: состояние — на %s",
			"історію відправлення зараз прочитати не можна: стан — на %s",
			"historii przesyłki nie można teraz odczytać: stan na %s",
		},
		{
			"the last operation [%s] does not tell where the parcel is, and its history is not known",
			"последняя операция [%s] не говорит, где отправление, а его история неизвестна",
			"остання операція [%s] не говорить, де відправлення, а його історія невідома",
			"ostatnia operacja [%s] nie mówi, gdzie jest przesyłka, a jej historia jest nieznana",
		},
		{
			"the account has the offices %s: choose one, or set Settings.Office",
			"у аккаунта отделения %s: выберите одно или задайте Settings.Office",
			"в акаунта відділення %s: виберіть одне або задайте Settings.Office",
			"konto ma placówki %s: wybierz jedną albo ustaw Settings.Office",
		},
		{
			"the Post is not sure of the name %q: family name, given name and patronymic belong in this order",
			"Почта не уверена в имени «%s»: нужны фамилия, имя и отчество в этом порядке",
			"Пошта не впевнена в імені «%s»: потрібні прізвище, ім'я та по батькові в цьому порядку",
			"Poczta nie jest pewna nazwiska „%s”: kolejność to nazwisko, imię, imię ojca",
		},
		{
			"the shipment has %d packages, and a parcel of the Post is one: put the goods together, or make a shipment for each",
			"в отгрузке упаковок: %d, а отправление Почты — одна: сложите товары вместе или сделайте отгрузку на каждую",
			"у відвантаженні упаковок: %d, а відправлення Пошти — одна: складіть товари разом або зробіть відвантаження на кожну",
			"wysyłka ma opakowań: %d, a przesyłka Poczty to jedno: spakuj towary razem albo zrób wysyłkę dla każdego",
		},
		{
			"the order is in %s: the Post takes %s",
			"заказ в валюте %s: Почта принимает %s",
			"замовлення у валюті %s: Пошта приймає %s",
			"zamówienie jest w %s: Poczta przyjmuje %s",
		},
		{
			"the order has the point %q, which is not the index of one: it has 6 digits",
			"в заказе пункт «%s», а это не индекс: в индексе 6 цифр",
			"у замовленні пункт «%s», а це не індекс: в індексі 6 цифр",
			"zamówienie ma punkt „%s”, który nie jest indeksem: indeks ma 6 cyfr",
		},
		{
			"the order has the point %q, which the Post does not have",
			"в заказе пункт «%s», которого у Почты нет",
			"у замовленні пункт «%s», якого в Пошти немає",
			"zamówienie ma punkt „%s”, którego Poczta nie ma",
		},
		{
			"the office %s is closed (%s); the nearest open one is %s",
			"отделение %s закрыто (%s); ближайшее открытое — %s",
			"відділення %s зачинене (%s); найближче відчинене — %s",
			"placówka %s jest zamknięta (%s); najbliższa otwarta to %s",
		},
		{
			"the Post does not understand the whole address %q (%s, %s): check its parts",
			"Почта не разобрала адрес «%s» полностью (%s, %s): проверьте его части",
			"Пошта не розібрала адресу «%s» повністю (%s, %s): перевірте її частини",
			"Poczta nie rozumie całego adresu „%s” (%s, %s): sprawdź jego części",
		},
		{
			"the order has the index %s, the Post finds %s for the address: check which is right",
			"в заказе индекс %s, по адресу Почта находит %s: проверьте, какой верен",
			"у замовленні індекс %s, за адресою Пошта знаходить %s: перевірте, який правильний",
			"zamówienie ma indeks %s, a Poczta dla adresu znajduje %s: sprawdź, który jest właściwy",
		},
		{
			"the Post has no office with the index %s",
			"у Почты нет отделения с индексом %s",
			"у Пошти немає відділення з індексом %s",
			"Poczta nie ma placówki o indeksie %s",
		},
		{
			"is empty: a price needs it",
			"не заполнено: без этого цену не узнать",
			"не заповнено: без цього ціну не дізнатися",
			"jest puste: cena tego wymaga",
		},
		{
			"the order is not in batch %s any more: put it into one again (%v)",
			"заказ больше не в партии %s: добавьте его в партию снова (%v)",
			"замовлення більше не в партії %s: додайте його в партію знову (%v)",
			"zamówienie nie jest już w partii %s: dodaj je ponownie (%v)",
		},
	}
}
