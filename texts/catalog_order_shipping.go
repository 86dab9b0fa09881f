package texts

// orderShipping are the refusals about boxes, marking codes, shipments and parcels.
func orderShipping() []entry {
	return []entry{
		{
			"the scheme %s needs boxes; without one are: %v",
			"схема «%s» требует распределить товары по грузоместам; без грузоместа: %s",
			"схема «%s» вимагає розподілити товари за вантажними місцями; без місця: %s",
			"model „%s” wymaga paczek; poza paczką: %s",
		},
		{
			"give boxes or picks, not both",
			"укажите либо грузоместа, либо товары",
			"зазначте або вантажні місця, або товари",
			"podaj albo paczki, albo towary",
		},
		{
			"weight (g) and size (mm) cannot be negative",
			"вес (г) и размеры (мм) не могут быть отрицательными",
			"вага (г) і розміри (мм) не можуть бути від’ємними",
			"waga (g) i wymiary (mm) nie mogą być ujemne",
		},
		{
			"it goes with the carrier %s or with an own courier, not both",
			"либо перевозчик %s, либо свой курьер",
			"або перевізник %s, або власний кур’єр",
			"albo przewoźnik %s, albo własny kurier",
		},
		{
			"the order has %d {1:shipment|shipments}",
			"в заказе %d {1:отправление|отправления|отправлений}",
			"у замовленні %d {1:відправлення|відправлення|відправлень}",
			"zamówienie ma %d {1:przesyłkę|przesyłki|przesyłek}",
		},
		{
			"name a shipment or units, not both",
			"укажите либо отправление, либо товары",
			"зазначте або відправлення, або товари",
			"podaj albo przesyłkę, albo towary",
		},
		{
			"a shipment with an own courier has none",
			"у отправления со своим курьером накладной нет",
			"у відправлення з власним кур’єром накладної немає",
			"przesyłka z własnym kurierem nie ma listu przewozowego",
		},
		{
			"carrier %s takes it, but there is no waybill number",
			"отправление везёт %s, но не указан номер накладной",
			"відправлення везе %s, але не зазначено номер накладної",
			"przesyłkę wiezie %s, ale nie podano numeru listu przewozowego",
		},
		{
			"carrier %s was asked for it",
			"заявка перевозчику %s уже отправлена",
			"заявку перевізнику %s уже надіслано",
			"zgłoszenie do przewoźnika %s zostało już wysłane",
		},
		{
			"it is %s; a carrier is asked for what has not left",
			"статус «%s»; заявку перевозчику отправляют до отгрузки",
			"статус «%s»; заявку перевізнику надсилають до відвантаження",
			"status „%s”; zgłoszenie wysyła się przed wydaniem przesyłki",
		},
		{
			"the carrier that is to take it is not set",
			"укажите перевозчика",
			"зазначте перевізника",
			"podaj przewoźnika",
		},
		{
			"the request has no key: a lost answer would make a second parcel",
			"у заявки нет ключа: если ответ потеряется, появится вторая посылка",
			"у заявки немає ключа: якщо відповідь загубиться, з’явиться друга посилка",
			"zgłoszenie nie ma klucza: przy utracie odpowiedzi powstałaby druga przesyłka",
		},
		{
			"there is nothing in it that may leave: units would have to be %s",
			"в нём нечего отправлять: товары должны быть в статусе: %s",
			"у ньому нічого відправляти: товари мають бути у статусі: %s",
			"nie ma w niej nic do wysłania: towary muszą mieć status: %s",
		},
		{
			"no carrier is asked before it is paid",
			"заявку перевозчику отправляют после оплаты заказа",
			"заявку перевізнику надсилають після оплати замовлення",
			"zgłoszenie do przewoźnika wysyła się po opłaceniu zamówienia",
		},
		{
			"it is %s; no carrier is asked for it",
			"статус «%s»; заявки перевозчику нет",
			"статус «%s»; заявки перевізнику немає",
			"status „%s”; nie ma zgłoszenia do przewoźnika",
		},
		{
			"carrier %s accepted it without a tracking number",
			"%s принял заявку, но не дал номер для отслеживания",
			"%s прийняв заявку, але не надав номер для відстеження",
			"%s przyjął zgłoszenie bez numeru śledzenia",
		},
		{
			"it is accepted as %s",
			"заявка уже принята, номер %s",
			"заявку вже прийнято, номер %s",
			"zgłoszenie jest już przyjęte, numer %s",
		},
		{
			"it is %s; there is no accepted request to cancel",
			"статус «%s»; нет принятой заявки, которую можно отозвать",
			"статус «%s»; немає прийнятої заявки, яку можна відкликати",
			"status „%s”; nie ma przyjętego zgłoszenia, które można wycofać",
		},
		{
			"the code is empty",
			"код маркировки пуст; отсканируйте его",
			"код маркування порожній; відскануйте його",
			"kod znakowania jest pusty; zeskanuj go",
		},
		{
			"it has this code",
			"этот код уже указан",
			"цей код уже зазначено",
			"ten kod jest już podany",
		},
		{
			"this code was rejected: %s",
			"этот код отклонён: %s; укажите другой",
			"цей код відхилено: %s; зазначте інший",
			"ten kod został odrzucony: %s; podaj inny",
		},
		{
			"line %s unit %d has this code",
			"этот код уже у позиции %s, единица %d",
			"цей код уже в позиції %s, одиниця %d",
			"ten kod ma już pozycja %s, sztuka %d",
		},
		{
			"it is %s; a code is set before the goods are handed out, or later where there was none",
			"статус «%s»; код указывают до выдачи товара, а позже — только если его не было",
			"статус «%s»; код зазначають до видачі товару, а пізніше — лише якщо його не було",
			"status „%s”; kod podaje się przed wydaniem towaru, a później tylko wtedy, gdy go nie było",
		},
		{
			"its goods need no marking code",
			"для этого товара код маркировки не нужен",
			"для цього товару код маркування не потрібен",
			"ten towar nie wymaga kodu znakowania",
		},
		{
			"unit %d of %s, counted from 0",
			"единицы %d нет, всего их %s; счёт с нуля",
			"одиниці %d немає, усього їх %s; лік із нуля",
			"nie ma sztuki %d, jest ich %s; liczone od zera",
		},
		{
			"it has no code that could be rejected",
			"у неё нет кода, который можно отклонить",
			"у неї немає коду, який можна відхилити",
			"nie ma kodu, który można odrzucić",
		},
		{
			"the reason of the rejection is not set",
			"укажите, почему код отклонён",
			"зазначте, чому код відхилено",
			"podaj, dlaczego kod jest odrzucony",
		},
	}
}
